"""What is on the page before a card gets another code: what is known, how risky it is, and whether one person is enough."""

from flask import g, render_template
from flask_login import current_user

from marketplace import approvals, giftcards, members, partners, support, tills
from marketplace.core import clock
from marketplace.giftcards import Card
from marketplace.web.console import alone_words, card_ended, reissue_kinds
from marketplace.web.console.reissue_forms import ReissueForm
from marketplace.web.console.reissue_words import BECAUSE


def drawn(card: Card, form: ReissueForm) -> str:
    """The page with its form."""
    now = clock.now()
    known = support.known(card, now)
    risk = support.risk(known, form.identified.data or ())
    facts = reissue_kinds.payload(card, "", list(form.identified.data or ()), by=current_user.id, now=now)
    return render_template(
        "console/reissue.html", card=card, form=form, known=known, risk=risk, brand=partners.brand(card.brand_id),
        member=members.member(card.member_id), because=[BECAUSE[name] for name in risk.because], refused=tills.refused_of_card(card.id),
        allowed_by=alone_words.of_card(reissue_kinds.REISSUE, card, facts),
        needs_second=approvals.approvers_needed(g.programme.id, reissue_kinds.REISSUE, facts) > 0,
        can=card.state_on(g.programme.day(now)) in ("active", "frozen"), partners_own=support.only_partner_ends(card), replaceable=support.replaceable(card),
        ended=card_ended.of(card, g.programme.day(now)), forebear=giftcards.forebear(card),
    )  # fmt: skip
