"""Issued cards: always masked, and the code on demand."""

from typing import Any

from flask import g, request
from pydantic import BaseModel

from marketplace import giftcards, partners
from marketplace.core import audit, clock
from marketplace.web.api import access, documents, schemas
from marketplace.web.api.mutation import idempotent

blueprint = documents.blueprint("cards", "Issued cards. Codes are masked everywhere except in a reveal.")


class Path(BaseModel):
    card_id: schemas.CardId


class Asked(schemas.Listed):
    member: schemas.MemberNumber


@blueprint.get("/cards", responses={200: schemas.Cards})
@access.scope("cards:read")
def list_cards(query: Asked) -> dict[str, Any]:
    """A member's cards, newest first

    Scope `cards:read`.
    """
    member, today = access.member_of(query.member), g.programme.day(clock.now())
    page = giftcards.of_member(member.id, today=today, cursor=query.cursor, limit=query.limit)
    brands = partners.brands({card.brand_id for card in page.items})
    items = [view(card, brands[card.brand_id], query.language) for card in page.items]
    return access.given(schemas.Cards(items=items, next=page.next))


@blueprint.get("/cards/<card_id>", responses={200: schemas.Card})
@access.scope("cards:read")
def show_card(path: Path) -> dict[str, Any]:
    """One card, masked

    Scope `cards:read`.
    """
    card = _asked(path)
    return access.given(view(card, partners.brand(card.brand_id), "en"))


def _show_again() -> None:
    """Giving a code again counts as showing it again: only while the card is active, and with a record.

    Raises:
        CardNotActive: its owner has frozen it since, or it is void, spent or expired.
    """
    card = giftcards.card_of_programme((request.view_args or {}).get("card_id", ""), g.programme.id)
    state = card.state_on(g.programme.day(clock.now()))
    if state != "active":
        raise giftcards.CardNotActive(state=state)
    why = "the same request again"
    audit.record(
        "giftcards.reveal_again", f"giftcard:{card.public_id}", at=clock.now(), why=why, after={"state": state}
    )


@blueprint.post(
    "/cards/<card_id>/reveals",
    responses=documents.gives(201, schemas.Secret, 409),
    openapi_extensions=documents.IDEMPOTENCY_KEY,
)
@idempotent(again=_show_again)
@access.scope("cards:reveal")
def create_reveal(path: Path, body: schemas.Reveal) -> tuple[dict[str, Any], int]:
    """Show the code and PIN of a card

    Every reveal is recorded in the audit log; after the first one the order cannot be cancelled. A card above the programme's
    limit can only be opened by its owner in person. Scope `cards:reveal`.
    """
    secret = giftcards.reveal(
        path.card_id,
        programme_id=access.client.programme_id,
        member_id=access.client.member_id,
        now=clock.now(),
        fresh_factor=False,
        why=body.why or "shown to an API client",
    )
    return access.given(schemas.Secret(code=secret.code, pin=secret.pin)), 201


def view(card: giftcards.Card, brand: partners.Brand, language: str) -> schemas.Card:
    """A card as the API shows it."""
    return schemas.Card(
        id=card.public_id,
        brand=brand.name_ru if language == "ru" else brand.name_en,
        value=schemas.Amount(amount=card.value, currency=card.currency),
        remaining=schemas.Amount(amount=card.remaining, currency=card.currency),
        state=card.state_on(g.programme.day(clock.now())),
        masked=f"•••• {card.last4}",
        issued_at=card.issued_at,
        last_day=card.expires_on,
        revealed=card.revealed_at is not None,
    )


def _asked(path: Path) -> giftcards.Card:
    """A card this client may not see costs one query, the same as a card that does not exist."""
    if access.client.member_id is None:
        return giftcards.card_of_programme(path.card_id, g.programme.id)
    return giftcards.card(path.card_id, access.client.member_id)
