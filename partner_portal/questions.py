"""What the programme's support asks a partner: whether the code of a card can be cancelled. A request of a member waits for the answer."""

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext

from marketplace import giftcards, partners
from marketplace.core import clock
from marketplace.core.db import transaction
from marketplace.identity import Permission
from marketplace.support import cases
from marketplace.web.shared import places, visitor
from marketplace.web.shared.security import require
from partner_portal.desk import here, of_address
from partner_portal.question_form import AnswerForm

PLACE = places.Place(
    "partner.questions.index", lazy_gettext("Questions"), "message-square", Permission.QUESTIONS_ANSWER, "", lambda: len(waiting())
)  # fmt: skip
blueprint = Blueprint("questions", __name__, url_prefix="/<partner>/questions")


@blueprint.get("")
@require(Permission.QUESTIONS_ANSWER, partner=of_address)
def index(partner: str) -> str:
    return render_template("partner/questions/index.html", questions=[_shown(one) for one in waiting()])


@blueprint.get("/<own:question_id>")
@require(Permission.QUESTIONS_ANSWER, partner=of_address)
def show(partner: str, question_id: int) -> str:
    return _page(cases.question(question_id, partner_id=here().id), AnswerForm())


@blueprint.post("/<own:question_id>")
@require(Permission.QUESTIONS_ANSWER, partner=of_address)
def answer(partner: str, question_id: int) -> ResponseReturnValue:
    asked, form = cases.question(question_id, partner_id=here().id), AnswerForm()
    if not form.validate_on_submit():
        return _page(asked, form), 422
    with transaction(by=visitor.actor()):
        cases.answer_question(asked, form.outcome.data, form.note.data or "", now=clock.now())
    flash(gettext("Support has your answer"))
    return redirect(url_for("partner.questions.index"), 303)


def waiting() -> list[cases.Question]:
    """What waits for an answer of the desk's partner; asked once a request."""
    if "open_questions" not in g:
        g.open_questions = cases.open_questions(here().id)
    found: list[cases.Question] = g.open_questions
    return found


def _shown(asked: cases.Question) -> dict[str, object]:
    """A question with its card: what the partner may know of it, and never whose it is."""
    card = giftcards.card_by_id(asked.giftcard_id)
    return {"asked": asked, "card": card, "brand": partners.brand(card.brand_id)}


def _page(asked: cases.Question, form: AnswerForm) -> str:
    return render_template("partner/questions/show.html", form=form, **_shown(asked))
