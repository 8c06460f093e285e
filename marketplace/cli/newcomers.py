"""What the demo gives to anyone who tries it: a mailbox where there is no mail server, and points to order something with."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from flask import Flask, g
from flask_login import current_user

from marketplace import ledger, members, programmes
from marketplace.cli.world import people, reading
from marketplace.core import clock
from marketplace.core.actors import SYSTEM
from marketplace.core.db import as_owner, transaction
from marketplace.members import Member
from marketplace.settings import Settings
from marketplace.web import mailbox, practice_checkout

# Where somebody becomes a member: behind the letter of confirmation, and from another programme.
DOORS = ("sign_up.finish", "storefront.account.joining")
MEMO = {"what": "welcome"}


def welcome(app: Flask, giver: Flask) -> None:
    """Add to an application what makes it a demo. Only `vitrina demo` does.

    Args:
        giver: an application that signs in as the owner of the books: the shop's own role cannot give points.
    """
    settings: Settings = app.config["SETTINGS"]
    for endpoint in DOORS:
        if endpoint in app.view_functions:
            app.view_functions[endpoint] = _then_a_gift(app.view_functions[endpoint], giver)
    if settings.smtp_url is None:
        everyone = {row["slug"]: people_of(row["slug"]) for row in reading.rows("programmes")}
        mailbox.register(app, mailbox.Shown(everyone, people.PASSWORD))
    if settings.stripe_secret_key is None:
        practice_checkout.register(app)


def people_of(slug: str) -> list[mailbox.Person]:
    """Who of the demo world can sign in to a programme, staff and partners first."""
    staff = [row for row in reading.rows("staff") if slug in reading.parts(row["programmes"])]
    rows = staff + [row for row in reading.rows("members") if row["programme"] == slug]
    return [
        mailbox.Person(
            row["email"], f"{row['first_name']} {row['last_name']}", f"{row['first_name_en']} {row['last_name_en']}",
            row.get("about_ru", ""), row.get("about_en", ""),
        )
        for row in rows
    ]  # fmt: skip


def give(member: Member, now: datetime) -> None:
    """A newcomer's points, once: as many as the demo world says for the programme."""
    programme = programmes.get(member.programme_id)
    gift = next((row["welcome"] for row in reading.rows("programmes") if row["slug"] == programme.slug), "0")
    points, today = reading.minor(gift, programme.decimals), programme.day(now)
    giver = ledger.account(programme.id, "programme")
    mine = ledger.account(programme.id, "member", owner_id=member.id)
    ends = programmes.expiry_of(programme, today)
    entries = [ledger.Entry(giver, -points), ledger.Entry(mine, points, expires_on=ends, memo=MEMO)]
    ref, why = f"world:welcome:{member.id}", "the demo's welcome"
    with as_owner():
        ledger.adjust(programme.id, ref=ref, entries=entries, why=why, at=now, today=today)


def _then_a_gift(view: Callable[..., Any], giver: Flask) -> Callable[..., Any]:
    """Anyone who has become a member on this page is given their points, in a transaction after the page's own."""

    @wraps(view)
    def wrapped(**values: Any) -> Any:
        began = clock.now()
        answer = view(**values)
        member = members.of_user(current_user.id, g.programme.id) if current_user.is_authenticated else None
        if member is not None and member.joined_at >= began:
            with giver.app_context(), transaction(by=SYSTEM):
                give(member, clock.now())
        return answer

    return wrapped
