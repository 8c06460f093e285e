"""What is done with cases: opened and written to by members, answered, sorted, merged and linked by the desk, asked of partners."""

from marketplace.support.cases.acts.answering import (
    answer,
    assign,
    close,
    identify,
    look,
    note,
    note_undelivered,
    reopen,
    resume,
    sort,
)
from marketplace.support.cases.acts.asking import (
    Question,
    answer_question,
    ask_partner,
    open_questions,
    question,
    questions_of_case,
)
from marketplace.support.cases.acts.incidents import Answered, answer_all, begin, link
from marketplace.support.cases.acts.merging import held_target, merge
from marketplace.support.cases.acts.moving import forget, move
from marketplace.support.cases.acts.opening import freeze, open_case, withdraw, write
from marketplace.support.cases.acts.waiting_long import Silent, give_up_waiting, remind, silent

__all__ = [
    "Answered", "Question", "Silent", "answer", "answer_all", "answer_question", "ask_partner", "assign", "begin", "close", "forget", "freeze", "give_up_waiting", "held_target", "identify", "link", "look",
    "merge", "move", "note", "note_undelivered", "open_case", "open_questions", "question", "questions_of_case", "remind", "reopen", "resume", "silent", "sort", "withdraw", "write",
]  # fmt: skip
