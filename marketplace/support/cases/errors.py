"""How cases say no."""

from marketplace.core.errors import Conflict, NotFound, Refusal


class NoCase(NotFound):
    """There is no such case, or none that the caller may know of."""

    code = "no_case"


class CaseChanged(Conflict):
    """Something has happened to the case since the form was drawn; facts: case."""

    code = "case_changed"


class CaseEnded(Conflict):
    """This cannot happen to a case that stands as it does; facts: state."""

    code = "case_ended"


class TextNeeded(Refusal):
    """There is nothing written."""

    code = "case_text_needed"


class TextTooLong(Refusal):
    """It is longer than a message may be; facts: most."""

    code = "case_text_too_long"


class FactsMissing(Refusal):
    """The answer still has blanks that the case has no facts for; facts: names."""

    code = "case_facts_missing"


class UnknownFacts(Refusal):
    """A template asks for facts that no case has; facts: names."""

    code = "case_facts_unknown"


class NoAddress(Conflict):
    """An answer by letter would reach nobody: the case has no address."""

    code = "case_no_address"


class MergedIntoItself(Conflict):
    """A case cannot be merged into itself or into one that was merged into it."""

    code = "case_merged_into_itself"


class CasesOfTwo(Conflict):
    """The two cases are of different members."""

    code = "cases_of_two_members"


class NotEnoughNamed(Refusal):
    """Fewer facts that only the member knows were checked than are needed; facts: needed."""

    code = "case_not_identified"


class FileRefused(Refusal):
    """A file cannot be kept: facts say its name and why."""

    code = "case_file_refused"


class NoFile(NotFound):
    """There is no such file."""

    code = "no_case_file"


class NoIncident(NotFound):
    """There is no such incident."""

    code = "no_incident"


class NoTemplate(NotFound):
    """There is no such prepared answer."""

    code = "no_answer_template"


class NoQuestion(NotFound):
    """There is no such question to the partner."""

    code = "no_case_question"


class QuestionAnswered(Conflict):
    """A colleague has answered it."""

    code = "case_question_answered"


class NoPartnersCode(Conflict):
    """The card's code is not the partner's own, or the case is about no card: there is nothing to ask."""

    code = "case_no_partners_code"


class BadDesk(Refusal):
    """A setting of the service desk cannot be taken; facts: field."""

    code = "bad_service_desk"


class UnreadableLetter(Refusal):
    """It is not a letter that can be read; facts: why."""

    code = "letter_unreadable"


class NoMailbox(NotFound):
    """The letter was sent to no programme's mailbox."""

    code = "no_mailbox"
