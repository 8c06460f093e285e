"""How often passwords and codes may be tried and letters asked for: by one network, for one name, for one account.

A name is counted in one spelling. What is counted for an account from wherever slows strangers down and keeps nobody out:
when it is used up, each network has a few tries of its own left, and its owner's is one of them.
"""

from flask import request, session

from marketplace.web.shared.limits import HOUR, Limit, Spare, network
from marketplace.web.shared.security import names

# Of one network, in the same time as the tries for one name, box or link: many people may sit behind it.
FROM_ONE_NETWORK = 60
# Letters that one mail address may be sent by these pages in an hour, whoever asks; then each network has one more.
LETTERS_MAX, LETTERS_SPARE = 10, 1
# Tries at one account's password in an hour, from wherever and by whichever name; then each network has a few more.
ACCOUNT_MAX, ACCOUNT_SPARE = 50, 3
# Tries at one person's codes and passwords by whoever is past his password already, from wherever.
CODES_MAX = 40


def by_box(box: str, number: int, seconds: int, *, letters: bool = False) -> tuple[Limit, ...]:
    """Tries at what stands in a box of the form: counted the same whether there is such a name or not."""

    def named() -> str:
        return names.plain(request.form.get(box, ""))

    both = Limit(number, seconds, lambda: f"{network()}\0{named()}")
    per_name = (
        (Limit(LETTERS_MAX, HOUR, named, pool="letters", spare=Spare(LETTERS_SPARE, network)),) if letters else ()
    )
    return (Limit(FROM_ONE_NETWORK, seconds, network), both, *per_name)


def _account() -> str:
    return names.account(request.form.get("email", ""))


def by_session(number: int, seconds: int) -> tuple[Limit, ...]:
    """Tries of whoever is signed in, or is past his password; of a guest by his network alone."""
    both = Limit(number, seconds, lambda: f"{network()}\0{_person()}")
    return (Limit(FROM_ONE_NETWORK, seconds, network), both, Limit(CODES_MAX, HOUR, _person, pool="codes"))


def _person() -> str:
    return str(session.get("tf_user_id") or session.get("_user_id") or "")


LIMITS = {
    "security.login": (
        *by_box("email", 10, 300), Limit(ACCOUNT_MAX, HOUR, _account, spare=Spare(ACCOUNT_SPARE, network)),
    ),
    "sign_up.ask": by_box("email", 5, 600, letters=True),
    "security.forgot_password": by_box("email", 5, 600, letters=True),
} | dict.fromkeys((
    "security.reset_password", "sign_up.finish", "security.verify", "security.change_password",
    "security.two_factor_token_validation", "security.mf_recovery",
), by_session(10, 300)) | dict.fromkeys((
    "security.mf_recovery_codes", "security.two_factor_setup", "security.two_factor_setup_validate", "security.wan_register",
    "security.wan_register_response", "security.wan_delete",
), (Limit(FROM_ONE_NETWORK, 300, network), Limit(30, HOUR, _person)))  # fmt: skip
