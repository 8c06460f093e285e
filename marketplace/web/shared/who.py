"""The person who did something, as colleagues know them."""

from typing import cast

from flask_babel import gettext

from marketplace import identity
from marketplace.core.actors import Actor, ActorKind


def who(actor: Actor) -> str:
    """An actor by their address, or by what they are."""
    if actor.kind == "user" and actor.id is not None:
        user = identity.user(actor.id)
        return user.email if user else str(gettext("a deleted user"))
    if actor.kind == "operator":
        return str(gettext("the operator"))
    return str(gettext("a machine") if actor.kind == "client" else gettext("the system"))


def text(actor: str) -> str:
    """The same, of an actor as the books write them: "user:17"."""
    kind, _, number = actor.partition(":")
    return who(Actor(cast(ActorKind, kind), int(number) if number else None))
