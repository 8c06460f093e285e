"""A terminal without a network: what it takes along, and what it brings back."""

import base64
from typing import Any

from flask import Response

from marketplace import tills
from marketplace.core import clock
from marketplace.core.db import transaction
from marketplace.web.api import documents
from marketplace.web.api.terminal import access, schemas
from marketplace.web.api.terminal.access import terminal

blueprint = access.blueprint(
    "offline",
    "A terminal that goes on without a network, within limits that its partner's owner has switched on. The package says how to check a "
    "card's pass (the QR code on its owner's screen); whatever was taken is brought here afterwards, once for each `ref`.",
)


@blueprint.post("/package", responses=documents.gives(200, schemas.Package, 409))
def take_package() -> dict[str, Any]:
    """What to take along

    Asked for anew whenever there is a network and nothing waits to be brought here. Refused as `offline_off` where the owner has not
    switched it on, and as `offline_elsewhere` while another device of the terminal holds a package: one at a time does, a program by its
    key, until it hands the package back or the package ends.
    """
    with transaction(by=access.actor()):
        given = tills.package(terminal, device=access.device(), now=clock.now())
    return view(given).model_dump(mode="json")


@blueprint.delete("/package", responses=documents.gives(200, schemas.HandedBack))
def hand_back_package() -> dict[str, Any]:
    """Hand the package back

    So that another device can have one before this one ends. Bring everything that was taken first, and take nothing after.
    """
    with transaction(by=access.actor()):
        tills.hand_back(terminal, access.device(), now=clock.now())
    return schemas.HandedBack(held=False).model_dump(mode="json")


@blueprint.post("/takings", responses=documents.gives(201, schemas.Taking, 409))
def create_taking(body: schemas.NewTaking) -> Response:
    """Bring what was taken without a network

    It is booked whatever the card has become since: what is left of it is taken, the rest is `lost`, and `why` says why. An answer is
    final. What is brought under a ref that was taken back is refused, with `why` reversed.
    """
    with transaction(by=access.actor()):
        done = tills.sync(
            terminal, ref=body.ref, package=body.package, shown=body.shown, amount=body.amount, receipt=body.receipt,
            taken_at=body.taken_at, now=clock.now(),
        )  # fmt: skip
    said = schemas.Taking(
        ref=done.ref, amount=done.amount, taken=done.taken, lost=done.lost, why=done.why, taken_at=done.taken_at, synced_at=done.synced_at
    )  # fmt: skip
    return access.answer(said, again=done.again)


def view(of: tills.Package) -> schemas.Package:
    """A package as the API shows it."""
    terms = of.terms
    return schemas.Package(
        ref=of.ref, issued_at=of.issued_at, ends_at=of.ends_at, currency=terms.currency, card_limit=terms.card_limit,
        stored_limit=terms.stored_limit, count_limit=terms.count_limit, issuers=[mark.hex() for mark in of.issuers],
        keys={str(key_id): _base64(key) for key_id, key in of.keys.items()}, dead_count=of.dead_count, dead=_base64(of.dead),
    )  # fmt: skip


def _base64(content: bytes) -> str:
    return base64.b64encode(content).decode()
