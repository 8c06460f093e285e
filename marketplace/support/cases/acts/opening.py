"""How a case begins, and what its member does: opens it, writes to it, closes it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from marketplace import giftcards, members, orders
from marketplace.core import emails, outbox, texts
from marketplace.core.db import insert_once
from marketplace.core.errors import RefStands
from marketplace.core.topics import Topic
from marketplace.support.cases import queries
from marketplace.support.cases.answers import facts as case_facts
from marketplace.support.cases.clocks import rules
from marketplace.support.cases.errors import TextTooLong
from marketplace.support.cases.values import TITLE_MAX, Attachment, Case, Category, Channel, Contact, Priority
from marketplace.support.cases.writing import files, keeping, masking
from marketplace.support.cases.writing.keeping import Said

# What makes a case go on that stands still, where its member says more.
GOES_ON: Mapping[str, str] = {"waits_member": "resumed", "closed": "reopened"}


def open_case(
    programme_id: int,
    *,
    channel: Channel,
    category: Category,
    text: str,
    contact: Contact,
    ref: str,
    member: members.Member | None = None,
    card: giftcards.Card | None = None,
    order: orders.Order | None = None,
    title: str = "",
    priority: Priority | None = None,
    attachments: Sequence[Attachment] = (),
    told: Mapping[str, Any] | None = None,
    silent: bool = False,
    now: datetime,
) -> Said:
    """Open a case, once by `ref`; what is known of the card is kept with it, and whoever asked is written to.

    Args:
        member: whose it is, where that is known: he signed in, or the desk has identified him.
        text: what he says; may be empty where the category says it all.
        told: facts of whoever takes it down, such as which of the member's facts were checked.
        silent: no letter says that it has come.

    Raises:
        FileRefused, TextTooLong. RefStands: under this ref something else was said.
    """
    line, hidden_in_title = masking.masked(_line(title), member.id if member else None)
    plain, hidden = keeping.fit(text, member.id if member else None)
    kept = files.cleaned(attachments)
    order_id = order.id if order else card.order_id if card else None
    values = {
        "programme_id": programme_id, "member_id": member.id if member else None, "channel": channel, "category": category,
        "priority": priority or rules.usual_priority(category), "title": line, "email": emails.plain(contact.email), "phone": contact.phone.strip(),
        "reply_by": contact.reply_by, "language": contact.language, "giftcard_id": card.id if card else None, "order_id": order_id, "ref": ref,
        "opened_at": now, "changed_at": now,
    }  # fmt: skip
    made = insert_once("cases", ["ref"], **values)
    if made is None:
        return _there(ref, plain, card)
    known = (case_facts.known_of_card(card) if card else {}) | dict(told or {})
    known |= {"masked": True} if hidden or hidden_in_title else {}
    opened, event_id = keeping.happen(queries.case_by_id(made), "opened", text=plain, facts=known, now=now)
    files.keep(made, event_id, kept, now=now)
    if not silent:
        tell(opened, event_id, now=now)
    return Said(opened, event_id, hidden or hidden_in_title)


def _there(ref: str, text: str, card: giftcards.Card | None) -> Said:
    """The case that was opened with a ref, by the same words about the same thing. Raises RefStands."""
    there = queries.by_ref(ref)
    assert there is not None, "a ref stands for a case"
    first = queries.events([there])[0]
    if (first.text, there.giftcard_id) != (text, card.id if card else None):
        raise RefStands
    return Said(there, first.id, False)


def freeze(card: giftcards.Card, member: members.Member, *, now: datetime) -> bool:
    """Freeze a member's card for his case, where it can be used at all; says whether it is frozen now."""
    if card.state == "frozen":
        return True
    try:
        giftcards.freeze(card.public_id, member=member, now=now)
    except giftcards.CardNotActive:
        return False
    return True


def write(
    of: Case, text: str, *, attachments: Sequence[Attachment] = (), ref: str | None = None, now: datetime
) -> Said:
    """The member writes to a case: a waiting one goes on, a closed one is opened again.

    Raises:
        CaseChanged: what he wrote under this `ref` is there already.
        CaseEnded: it was merged since.
        TextNeeded, TextTooLong, FileRefused.
    """
    return written(of, text, files.cleaned(attachments), ref=ref, now=now)


def written(
    of: Case,
    text: str,
    kept: Sequence[files.Clean],
    *,
    facts: Mapping[str, Any] | None = None,
    ref: str | None,
    now: datetime,
) -> Said:
    """The same with files that are cleaned already."""
    done = keeping.said(of, "wrote", text, attachments=kept, facts=facts, ref=ref, now=now)
    if done.case.state not in GOES_ON:
        return done
    then, _ = keeping.happen(done.case, GOES_ON[done.case.state], now=now)
    return done._replace(case=then)


def withdraw(of: Case, *, now: datetime) -> Case:
    """The member needs nothing any more: his case is closed. One that is closed stays so."""
    if of.state == "closed":
        return of
    return keeping.happen(of, "closed", facts={"by_member": True}, now=now)[0]


def tell(of: Case, event_id: int, *, now: datetime) -> None:
    """Promise a letter about what happened, where there is an address to write to."""
    if of.email:
        outbox.send(Topic.CASES_LETTER, ref=str(event_id), now=now)


def _line(title: str) -> str:
    """A title as one line. Raises TextTooLong."""
    plain = " ".join("".join(sign if texts.is_printable(sign) else " " for sign in title).split())
    if len(plain) > 2 * TITLE_MAX:
        raise TextTooLong(most=TITLE_MAX)
    return plain[:TITLE_MAX]
