"""Long work on a file: kept, checked, previewed, approved, applied in parts. Knows nothing of what the files are about."""

from marketplace.runs import checking, installing, known
from marketplace.runs.actions import carry_out, discard, fail, keep, promise_rest, read_again, start, stop
from marketplace.runs.approval import act, approver_needed, proposal_of, size_needs_approver
from marketplace.runs.comments import COMMENT_MAX, TALKED_OF, Comment, comment, comments, resolve
from marketplace.runs.errors import (
    BadComment,
    FileGone,
    NoComment,
    NoRun,
    NothingToApply,
    OwnRun,
    RunBusy,
    RunHasErrors,
    RunMoved,
    RunNotThere,
    SecondPersonNeeded,
    UnknownKind,
)
from marketplace.runs.files import CIPHERTEXTS, given
from marketplace.runs.forgetting import discard_forgotten, forget_errors
from marketplace.runs.queries import (
    CHANGES,
    RUNS,
    WITH_ERRORS,
    checked_naming,
    errors,
    events,
    number_of,
    open_run,
    responsible,
    run,
    run_of,
    same_file,
)
from marketplace.runs.remarks import explained, with_remarks
from marketplace.runs.rules import ENDED, OPEN, STATES, good_only, minutes_left
from marketplace.runs.values import STANDS, Checked, Event, Given, Kind, Outcome, Part, RowError, Run
from marketplace.runs.verify import invariants

begin_check, note_check, note_read = checking.begin_check, checking.note_check, checking.note_read
look_again, recheck = checking.look_again, checking.recheck
install, kind, kinds = installing.install, known.kind, known.kinds
moved, stands = known.moved, known.stands

__all__ = [
    "CHANGES",
    "CIPHERTEXTS",
    "COMMENT_MAX",
    "ENDED",
    "OPEN",
    "RUNS",
    "STANDS",
    "STATES",
    "TALKED_OF",
    "WITH_ERRORS",
    "BadComment",
    "Checked",
    "Comment",
    "Event",
    "FileGone",
    "Given",
    "Kind",
    "NoComment",
    "NoRun",
    "NothingToApply",
    "Outcome",
    "OwnRun",
    "Part",
    "RowError",
    "Run",
    "RunBusy",
    "RunHasErrors",
    "RunMoved",
    "RunNotThere",
    "SecondPersonNeeded",
    "UnknownKind",
    "act",
    "approver_needed",
    "begin_check",
    "carry_out",
    "checked_naming",
    "comment",
    "comments",
    "discard",
    "discard_forgotten",
    "errors",
    "events",
    "explained",
    "fail",
    "forget_errors",
    "given",
    "good_only",
    "install",
    "invariants",
    "keep",
    "kind",
    "kinds",
    "look_again",
    "minutes_left",
    "moved",
    "note_check",
    "note_read",
    "number_of",
    "open_run",
    "promise_rest",
    "proposal_of",
    "read_again",
    "recheck",
    "resolve",
    "responsible",
    "run",
    "run_of",
    "same_file",
    "size_needs_approver",
    "stands",
    "start",
    "stop",
    "with_remarks",
]
