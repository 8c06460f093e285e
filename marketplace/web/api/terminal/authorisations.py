"""Value reserved for a purchase that is not complete yet: for pumps, hotels, web shops."""

from flask import Response

from marketplace import tills
from marketplace.core import clock
from marketplace.core.db import transaction
from marketplace.web.api import documents
from marketplace.web.api.terminal import access, cards, schemas
from marketplace.web.api.terminal.access import terminal

blueprint = access.blueprint(
    "authorisations",
    "Value reserved, then captured or voided; after 30 minutes it is released automatically. One `ref` identifies the whole sequence.",
)


@blueprint.post("/authorisations", responses=documents.gives(201, schemas.Authorisation, 409))
def create_authorisation(body: schemas.NewAuthorisation) -> Response:
    """Reserve value on a card

    Nobody else can use it in the meantime.
    """
    now = clock.now()
    asked = tills.asked_by_code("authorise", body.code, body.amount, body.currency)
    with transaction(by=access.actor()):
        found = tills.find(terminal, body.code, ref=body.ref, now=now)
        tills.prove_pin(found, body.pin, now=now)
        held = tills.authorise(
            terminal, found, ref=body.ref, asked=asked, amount=body.amount, currency=body.currency, now=now
        )
    said = schemas.Authorisation(
        ref=held.ref, amount=held.amount, remaining=held.remaining, lapses_at=held.lapses_at, at=held.at
    )
    return access.answer(said, again=held.again)


@blueprint.post("/captures", responses=documents.gives(201, schemas.Redemption, 409))
def create_capture(body: schemas.NewCapture) -> Response:
    """Capture the reserved value, or part of it

    The rest goes back to the card at once. The ref is then that of a redemption, which can be reversed.
    """
    with transaction(by=access.actor()):
        done = tills.capture(terminal, ref=body.ref, amount=body.amount, receipt=body.receipt, now=clock.now())
    return access.answer(cards.view(done), again=done.again)


@blueprint.post("/voids", responses=documents.gives(201, schemas.Void, 409))
def create_void(body: schemas.NewVoid) -> Response:
    """Release the reserved value

    To undo a capture, use a reversal.
    """
    with transaction(by=access.actor()):
        first = tills.void(terminal, ref=body.ref, now=clock.now())
    return access.answer(schemas.Void(ref=body.ref, voided=True), again=not first)
