"""What a case knows of its member, card and order, as an answer says it: texts in the case's language, by name."""

from datetime import datetime
from typing import Any

from marketplace import giftcards, members, orders, partners, tills
from marketplace.core import formats
from marketplace.giftcards import Card
from marketplace.programmes import Programme
from marketplace.support.cases.values import Case

FACTS: tuple[str, ...] = (
    "name", "programme", "number", "agent", "brand", "value", "left", "code", "until", "order", "refusal", "refused_at", "till", "new_code",
    "new_until",
)  # fmt: skip
Facts = dict[str, str]


def facts_of(case: Case, programme: Programme, *, language: str, agent_id: int | None = None) -> Facts:
    """Every fact that the case has. A code is never one; its last four characters are.

    Args:
        agent_id: the user who answers; named if he is a member of the programme, too.
    """
    member = None if case.member_id is None else members.member(case.member_id)
    agent = None if agent_id is None else members.of_user(agent_id, programme.id)
    order = None if case.order_id is None else orders.order_by_id(case.order_id)
    card = None if case.giftcard_id is None else giftcards.card_by_id(case.giftcard_id)
    found = {
        "name": member.first_name if member else "", "programme": programme.name(language), "number": case.number,
        "agent": agent.first_name if agent else "", "order": order.number if order else "",
    }  # fmt: skip
    if card is not None:
        found |= _of_card(card, programme, language)
    return {name: value for name, value in found.items() if value}


def known_of_card(card: Card) -> dict[str, Any]:
    """What is known of a card when a case about it is opened, so that nobody is asked for it: kept with the case."""
    refused = tills.refused_of_card(card.id)
    facts: dict[str, Any] = {"card_state": card.state, "left": card.remaining}
    if card.revealed_at is not None:
        facts["shown_at"] = card.revealed_at.isoformat()
    if refused:
        last = refused[0]
        facts |= {"refusal": last.number, "refused_at": last.at.isoformat(), "till": last.terminal}
    return facts


def _of_card(card: Card, programme: Programme, language: str) -> Facts:
    brand, refused = partners.brand(card.brand_id), tills.refused_of_card(card.id)
    found = {
        "brand": brand.name_en if language == "en" else brand.name_ru,
        "value": formats.money(card.value, card.currency, language),
        "code": formats.masked_code(card.last4),
    }
    if refused:
        last = refused[0]
        found |= {
            "refusal": last.number, "till": f"{last.partner_en if language == 'en' else last.partner_ru}, {last.terminal}",
            "refused_at": formats.moment(last.at, language, programme.time_zone),
        }  # fmt: skip
    new = giftcards.own_heir(card)
    if new is None:  # somebody else's now
        return found
    until = formats.short_day(new.expires_on, language)
    if (
        new.state != "void"
    ):  # else it was taken away, exchanged or has become several, and no sum says what is left of it
        found |= {"left": formats.money(new.remaining, new.currency, language), "until": until}
    if new.id != card.id:
        found |= {"new_code": formats.masked_code(new.last4), "new_until": until}
    return found


def moment_of(facts: dict[str, Any], name: str) -> datetime | None:
    """A moment that was kept with a case by `known_of_card`."""
    said = facts.get(name)
    return datetime.fromisoformat(said) if isinstance(said, str) else None
