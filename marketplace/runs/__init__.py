"""Long work on a file: kept, checked, previewed, approved, applied in parts. Knows nothing of what the files are about."""

from marketplace.runs.actions import (
    begin_check,
    carry_out,
    discard,
    fail,
    keep,
    note_check,
    promise_rest,
    start,
    stop,
)
from marketplace.runs.approval import act, approver_needed, proposal_of, size_needs_approver
from marketplace.runs.changes import CHANGES
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
    RunNotThere,
    SecondPersonNeeded,
    UnknownKind,
)
from marketplace.runs.files import CIPHERTEXTS, given
from marketplace.runs.forgetting import discard_forgotten, forget_errors
from marketplace.runs.kinds import install, kind, kinds
from marketplace.runs.queries import RUNS, WITH_ERRORS, errors, events, responsible, run, run_of, same_file
from marketplace.runs.remarks import explained, with_remarks
from marketplace.runs.rules import ENDED, OPEN, STATES, good_only, minutes_left
from marketplace.runs.values import Checked, Event, Given, Kind, Outcome, Part, RowError, Run
from marketplace.runs.verify import invariants

__all__ = [
    "CHANGES",
    "CIPHERTEXTS",
    "COMMENT_MAX",
    "ENDED",
    "OPEN",
    "RUNS",
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
    "RunNotThere",
    "SecondPersonNeeded",
    "UnknownKind",
    "act",
    "approver_needed",
    "begin_check",
    "carry_out",
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
    "minutes_left",
    "note_check",
    "promise_rest",
    "proposal_of",
    "resolve",
    "responsible",
    "run",
    "run_of",
    "same_file",
    "size_needs_approver",
    "start",
    "stop",
    "with_remarks",
]
