"""What happened, in words: each line of a timeline with its sign and the evidence that it opens to. No line shows a code."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from flask import url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from marketplace.core import formats
from marketplace.identity import Permission
from marketplace.ledger import Movement
from marketplace.reports import Line
from marketplace.web.console import journal_acts, journal_facts, journal_names, timeline_more
from marketplace.web.shared import filters, movements
from marketplace.web.shared.alarm_pages.listed import REASONS
from marketplace.web.shared.movements import Said
from marketplace.web.shared.security import may

Evidence = tuple[str, str, str]  # what it is, what it says, the page that it leads to or ""
# The sign of an act, by its action, else by its domain.
_SIGNS = {
    "giftcards.freeze": "snowflake", "giftcards.unfreeze": "snowflake", "giftcards.reveal": "eye", "giftcards.reveal_again": "eye",
    "giftcards.staff_reveal": "eye", "identity.sign_in": "log-in", "orders.cancel": "undo-2", "giftcards.void": "undo-2",
    "orders": "gift", "giftcards": "wallet-cards", "support": "refresh-cw", "tills": "scan-line", "identity": "key-round", "members": "user",
    "approvals": "shield-check", "ledger": "coins", "payments": "credit-card", "letters": "mail", "cases": "inbox", "calls": "phone", "fraud": "shield-alert", "accounts": "coins",
    "gifts": "gift", "exchanges": "refresh-cw", "wallets": "smartphone", "wishes": "heart", "erasures": "trash-2", "desk": "ban",
}  # fmt: skip
_TOLD = {
    "order.created": _l("Order placed"),
    "card.redeemed": _l("Card redeemed"),
    "card.reversed": _l("Redemption reversed"),
}
_ARRIVED = {"waiting": _l("Waits"), "delivered": _l("Delivered"), "dropped": _l("Dropped")}
_TONES = {"waiting": "warn", "delivered": "good", "dropped": "bad"}


class Told(NamedTuple):
    """One line: what happened, more of it, when, its sign and tone, and its evidence."""

    title: str
    about: str
    at: datetime
    sign: str
    tone: str
    rows: list[Evidence]


def told(lines: Sequence[Line]) -> list[Told]:
    """The lines in words, in their order; names behind points are looked up for all at once."""
    moved = [line.facts for line in lines if line.book == "entry"]
    said = dict(zip((one.entry_id for one in moved), movements.say(moved, filters.language()), strict=True))
    return [
        _moved(line, line.facts, said[line.id]) if line.book == "entry" else _BOOKS[line.book](line) for line in lines
    ]


def _moved(line: Line, moved: Movement, said: Said) -> Told:
    lots = "; ".join(_lot(one.amount, one.expires_on) for one in moved.lots)
    rows = [
        (gettext("Points"), filters.signed(moved.amount), ""),
        (gettext("Balance after"), "" if moved.balance_after is None else filters.number(moved.balance_after), ""),
        (gettext("Points by last day"), lots, ""),
        (
            gettext("Record"),
            gettext("ledger, transfer %(number)s", number=moved.transfer_id),
            url_for("console.records.transfer", transfer_id=moved.transfer_id),
        ),
    ]
    sum_ = f"{filters.signed(moved.amount)}{formats.NO_BREAK}{filters.unit(moved.amount)}"
    about = " · ".join(part for part in (sum_, said.detail) if part)
    return Told(said.title, about, line.at, said.sign, "good" if moved.amount > 0 else "", _full(rows))


def _lot(amount: int, day: date | None) -> str:
    if day is None:
        return str(gettext("%(sum)s without a last day", sum=filters.signed(amount)))
    return str(gettext("%(sum)s until %(day)s", sum=filters.signed(amount), day=filters.short_day(day)))


def _done(line: Line) -> Told:
    row = line.facts
    changes = journal_facts.changes(row)
    changed = [
        (one.label, f"{one.was} → {one.becomes or '—'}" if one.was else one.becomes, "") for one in changes
    ]  # fmt: skip
    about = " · ".join([journal_names.actor(row), journal_names.subject(row), *timeline_more.more(row, changes)])
    rows = [
        (
            gettext("Who"),
            " ".join(part for part in (journal_names.actor(row), row["address"] if row["actor_name"] else "") if part),
            "",
        ),
        (gettext("Object"), journal_names.subject(row), journal_names.link(row) or ""),
        *changed,
        (gettext("Why"), row["why"], ""),
        (gettext("Request"), row["request"], ""),
        (gettext("Record"), gettext("audit log, %(number)s", number=line.id), ""),
    ]
    sign = _SIGNS.get(row["action"]) or _SIGNS.get(row["action"].partition(".")[0], "history")
    return Told(journal_acts.said(row["action"]), about, line.at, sign, "", _full(rows))


def expired(last4: str, at: datetime) -> Told:
    """The line that a card's last day was over, at the moment at which it was."""
    return Told(gettext("The card has expired"), formats.masked_code(last4), at, "hourglass", "", [])


