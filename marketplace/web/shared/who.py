"""The person who did something, as colleagues know them."""

from typing import cast

from flask import g
from flask_babel import gettext

from marketplace import identity, members
from marketplace.core.actors import Actor, ActorKind
from marketplace.web.shared import filters


def who(actor: Actor) -> str:
    """An actor by their name, or by what they are. At a partner's desk only the partner's own people have names."""
    if actor.kind == "user" and actor.id is not None:
        user = identity.user(actor.id)
        if user is None:
            return str(gettext("a deleted user"))
        partner = g.get("partner")
        if partner is None or any(grant.partner_id == partner.id for grant in user.grants):
            return user.known_as
        is_staff = any(grant.partner_id is None for grant in user.grants)
        return filters.local(g.programme, "name") if is_staff else str(gettext("a former colleague"))
    if actor.kind == "operator":
        return str(gettext("the operator"))
    return str(gettext("a machine") if actor.kind == "client" else gettext("the system"))


def colleague(actor: str) -> str:
    """An actor as the books write them, as colleagues call them: a member by name, staff by what stands before the @."""
    kind, _, number = actor.partition(":")
    if kind != "user" or not number:
        return text(actor)
    member = members.of_user(int(number), g.programme.id)
    return member.name if member else identity.called([int(number)]).get(int(number), text(actor))


def text(actor: str) -> str:
    """The same, of an actor as the books write them: "user:17"."""
    kind, _, number = actor.partition(":")
    return who(Actor(cast(ActorKind, kind), int(number) if number else None))
