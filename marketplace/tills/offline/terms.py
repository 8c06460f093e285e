"""What a terminal may take without a network: switched on and off by its partner's owner, who sees before what he can lose."""

from datetime import datetime

from marketplace import programmes
from marketplace.core import audit
from marketplace.core.db import execute
from marketplace.giftcards import Card
from marketplace.tills.errors import BadLimits, OfflineOff, TerminalClosed
from marketplace.tills.offline import rules
from marketplace.tills.offline.holders import lasting
from marketplace.tills.offline.values import Exposure, Terms
from marketplace.tills.values import Terminal

_COLUMNS = "t.id, t.terminal_id, t.card_limit, t.stored_limit, t.count_limit, t.currency, t.began_at"
_OPEN = f"""SELECT {_COLUMNS} FROM offline_terms t JOIN terminals ON terminals.id = t.terminal_id
    WHERE terminals.partner_id = %(partner)s AND terminals.closed_at IS NULL AND t.ended_at IS NULL"""  # noqa: S608 - our own names
# Cards that somebody could show to these terminals now: a pass for them is good, and a partner of theirs takes them.
_CARDS = """SELECT count(*) FROM offline_passes p JOIN giftcards g ON g.id = p.giftcard_id JOIN brands b ON b.id = g.brand_id
    WHERE p.until > %(now)s AND g.state = 'active' AND till_accepts(%(partner)s, b.partner_id)"""
_REACH = """SELECT max(t.card_limit) FROM offline_passes p JOIN giftcards g ON g.id = p.giftcard_id JOIN brands b ON b.id = g.brand_id
      JOIN partners i ON i.id = b.partner_id JOIN partners a ON a.programme_id = i.programme_id
      JOIN terminals x ON x.partner_id = a.id AND x.closed_at IS NULL
      JOIN offline_terms t ON t.terminal_id = x.id AND t.ended_at IS NULL AND t.currency = g.currency
    WHERE p.giftcard_id = %(card)s AND p.until > %(now)s AND till_accepts(a.id, i.id)"""


def switch_on(of: Terminal, *, card_limit: int, stored_limit: int, count_limit: int, now: datetime) -> Terms:
    """Let a terminal go on without a network within limits, in minor units of its programme's currency. Other limits end those before.

    Raises:
        BadLimits: they do not fit together, or are more than there may be. TerminalClosed.
    """
    must_fit(of, card_limit=card_limit, stored_limit=stored_limit, count_limit=count_limit)
    switch_off(of, now=now)
    facts = {"card_limit": card_limit, "stored_limit": stored_limit, "count_limit": count_limit}
    facts["most_lost"] = rules.most_lost(card_limit, stored_limit, count_limit)
    row = execute(
        f"""INSERT INTO offline_terms AS t (terminal_id, card_limit, stored_limit, count_limit, currency, began_at)
            VALUES (%(terminal)s, %(card_limit)s, %(stored_limit)s, %(count_limit)s, %(currency)s, %(now)s) RETURNING {_COLUMNS}""",  # noqa: S608
        facts | {"terminal": of.id, "currency": programmes.get(of.programme_id).currency, "now": now},
    ).one()
    audit.record("tills.offline_on", f"terminal:{of.id}", at=now, before={}, after={"terms": row.id} | facts)
    return Terms(*row)


def must_fit(of: Terminal, *, card_limit: int, stored_limit: int, count_limit: int) -> None:
    """Make sure that a terminal can have these limits. Raises BadLimits, TerminalClosed."""
    if of.closed_at is not None:
        raise TerminalClosed
    if not rules.are_limits(card_limit, stored_limit, count_limit):
        raise BadLimits(card_limit=rules.CARD_LIMIT_MAX, stored_limit=rules.STORED_LIMIT_MAX)


def switch_off(of: Terminal, *, now: datetime) -> bool:
    """No package is given from now on; what was taken under one before is still booked. Returns whether it was on."""
    ended = execute(
        "UPDATE offline_terms SET ended_at = %(now)s WHERE terminal_id = %(terminal)s AND ended_at IS NULL RETURNING id",
        {"terminal": of.id, "now": now},
    ).first()
    if ended is not None:
        audit.record("tills.offline_off", f"terminal:{of.id}", at=now, before={"terms": ended.id}, after={})
    return ended is not None


def terms_of(of: Terminal) -> Terms:
    """The limits of a terminal. Raises OfflineOff: it has none, or is closed."""
    found = {one.terminal_id: one for one in all_terms(of.partner_id)}
    if of.id not in found:
        raise OfflineOff
    return found[of.id]


def all_terms(partner_id: int) -> list[Terms]:
    """The limits of a partner's open terminals, where they may go on without a network."""
    return [Terms(*row) for row in execute(_OPEN, {"partner": partner_id})]


def reach(card: Card, *, now: datetime) -> int | None:
    """The most that one till without a network may take of a card, in minor units; None: no till takes it so.

    It takes a pass that was given for the card, and a till whose partner accepts it and that may go on without a network. A till learns that a card is
    frozen with its next package, `rules.PACKAGE_LASTS` after the one before at the latest.
    """
    most: int | None = execute(_REACH, {"card": card.id, "now": now}).scalar_one()
    return None if most is None else min(most, card.remaining)


def exposure(partner_id: int, *, but: int | None = None, now: datetime) -> Exposure:
    """What a partner can lose at all of his terminals together, each time that they are without a network.

    A package that was given lasts when its terms have been changed since, or it was handed back, so the greatest sum counts; what a device
    that was cut off may still bring comes on top.

    Args:
        but: a terminal whose own limits are left out.
    """
    terms, devices = all_terms(partner_id), lasting(partner_id, now=now)
    cards = execute(_CARDS, {"partner": partner_id, "now": now}).scalar_one()
    of_till = {one.terminal_id: one.most_lost for one in terms}
    for one in devices:
        if one.ended_how != "ended":
            of_till[one.terminal_id] = max(one.most_lost, of_till.get(one.terminal_id, 0))
    still = sum(one.most_lost for one in devices if one.ended_how == "ended")
    return Exposure(len(terms), sum(most for till, most in of_till.items() if till != but) + still, cards, still)
