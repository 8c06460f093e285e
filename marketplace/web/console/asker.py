"""Who asks for an act that only its owner may want: known from a little before, or heard now and taken down, whatever becomes of the act."""

from collections.abc import Mapping
from typing import NamedTuple

from flask_babel import LazyString, gettext
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from marketplace import giftcards, members, support
from marketplace.core import clock, ids
from marketplace.core.db import transaction
from marketplace.support import askers
from marketplace.web.console.asker_form import AskerForm
from marketplace.web.console.reissue_words import IDENTIFIED
from marketplace.web.shared.form import Form
from marketplace.web.shared.sent_forms import Wrong
from marketplace.web.shared.visitor import actor

# By which rule somebody has to be identified before an act; the words that follow "because".
BECAUSE: Mapping[support.Asked, LazyString] = {
    "reissue": _l("Because whoever gets the new code can spend what is on the card."),
    "freeze": _l("Because a stranger could keep the owner from paying. For a suspicion or a dispute nobody has to: then the desk acts by itself."),
    "release": _l("Because whoever has found the card or its code could use it again."),
    "resend": _l("Because it tells whoever asks that there is such a card."),
    "goodwill": _l("Because points that went to the wrong person are hard to get back."),
    "extend": _l("Because goodwill is for the owner. For a fault of ours or a closed shop nobody has to: then the desk acts by itself."),
    "withdraw": _l("Because the owner loses the card. For fraud, a mistake or a code that cannot be used nobody has to: then the desk acts by itself."),
    "redirect": _l("Because whoever gets the new link can claim the gift: only its giver may want that."),
    "rebind": _l("Because the owner loses the card to somebody else."),
}  # fmt: skip


def known(member_id: int, act: support.Asked | None = None, card: giftcards.Card | None = None) -> askers.Asker | None:
    """Whom the visitor has identified as this member and need not ask again; for some acts also a member who has written of the card."""
    of = card.id if card else None
    return askers.identified(member_id, by=current_user.id, act=act, card_id=of, now=clock.now())


def must_be_known(card: giftcards.Card, act: support.Asked) -> None:
    """Whoever asks for an act with a card. Raises NotIdentified: the visitor has identified nobody as its owner."""
    askers.must_be_identified(card.member_id, by=current_user.id, act=act, card_id=card.id, now=clock.now())


def hear(
    form: Form,
    member_id: int,
    *,
    act: support.Asked | None = None,
    card: giftcards.Card | None = None,
    again: bool = False,
) -> None:
    """Take down what a form says that somebody could name, unless they are known; `again`: also then.

    It is kept where the act itself is refused, so it is a transaction of its own, before the act's.

    Raises:
        Wrong: it is too little.
    """
    if not again and known(member_id, act, card) is not None:
        return
    assert isinstance(form, AskerForm), "the form asks for it"
    member = members.member(member_id)
    assert member is not None, "a member is never deleted"
    with transaction(by=actor()):
        asker = askers.identify(
            member, form.identified.data or (), by=current_user.id, ref=f"console:{form.asker.data or ids.new_ref()}", now=clock.now()
        )  # fmt: skip
    if not asker.recognised:
        raise Wrong("identified", gettext("Check at least two of these."))


class Asked(NamedTuple):
    """What a form says of whoever asks: who is known already, and by which rule they have to be."""

    asker: askers.Asker | None
    named: str
    because: LazyString


def asked(act: support.Asked, member_id: int, card: giftcards.Card | None = None) -> Asked:
    """What the form of an act says of whoever asks for it."""
    asker = known(member_id, act, card)
    named = ", ".join(str(IDENTIFIED[one]) for one in asker.named) if asker else ""
    return Asked(asker, named, BECAUSE[act])
