"""Cards at a till: check, redeem, reverse."""

from typing import Any

from flask import Response

from marketplace import partners, tills
from marketplace.core import clock
from marketplace.core.db import transaction
from marketplace.web.api import documents
from marketplace.web.api.terminal import access, schemas
from marketplace.web.api.terminal.access import terminal

blueprint = access.blueprint(
    "cards",
    "Cards at a till. Use the terminal's own key, `vt_…`. Requests that take something carry the terminal's `ref`, and the same ref acts "
    "only once. A code that cannot be accepted always gets the same answer, `card_unusable`, whatever the cause.",
)


@blueprint.post("/checks", responses=documents.gives(200, schemas.Checked, 409))
def create_check(body: schemas.Check) -> dict[str, Any]:
    """What a card is worth here

    Changes nothing, but unusable codes are counted: after 10 in a minute or 100 in an hour no more are looked up. With a `ref`, the look is
    recorded under it.
    """
    now = clock.now()
    with transaction(by=access.actor()):
        found = tills.find(terminal, body.code, now=now)
        if body.ref is not None:
            tills.note_look(terminal, found, ref=body.ref, now=now)
    assert found.card_id is not None, "no ref was given that could be reversed"
    shown = tills.shown(terminal, found.card_id)
    card = shown.card
    return schemas.Checked(
        brand=partners.brand(card.brand_id).name_en, masked=f"•••• {card.last4}", value=card.value, remaining=card.remaining,
        currency=card.currency, last_day=card.expires_on, pin_needed=shown.pin_needed, part_use=shown.part_use,
    ).model_dump(mode="json")  # fmt: skip


@blueprint.post("/redemptions", responses=documents.gives(201, schemas.Redemption, 409))
def create_redemption(body: schemas.NewRedemption) -> Response:
    """Take value from a card

    Give an amount, or a bill: then as much as possible is taken, and the answer says what is still to be paid.
    """
    now = clock.now()
    asked = tills.asked_by_code("redeem", body.code, body.amount, body.bill, body.currency, body.receipt)
    with transaction(by=access.actor()):
        found = tills.find(terminal, body.code, ref=body.ref, now=now)
        tills.prove_pin(found, body.pin, now=now)
        done = tills.redeem(
            terminal, found, ref=body.ref, asked=asked, amount=body.amount, bill=body.bill, currency=body.currency,
            receipt=body.receipt, now=now,
        )  # fmt: skip
    return access.answer(view(done), again=done.again)


@blueprint.post("/reversals", responses=documents.gives(201, schemas.Reversal, 409))
def create_reversal(body: schemas.NewReversal) -> Response:
    """Reverse what was done under a ref

    Works whether or not you ever got the answer: anything that arrives later under this ref is refused. Possible for 24 hours.
    """
    with transaction(by=access.actor()):
        done = tills.reverse(terminal, body.ref, by="program", now=clock.now())
    return access.answer(schemas.Reversal(ref=done.ref, amount=done.amount, at=done.at), again=done.again)


def view(done: tills.Redemption) -> schemas.Redemption:
    """A redemption as the API shows it."""
    return schemas.Redemption(
        ref=done.ref, amount=done.amount, to_pay=done.to_pay, remaining=done.remaining, receipt=done.receipt, at=done.at
    )
