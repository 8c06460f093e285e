"""Members, partner users and staff of the demo world; all sign in with one password."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from flask import current_app

from marketplace import identity, members, partners
from marketplace.cli.world import reading
from marketplace.members import Member
from marketplace.programmes import Programme

PASSWORD = "severnoe-siyanie"  # noqa: S105 - of the demo, printed when it starts
Members = dict[tuple[str, str], Member]


def members_of_world(programmes: Mapping[str, Programme], now: datetime) -> Members:
    """The members by key and programme, with their bank cards; one user for all memberships of a person."""
    found: Members = {}
    for row in reading.rows("members"):
        programme = programmes[row["programme"]]
        english = row["language"] == "en"
        member = members.join(
            programme,
            user_id=_user(row["email"], row["language"], now).id,
            first_name=row["first_name_en"] if english else row["first_name"],
            last_name=row["last_name_en"] if english else row["last_name"],
            email=row["email"],
            language=row["language"],
            city=row["city"],
            number=row["number"],
            phone=row["phone"],
            tier=row["tier"],
            now=now - timedelta(days=int(row["joined_days_before"])),
        )
        for token in reading.parts(row["cards"]):
            members.bind_card(member, token, now)
        found[row["key"], row["programme"]] = member
    return found


def staff(programmes: Mapping[str, Programme], now: datetime, *, authenticators: bool) -> None:
    """Partner users and the programmes' own people, each with a grant for each role and programme that is named.

    With `authenticators` each is given one that is set up already, its secret random and sealed as anybody's.
    """
    for row in reading.rows("staff"):
        user = _user(row["email"], row["language"], now)
        identity.call(user, _name(row))
        if authenticators:
            secret = current_app.extensions["security"].totp_factory.generate_totp_secret()
            identity.set_up_authenticator(user, secret, now=now)
        # They have worked here, so they have signed in; being given a role ends it.
        identity.begin_session(user, now=now - timedelta(hours=15))
        for role in reading.parts(row["roles"]):
            for programme_id, partner_id in _where(role, row, programmes):
                identity.grant(user.id, role, programme_id=programme_id, partner_id=partner_id, now=now)


def _name(row: Mapping[str, str]) -> str:
    ending = "_en" if row["language"] == "en" else ""
    return f"{row[f'first_name{ending}']} {row[f'last_name{ending}']}"


def _where(
    role: str, row: Mapping[str, str], programmes: Mapping[str, Programme]
) -> Iterator[tuple[int | None, int | None]]:
    """Programme and partner of each grant; a role that looks after the whole installation has neither."""
    if role in identity.INSTALLATION_ROLES:
        yield None, None
        return
    for slug in reading.parts(row["programmes"]):
        programme = programmes[slug]
        yield programme.id, partners.partner_by_slug(programme.id, row["partner"]).id if row["partner"] else None


def _user(email: str, language: str, now: datetime) -> identity.User:
    return identity.user_by_email(email) or identity.create_user(email, PASSWORD, language=language, now=now)
