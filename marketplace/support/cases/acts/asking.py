"""A card with the partner's own code: the partner is asked to cancel it, the case waits, and the partner's answer lets it go on."""

from datetime import datetime
from typing import Literal, NamedTuple

from marketplace import giftcards, orders, partners
from marketplace.core.bounds import COLUMN_MAX
from marketplace.core.db import execute
from marketplace.support.cases import queries
from marketplace.support.cases.errors import NoPartnersCode, NoQuestion, QuestionAnswered
from marketplace.support.cases.values import Case
from marketplace.support.cases.writing import keeping

Outcome = Literal["cancelled", "kept"]
NOTE_MAX = COLUMN_MAX["case_questions.note"]
_SELECT = """SELECT q.id, q.case_id, q.partner_id, q.giftcard_id, q.note, q.asked_at, a.outcome, coalesce(a.note, '') AS answer, a.at AS answered_at
    FROM case_questions q LEFT JOIN case_question_answers a ON a.question_id = q.id"""


class Question(NamedTuple):
    """What a partner was asked, and its answer: `outcome` None while there is none."""

    id: int
    case_id: int
    partner_id: int
    giftcard_id: int
    note: str
    asked_at: datetime
    outcome: str | None
    answer: str
    answered_at: datetime | None


def ask_partner(of: Case, note: str, *, seen: int, now: datetime) -> Case:
    """Ask the partner of the case's card to cancel its code; the case waits for the answer.

    Raises:
        NoPartnersCode: it is about no card, or about one whose code we have made ourselves and can replace.
        CaseChanged, CaseEnded: the case does not go on any more, or waits already.
    """
    card = None if of.giftcard_id is None else giftcards.card_by_id(of.giftcard_id)
    if card is None or orders.is_ours(card):
        raise NoPartnersCode
    plain, _hidden = keeping.fit(note, of.member_id)
    partner_id = partners.brand(card.brand_id).partner_id
    then, _ = keeping.happen(of, "waiting", facts={"for": "partner", "partner": partner_id}, seen=seen, now=now)
    execute(
        """INSERT INTO case_questions (case_id, partner_id, giftcard_id, note, asked_at)
           VALUES (%(case)s, %(partner)s, %(card)s, %(note)s, %(now)s)""",
        {"case": of.id, "partner": partner_id, "card": card.id, "note": plain[:NOTE_MAX], "now": now},
    )
    return then


def answer_question(asked: Question, outcome: Outcome, note: str, *, now: datetime) -> Case:
    """Keep a partner's answer; its case goes on, or the one that it was merged into. Raises QuestionAnswered: a colleague was first.

    A code that is cancelled needs somebody, however the case stands: a closed one is opened again.
    """
    case = queries.case_by_id(asked.case_id)
    plain, _hidden = keeping.fit(note, case.member_id)
    done = execute(
        """INSERT INTO case_question_answers (question_id, outcome, note, actor, at) VALUES (%(id)s, %(outcome)s, %(note)s, acting(), %(now)s)
           ON CONFLICT (question_id) DO NOTHING RETURNING question_id""",
        {"id": asked.id, "outcome": outcome, "note": plain[:NOTE_MAX], "now": now},
    ).first()
    if done is None:
        raise QuestionAnswered
    goal = queries.target(case)
    facts = {"partner": asked.partner_id, "outcome": outcome}
    return keeping.happen(goal, _becomes(goal.state, outcome), text=plain, facts=facts, now=now)[0]


def questions_of_case(case_id: int) -> list[Question]:
    """What partners were asked for a case, newest first."""
    return [
        Question(*row) for row in execute(f"{_SELECT} WHERE q.case_id = %(id)s ORDER BY q.id DESC", {"id": case_id})
    ]


def open_questions(partner_id: int) -> list[Question]:
    """What waits for a partner's answer, oldest first; what was asked for a case that is closed by now needs none."""
    rows = execute(
        f"""{_SELECT} JOIN cases c ON c.id = case_target(q.case_id) AND c.state <> 'closed'
             WHERE q.partner_id = %(id)s AND a.question_id IS NULL ORDER BY q.id LIMIT 100""",
        {"id": partner_id},
    )
    return [Question(*row) for row in rows]


def question(question_id: int, *, partner_id: int) -> Question:
    """A question to the partner. Raises NoQuestion: unknown and another partner's alike."""
    row = execute(
        f"{_SELECT} WHERE q.id = %(id)s AND q.partner_id = %(partner)s", {"id": question_id, "partner": partner_id}
    ).first()
    if row is None:
        raise NoQuestion
    return Question(*row)


def _becomes(state: str, outcome: Outcome) -> str:
    """What an answer does to a case."""
    if state == "waits_partner" or (state == "waits_member" and outcome == "cancelled"):
        return "resumed"
    return "reopened" if state == "closed" and outcome == "cancelled" else "note"
