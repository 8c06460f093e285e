"""Writes the letters about sign-in: those asked for with an address, and the warning of somebody who guesses at a password.

Here it is found out whose the address or account is, when nobody waits for an answer.
"""

from flask import current_app

from marketplace import identity, mailings, programmes
from marketplace.core import clock
from marketplace.core.db import transaction
from marketplace.core.topics import Topic
from marketplace.identity import LetterRequest
from marketplace.jobs.promises import keeps


@keeps(Topic.IDENTITY_LETTER)
def write(ref: str) -> None:
    """Write the letter that this request makes, once. A new password is sent to nobody who does not sign in here."""
    with transaction():
        asked = identity.letter_request(int(ref))
        if asked is None:
            return
        template, links, language = _letter(asked)
        if template:
            mailings.write(
                f"security:asked:{asked.id}", programme=programmes.get(asked.programme_id), recipient=asked.email,
                template=template, language=language or asked.language, context=links, now=clock.now(),
            )  # fmt: skip


@keeps(Topic.IDENTITY_GUESSES)
def warn(ref: str) -> None:
    """Tell the owner of an account that others guess at its password; once a day, also where they do so in several programmes."""
    number, day, programme_id, tries = ref.split(":")
    with transaction():
        user, programme = identity.user(int(number)), programmes.get(int(programme_id))
        if user is None or not user.active:
            return
        home = programmes.address(current_app.config["SETTINGS"].public_url, programmes.hosts(programme.id))
        mailings.write(
            f"security:guesses:{number}:{day}", programme=programme, recipient=user.email, template="guesses",
            language=user.language, context={"number": tries, "recovery_link": f"{home}/password/reset"}, now=clock.now(),
        )  # fmt: skip


def _letter(asked: LetterRequest) -> tuple[str, dict[str, str], str]:
    """The letter's template ("" where there is none to write), its links, and the language of whom it is for."""
    hosts = programmes.hosts(asked.programme_id)
    home = programmes.address(current_app.config["SETTINGS"].public_url, hosts, visited=asked.host)
    user = identity.user_by_email(asked.email)
    if user is None:
        link = f"{home}/sign-up/confirmation/{identity.sign_up_token(asked)}"
        return ("confirm_address" if asked.kind == "sign_up" else ""), {"confirmation_link": link}, ""
    if asked.kind == "sign_up":
        return "known_address", {"recovery_link": f"{home}/password/reset"}, user.language
    return "reset_password", {"reset_link": f"{home}/password/reset/{identity.reset_token(user)}"}, user.language
