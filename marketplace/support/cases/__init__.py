"""Cases: what members want put right, from the first word to the last, with clocks, and a desk that answers."""

from marketplace.support.cases.actions import answer, assign, close, identify, look, note, reopen, resume, sort
from marketplace.support.cases.addresses import reply_address
from marketplace.support.cases.asking import (
    Question,
    answer_question,
    ask_partner,
    open_questions,
    question,
    questions_of_case,
)
from marketplace.support.cases.desks import (
    COUNTRIES,
    Desk,
    answered_by,
    desk,
    hours,
    promised,
    promises,
    set_desk,
    set_promise,
)
from marketplace.support.cases.errors import (
    BadDesk,
    CaseChanged,
    CaseEnded,
    CasesOfTwo,
    FactsMissing,
    FileRefused,
    MergedIntoItself,
    NoCase,
    NoFile,
    NoIncident,
    NoMailbox,
    NoPartnersCode,
    NoQuestion,
    NoTemplate,
    NotEnoughNamed,
    QuestionAnswered,
    TextNeeded,
    TextTooLong,
    UnknownFacts,
    UnreadableLetter,
)
from marketplace.support.cases.facts import NAMES as FACTS
from marketplace.support.cases.facts import known as known_of_card
from marketplace.support.cases.facts import moment_of
from marketplace.support.cases.facts import of as facts_of
from marketplace.support.cases.files import CIPHERTEXTS, FILES_MAX
from marketplace.support.cases.files import content as file_content
from marketplace.support.cases.files import of_cases as files_of
from marketplace.support.cases.incidents import Answered, answer_all, begin, link
from marketplace.support.cases.keeping import Said
from marketplace.support.cases.letters import BYTES_MAX as LETTER_BYTES_MAX
from marketplace.support.cases.listing import CASES
from marketplace.support.cases.masking import masked
from marketplace.support.cases.merging import merge
from marketplace.support.cases.opening import freeze, open_case, withdraw, write
from marketplace.support.cases.queries import (
    Counts,
    Incident,
    case,
    case_by_id,
    case_of_member,
    counts,
    event,
    events,
    incident,
    incidents,
    looking,
    merged_from,
    of_incident,
    of_member,
    open_of_card,
    queue,
    target,
)
from marketplace.support.cases.receiving import Received, receive, suggested
from marketplace.support.cases.rules import Times, after, next_step, times, usual_priority
from marketplace.support.cases.telling import write_letter
from marketplace.support.cases.templates import Filled, Template, filled, retire, save, template, templates
from marketplace.support.cases.values import (
    ABOUT_CARDS,
    CATEGORIES,
    PRIORITIES,
    TEXT_MAX,
    TITLE_MAX,
    Attachment,
    Case,
    Contact,
    Event,
    File,
)
from marketplace.support.cases.verify import invariants

__all__ = [
    "ABOUT_CARDS", "CASES", "CATEGORIES", "CIPHERTEXTS", "COUNTRIES", "FACTS", "FILES_MAX", "LETTER_BYTES_MAX", "PRIORITIES", "TEXT_MAX", "TITLE_MAX", "Answered",
    "Attachment", "BadDesk", "Case", "CaseChanged", "CaseEnded", "CasesOfTwo", "Contact", "Counts", "Desk", "Event", "FactsMissing", "File",
    "FileRefused", "Filled", "Incident", "MergedIntoItself", "NoCase", "NoFile", "NoIncident", "NoMailbox", "NoPartnersCode", "NoQuestion", "NoTemplate",
    "NotEnoughNamed", "Question", "QuestionAnswered", "Received", "Said", "Template", "TextNeeded", "TextTooLong", "Times", "UnknownFacts",
    "UnreadableLetter", "after", "answer", "answer_all", "answer_question", "answered_by", "ask_partner", "assign", "begin", "case", "case_by_id", "case_of_member",
    "close", "counts", "desk", "event", "events", "facts_of", "file_content", "files_of", "filled", "freeze", "hours", "identify", "incident",
    "incidents", "invariants", "known_of_card", "link", "look", "looking", "masked", "merge", "merged_from", "moment_of", "next_step", "note",
    "of_incident", "of_member", "open_case", "open_of_card", "open_questions", "promised", "promises", "question", "questions_of_case", "queue",
    "receive", "reopen", "reply_address", "resume", "retire", "save", "set_desk", "set_promise", "sort", "suggested", "target", "template",
    "templates", "times", "usual_priority", "withdraw", "write", "write_letter",
]  # fmt: skip
