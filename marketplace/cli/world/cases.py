"""Cases of the demo world: in every state a case can be in, with prepared answers and hours of the desk."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import cast

from marketplace import giftcards, identity, members
from marketplace.cli.world import reading
from marketplace.cli.world.people import Members
from marketplace.core.actors import SYSTEM, Actor
from marketplace.core.db import act_as
from marketplace.giftcards import Card
from marketplace.programmes import Programme
from marketplace.support import cases

PROGRAMME = "vysota"
DESK = cases.Desk("help@vysota.example", "RU", 8 * 60, 22 * 60, (1, 2, 3, 4, 5, 6, 7))
NAMED = ["number", "phone"]


def ask(of_slug: Mapping[str, Programme], people: Members, now: datetime) -> None:
    """Open the cases and let happen to each what has happened, oldest first."""
    programme = of_slug[PROGRAMME]
    cases.set_desk(programme.id, DESK, now=now - timedelta(days=60))
    for row in reading.rows("answers"):
        cases.save(programme.id, None, **row, now=now - timedelta(days=60))
    opened = {row["key"]: (int(row["minutes_before"]), row) for row in reading.rows("cases")}
    done: dict[str, int] = {}
    happened = [(minutes, "", row) for minutes, row in opened.values()]
    happened += [(int(row["minutes_before"]), row["what"], row) for row in reading.rows("case_steps")]
    for minutes, what, row in sorted(happened, key=lambda one: -one[0]):
        at = now - timedelta(minutes=minutes)
        if not what:
            done[row["key"]] = _open(row, programme, people, at)
            continue
        member = people.get((opened[row["case"]][1]["member"], PROGRAMME))
        act_as(_actor(row["who"], member))
        _step(cases.case_by_id(done[row["case"]]), what, row, done, at)
    act_as(SYSTEM)


def _open(row: Mapping[str, str], programme: Programme, people: Members, at: datetime) -> int:
    member = people.get((row["member"], PROGRAMME))
    language = member.language if member else "ru"
    contact = cases.Contact(member.email if member else row["email"], member.phone if member else "", language=language)
    act_as(
        _actor("member" if row["channel"] == "cabinet" else "nina" if row["channel"] == "phone" else "system", member)
    )
    done = cases.open_case(
        programme.id, channel=cast(cases.Channel, row["channel"]), category=cast(cases.Category, row["category"]), text=row["text"], contact=contact,
        priority=cast(cases.Priority, row["priority"]), title=row["title"], member=member, card=_card(row["card"], member, programme, at),
        told={"named": NAMED} if row["channel"] == "phone" else {}, ref=f"world:{row['key']}", now=at,
    )  # fmt: skip
    return done.case.id


def _step(of: cases.Case, what: str, row: Mapping[str, str], done: Mapping[str, int], at: datetime) -> None:
    """One thing that happened to a case."""
    text, who = row["text"], row["who"]
    if what == "answer":
        cases.answer(of, text, seen=of.version, by=_user(who), then=cast(cases.After, row["then"]), now=at)
    elif what == "note":
        cases.note(of, text, now=at)
    elif what == "take":
        cases.assign(of, _user(who), now=at)
    elif what == "wrote":
        cases.write(of, text, now=at)
    elif what == "close":
        cases.close(of, seen=of.version, now=at)
    elif what == "partner":
        cases.ask_partner(of, text, seen=of.version, now=at)
    elif what == "cancelled":
        cases.answer_question(cases.questions_of_case(of.id)[0], "cancelled", text, now=at)
    elif what == "incident":
        known = [one for one in cases.incidents(of.programme_id) if one.title == text]
        cases.link(of, known[0] if known else cases.begin(of.programme_id, text, now=at), now=at)
    elif what == "merge":
        cases.merge(cases.case_by_id(done[text]), of, now=at)
    else:
        cases.note_undelivered(of, text, now=at)


def _card(number: str, member: members.Member | None, programme: Programme, at: datetime) -> Card | None:
    """The member's card of this number, the newest being the first."""
    if not number or member is None:
        return None
    return giftcards.of_member(member.id, today=programme.day(at)).items[int(number) - 1]


def _actor(who: str, member: members.Member | None) -> Actor:
    if who == "system" or (who == "member" and member is None):
        return SYSTEM
    return Actor("user", member.user_id if who == "member" and member is not None else _user(who))


def _user(who: str) -> int:
    """One of the staff, or of a partner, by the name in his address."""
    row = next(row for row in reading.rows("staff") if row["key"] == who)
    found = identity.user_by_email(row["email"])
    assert found is not None, "the demo world has its people"
    return found.id
