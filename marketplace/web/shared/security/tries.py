"""How often passwords and codes may be tried and letters asked for, by one visitor's address and for one person."""

from flask import request, session

from marketplace.web.shared.limits import HOUR, Limit, address

# Of one visitor's address, in the same time as the tries for one name, box or link: many people may sit behind it.
FROM_ONE_ADDRESS = 60
# Letters that one mail address may be sent by these pages in an hour, whoever asks for them.
LETTERS_MAX = 10
# Tries at one person's codes and passwords by whoever is past his password already, from wherever.
CODES_MAX = 40


def by_box(box: str, number: int, seconds: int, *, letters: bool = False) -> tuple[Limit, ...]:
    """Tries at what stands in a box of the form: counted the same whether there is such a name or not."""

    def named() -> str:
        return request.form.get(box, "").strip().lower()

    both = Limit(number, seconds, lambda: f"{address()}\0{named()}")
    per_name = (Limit(LETTERS_MAX, HOUR, named, pool="letters"),) if letters else ()
    return (Limit(FROM_ONE_ADDRESS, seconds, address), both, *per_name)


def by_session(number: int, seconds: int) -> tuple[Limit, ...]:
    """Tries of whoever is signed in, or is past his password; of a guest by his address alone."""
    both = Limit(number, seconds, lambda: f"{address()}\0{_person()}")
    return (Limit(FROM_ONE_ADDRESS, seconds, address), both, Limit(CODES_MAX, HOUR, _person, pool="codes"))


def _person() -> str:
    return str(session.get("tf_user_id") or session.get("_user_id") or "")


LIMITS = {
    "security.login": by_box("email", 10, 300),
    "security.register": by_box("email", 5, 600, letters=True),
    "security.forgot_password": by_box("email", 5, 600, letters=True),
    "security.send_confirmation": by_box("email", 5, 600, letters=True),
} | dict.fromkeys((
    "security.reset_password", "security.confirm_email", "security.verify", "security.change_password",
    "security.two_factor_token_validation", "security.mf_recovery",
), by_session(10, 300))  # fmt: skip
