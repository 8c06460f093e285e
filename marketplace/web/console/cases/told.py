"""What happened to a case, in words: its events, and what is known of its card, newest first."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from flask_babel import LazyString, gettext
from flask_babel import lazy_gettext as _l

from marketplace import giftcards, partners, tills
from marketplace.core import formats
from marketplace.support import cases
from marketplace.web.console.reissue_words import IDENTIFIED
from marketplace.web.shared import case_words, filters, who
from marketplace.web.shared.alarm_pages.listed import REASONS

# What each event is called, with its sign and tone.
WORDS: Mapping[str, tuple[LazyString, str, str]] = {
    "opened": (_l("Case opened"), "inbox", "warn"), "wrote": (_l("The member wrote"), "message-square", "warn"),
    "answered": (_l("Answered"), "send", "good"), "note": (_l("Note for staff"), "pencil", ""), "assigned": (_l("Handed over"), "user", ""),
    "sorted": (_l("Sorted"), "tag", ""), "identified": (_l("Member identified"), "badge-check", "good"), "waiting": (_l("Waiting"), "hourglass", ""),
    "resumed": (_l("In progress again"), "play", ""), "linked": (_l("Linked to an incident"), "link", ""),
    "merged": (_l("Merged into another case"), "link", ""), "took_in": (_l("Another case was merged into this one"), "link", ""),
    "closed": (_l("Closed"), "circle-check", "good"), "reopened": (_l("Opened again"), "rotate-ccw", "warn"),
    "reminded": (_l("We wrote that we are waiting"), "mail", ""),
    "undelivered": (_l("The email did not arrive"), "circle-alert", "bad"),
}  # fmt: skip

_TAKEN = _l("Taken on")


class Line(NamedTuple):
    """One line: `text` is what somebody wrote, `files` what came with it; `staff`: colleagues alone see it."""

    title: str
    about: str
    at: datetime
    sign: str
    tone: str
    text: str = ""
    files: Sequence[cases.File] = ()
    staff: bool = False


def lines(of: cases.Case, merged: Sequence[cases.Case]) -> list[Line]:
    """All that happened to a case and to those that were merged into it, and to the card that it is about."""
    all_of = [of, *merged]
    files = cases.files_of([one.id for one in all_of])
    happened = [event for event in cases.events(all_of) if event.what != "merged" or event.case_id == of.id]
    told = [_line(event, [one for one in files if one.event_id == event.id], of) for event in happened]
    return sorted([*told, *_of_card(of)], key=lambda line: line.at, reverse=True)


def _line(event: cases.Event, files: Sequence[cases.File], of: cases.Case) -> Line:
    title, sign, tone = WORDS[event.what]
    about = [*_facts(event)]
    if event.what == "assigned" and event.actor == f"user:{event.facts['owner']}":
        title = _TAKEN
    elif event.actor.startswith("user:") and not _by_member(event, of):
        about.append(who.colleague(event.actor))
    if event.case_id != of.id:
        about.append(gettext("in case %(number)s", number=event.case_id))
    return Line(str(title), " · ".join(about), event.at, sign, tone, event.text, files, staff=event.what == "note")


def _by_member(event: cases.Event, of: cases.Case) -> bool:
    """Whether the member himself did it, whom the page names anyway."""
    return (
        event.what == "wrote"
        or bool(event.facts.get("by_member"))
        or (event.what == "opened" and of.channel == "cabinet")
    )


def _facts(event: cases.Event) -> Iterator[str]:
    facts = event.facts
    if event.what == "opened" and "named" in facts:
        yield _named(facts["named"])
    if event.what == "identified":
        yield _named(facts["named"])
    if event.what == "assigned":
        yield who.colleague(f"user:{facts['owner']}") if facts["owner"] else gettext("to nobody: back to the queue")
    if event.what == "sorted":
        yield f"{case_words.CATEGORIES[facts['category']]}, {case_words.PRIORITIES[facts['priority']]}"
    if event.what == "waiting":
        yield gettext("for the member") if facts["for"] == "member" else gettext("for the partner to cancel the code")
    if event.what == "answered" and facts.get("via") == "phone":
        yield gettext("by phone")
    if "outcome" in facts:
        yield (
            gettext("the partner cancelled the code")
            if facts["outcome"] == "cancelled"
            else gettext("the partner cannot cancel the code")
        )
    if event.what in ("merged", "took_in"):
        yield gettext("case %(number)s", number=facts.get("into") or facts.get("case"))
    if event.what == "closed" and facts.get("by_member"):
        yield gettext("by the member")
    if facts.get("from"):
        yield gettext("from another address: %(address)s", address=facts["from"])
    if facts.get("masked"):
        yield gettext("a code in it was hidden")
    if facts.get("cut"):
        yield gettext("it was longer, and is cut here")
    if facts.get("crowded"):
        yield gettext(
            "one of many letters from the same network within an hour: it waits behind others, and nobody was written to"
        )
    if facts.get("files_lost"):
        yield gettext("files that cannot be kept: %(count)s", count=facts["files_lost"])


def _named(facts: Sequence[str]) -> str:
    named = ", ".join(str(IDENTIFIED[one]) for one in facts if one in IDENTIFIED)
    return str(gettext("checked: %(facts)s", facts=named))


def _of_card(of: cases.Case) -> Iterator[Line]:
    if of.giftcard_id is None:
        return
    card = giftcards.card_by_id(of.giftcard_id)
    for one in tills.refused_of_card(card.id):
        where = f"{one.partner_en if filters.language() == 'en' else one.partner_ru}, {one.terminal}"
        about = gettext("%(till)s · refusal %(number)s", till=where, number=one.number)
        yield Line(
            gettext("A till refused the card: %(why)s", why=REASONS.get(one.reason, one.reason)),
            about,
            one.at,
            "scan-line",
            "bad",
        )
    code, brand = formats.masked_code(card.last4), filters.local(partners.brand(card.brand_id), "name")
    if card.revealed_at is not None:
        yield Line(gettext("The code %(code)s was shown first", code=code), "", card.revealed_at, "eye", "")
    yield Line(
        gettext("Card issued: %(brand)s, %(value)s", brand=brand, value=filters.money(card.value, card.currency)),
        "",
        card.issued_at,
        "gift",
        "",
    )
