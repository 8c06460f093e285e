"""Whose statements a desk sees."""

from collections.abc import Mapping

from flask import g

from marketplace import partners, settlements
from marketplace.partners import Partner
from marketplace.settlements import Dispute, Statement
from marketplace.web.shared import filters


def partner_here() -> int | None:
    """The partner whose desk it is; None at the programme's own."""
    found = g.get("partner")
    return None if found is None else int(found.id)


def partners_here() -> Mapping[int, Partner]:
    """The partners whose statements the desk sees, by id."""
    if (found := g.get("partner")) is not None:
        return {found.id: found}
    return {one.id: one for one in partners.partners_of(g.programme.id)}


def statement_here(number: str) -> Statement:
    """A statement that the desk may see; at a partner's, one that was sent. Raises NoStatement."""
    found = settlements.statement(number, partners_here())
    if partner_here() is not None and found.sent_at is None:
        raise settlements.NoStatement
    return found


def disputed_here(dispute_id: int) -> tuple[Statement, Dispute]:
    """A dispute that the desk may see, and its statement. Raises NoDispute."""
    return settlements.disputed(dispute_id, partners_here())


def programme_name() -> str:
    """The programme's name in the reader's language."""
    return filters.local(g.programme, "name")
