"""The four steps before a card gets another code, and what is said of it afterwards."""

from flask import g, render_template
from flask_login import current_user

from marketplace import approvals, giftcards, members, partners, support, tills
from marketplace.core import clock
from marketplace.giftcards import Card
from marketplace.web.console import alone_words, approval_shown, asker, card_ended, reissue_kinds
from marketplace.web.console.reissue_forms import STEPS, ReissueForm
from marketplace.web.console.reissue_words import BECAUSE, REASONS


def drawn(card: Card, form: ReissueForm) -> str:
    """The page with the step that is asked now."""
    now, who = clock.now(), asker.asked("reissue", card.member_id)
    named = who.asker.named if who.asker else []
    known = support.known(card, now)
    risk = support.risk(known, named)
    facts = reissue_kinds.payload(card, "", named, by=current_user.id, now=now)
    step = form.shown(known=who.asker is not None)
    new = support.reissue_of(card)
    return render_template(
        "console/reissue.html", card=card, form=form, others=approval_shown.of_card(card.public_id), known=known, risk=risk, who=who, step=step, at=STEPS.index(step), brand=partners.brand(card.brand_id),
        member=members.member(card.member_id), stopped=members.held(card.member_id), because=[BECAUSE[name] for name in risk.because], refused=tills.refused_of_card(card.id), reasons=REASONS,
        allowed_by=alone_words.of_card(reissue_kinds.REISSUE, card, facts),
        needs_second=approvals.approvers_needed(g.programme.id, reissue_kinds.REISSUE, facts) > 0,
        can=card.state_on(g.programme.day(now)) in ("active", "frozen"), partners_own=support.only_partner_ends(card), replaceable=support.replaceable(card),
        ended=card_ended.of(card, g.programme.day(now)), forebear=giftcards.forebear(card),
        born=giftcards.card_of_programme(new.new_card, g.programme.id) if new and new.old_card == card.public_id else None,
    )  # fmt: skip
