"""How a run says no."""

from marketplace.core.errors import Conflict, Forbidden, NotFound, Refusal


class NoRun(NotFound):
    """There is no such run."""

    code = "no_run"


class UnknownKind(NotFound):
    """No kind of run has this name."""

    code = "unknown_run_kind"


class RunNotThere(Conflict):
    """The run is in another state than this needs; facts give it."""

    code = "run_not_there"


class RunHasErrors(Conflict):
    """Rows of the file are wrong; nothing of it is applied."""

    code = "run_has_errors"


class NothingToApply(Conflict):
    """Everything is already as the file says."""

    code = "nothing_to_apply"


class OwnRun(Forbidden):
    """Whoever brought a file cannot approve it, too."""

    code = "own_run"


class SecondPersonNeeded(Forbidden):
    """The run changes more than one may apply alone, and whoever asks is no person who could propose it to another."""

    code = "second_person_needed"


class RunBusy(Conflict):
    """Somebody else is applying a part of this run right now."""

    code = "run_busy"


class RunMoved(Conflict):
    """What the run is held against has changed since its check, and it would do something else now than was seen."""

    code = "run_moved"


class FileGone(Refusal):
    """The run has ended, and its file with it."""

    code = "run_file_gone"
    status = 410


class NoComment(NotFound):
    """There is no such comment beside this run."""

    code = "no_comment"


class BadComment(Refusal):
    """A comment is empty or too long, or what it is about is not among the changes; facts give the most characters."""

    code = "bad_comment"
