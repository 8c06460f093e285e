"""A caller before he is identified: as much of a member as tells one from another, and no more."""

from typing import Any

from flask import render_template

from marketplace import giftcards, members, orders, partners
from marketplace.core import formats, ids
from marketplace.support import calls
from marketplace.web.console.calls import forms
from marketplace.web.shared import filters

SHOWN_MAX = 3  # of the caller's orders and cards, to compare what he names with


def face(member: members.Member) -> dict[str, str]:
    """As much of a member as tells one from another on the phone, and no more."""
    return {
        "key": member.number, "name": f"{member.first_name} {member.last_name[:1]}.".strip(), "end": member.number[-4:],
        "phone": formats.masked_phone(member.phone),
    }  # fmt: skip


def drawn(
    member: members.Member, form: forms.CallerForm, *, short: bool = False, away: forms.TurnedAwayForm | None = None
) -> str:
    """What to ask, beside fragments with which to compare the answers."""
    placed = orders.of_member(member.id, limit=SHOWN_MAX).items
    held = giftcards.of_member(member.id, today=filters.today(), limit=SHOWN_MAX).items
    known: dict[str, Any] = {
        "placed": placed,
        "held": held,
        "brands": partners.brands([one.brand_id for one in placed] + [one.brand_id for one in held]),
    }
    return render_template(
        "console/calls/caller.html",
        form=form,
        away=away or forms.TurnedAwayForm(formdata=None, data={"ref": ids.new_ref(), "phone": form.phone.data}),
        face=face(member),
        email=formats.masked_email(member.email),
        short=short,
        least=calls.NAMED_LEAST,
        **known,
    )