def _written(line: Line) -> Told:
    mail = line.facts
    state, tone = _way_of(mail)
    rows = [
        (gettext("Recipient"), formats.masked_email(mail.recipient), ""),
        (gettext("State"), state, ""),
        (gettext("Sent"), filters.moment(mail.sent_at) if mail.sent_at else "", ""),
        (gettext("Attempts"), str(mail.attempts) if mail.attempts else "", ""),
        (gettext("Link opened"), filters.moment(mail.seen_at) if mail.seen_at else "", ""),
        (gettext("Returned to sender"), filters.moment(mail.returned_at) if mail.returned_at else "", ""),
        (gettext("The mail server says"), mail.said, ""),
        (gettext("Problem"), "" if mail.sent_at else mail.last_error, ""),
        (gettext("Opens an account"), gettext("yes") if mail.acts else "", ""),
        (
            gettext("Record"), gettext("email %(number)s", number=line.id),
            url_for("console.letters.show", letter_id=line.id) if may(Permission.LETTERS_READ) else "",
        ),
    ]  # fmt: skip
    about = f"{formats.masked_email(mail.recipient)} · {state}"
    return Told(gettext("Email “%(name)s”", name=mail.subject), about, line.at, "mail", tone, _full(rows))


def _way_of(mail: Any) -> tuple[str, str]:
    """How a letter stands, and its tone."""
    if mail.returned_at:
        return gettext("Returned to sender"), "bad"
    if mail.sent_at:
        return gettext("Sent"), "good"
    if mail.dead_at:
        return gettext("Not sent"), "bad"
    return (gettext("Waiting"), "warn") if mail.waiting else (gettext("Stored here"), "")


def _refused(line: Line) -> Told:
    at_till = line.facts
    till = f"{filters.local(at_till, 'name')}, {at_till.terminal}"
    rows = [
        (gettext("Reason"), str(REASONS[at_till.reason]), ""),
        (gettext("Refusal number"), at_till.number, ""),
        (gettext("Till"), till, ""),
        (
            gettext("Card"),
            formats.masked_code(at_till.last4),
            url_for("console.cards.show", public_id=at_till.public_id),
        ),
        (gettext("Record"), gettext("till log, %(number)s", number=line.id), ""),
    ]
    title = gettext("A till refused the card: %(why)s", why=REASONS[at_till.reason])
    return Told(title, f"{till} · {formats.masked_code(at_till.last4)}", line.at, "scan-line", "bad", _full(rows))


def _notified(line: Line) -> Told:
    sent = line.facts
    state = str(_ARRIVED[sent.state])
    rows = [
        (gettext("Partner"), filters.local(sent, "name"), ""),
        (gettext("Event"), str(_TOLD[sent.kind]), ""),
        (gettext("State"), state, ""),
        (gettext("Attempts"), str(sent.attempts), ""),
        (gettext("Answer"), "" if sent.status is None else f"HTTP {sent.status}", ""),
        (gettext("Record"), sent.message, url_for("console.records.delivery", delivery_id=sent.id)),
    ]
    title = gettext("The partner’s server was told: %(what)s", what=_TOLD[sent.kind])
    return Told(title, f"{filters.local(sent, 'name')} · {state}", line.at, "webhook", _TONES[sent.state], _full(rows))


def _full(rows: Sequence[Evidence]) -> list[Evidence]:
    return [row for row in rows if row[1]]


_BOOKS: Mapping[str, Callable[[Line], Told]] = {
    "audit": _done, "letter": _written, "refusal": _refused, "webhook": _notified,
}  # fmt: skip
