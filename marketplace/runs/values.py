"""What goes into a run and what comes out."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from marketplace.core.actors import Actor
from marketplace.core.changes import Change, Meaning
from marketplace.core.problems import Problems
from marketplace.identity import Permission
from marketplace.runs import rules

# Under which name a preview keeps what its check was held against.
STANDS = "stands"


@dataclass(frozen=True, slots=True)
class Given:
    """A file as it came, and how it is to be read. `digest` is keyed (vault.digest); the content is never shown or logged.

    `partner_id`: whose people brought it; what is another partner's is absent for it. None: the programme's own.
    `preview`: what the check found, once it is done. `proposal_id`: the proposal by which another person let it be applied.
    `run_id`: the run that it is the file of; None: a look at a file that is kept nowhere.
    """

    programme_id: int
    partner_id: int | None
    name: str
    content: bytes = field(repr=False)
    digest: bytes
    options: Mapping[str, str]
    preview: Mapping[str, Any] = field(default_factory=dict)
    proposal_id: int | None = None
    run_id: int | None = None


@dataclass(frozen=True, slots=True)
class Checked:
    """What a file would do; nothing is done yet.

    `total` is how many units applying goes through (rows, operations, offers), `to_apply` how many of them change something,
    `skipped` how many are left out because they are there already. `preview` is JSON for people to look at, of the kind's
    own form, and holds no secret; under `told` it says what people should know of the file though nothing is wrong with it.
    `size` is what a rule of approval compares with its cap: how much is applied, unless the kind counts otherwise.
    `changes` are kept one by one, where the kind tells them, each with what `meant` says of it.
    """

    total: int
    to_apply: int
    skipped: int
    preview: Mapping[str, Any]
    size: int | None = None
    changes: Sequence[Change] = ()
    meant: Callable[[Change], Sequence[Meaning]] = lambda _change: ()


class Part(NamedTuple):
    """Some units of a file that are applied together, up to and with unit number `upto`.

    `apply` writes within the open transaction, given the moment, and returns how many units changed something.
    """

    upto: int
    apply: Callable[[datetime], int]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of run: what its files mean. Each belongs to the domain that reads them.

    Attributes:
        check: reads the whole file and says what it would do; what is wrong goes to the problems, and then the answer is of
            no use (None will do). It runs in a transaction that is rolled back.
            Raises UploadRefused (cannot be read at all) and NotFound (an option names what is not there).
        parts: the parts of a file that was found good, beginning after the unit of this number, of as many as the check has
            counted; in the same order at every call. The file is read outside of any transaction.
        shown: what people may see of a cell, by the column's title ("" where it is not known).
        headings: other words for columns, in small letters, with the name by which problems and `shown` know each.
        codec: the encoding of its files, where only one is read.
        table: whether its files are tables, so that what is wrong can be written beside their rows.
        in_parts: whether a large file is applied in several parts, so that it can be stopped in between.
        by_two: whether runs of any size but none take a second person, whatever a programme's rule says.
        partner_cap: until a programme has a rule of its own for it, what a partner's people bring above this size takes somebody of the programme;
            what the programme's own people bring does not, for they would be those who agree. None: nothing does.
        approve: what the second person must be permitted to do; None: the same as the first.
        stands: (programme, partner) what its files are held against, as a number that grows whenever that changes; None: nothing
            that others change. Its checks keep it in their preview (`STANDS`), and no run is approved or begun that was checked before the change.
    """

    name: str
    permission: Permission
    check: Callable[[Given, Problems, datetime], Checked | None]
    parts: Callable[[Given, int, int], Iterator[Part]]
    shown: Callable[[str, str], str]
    codec: str = ""
    headings: Mapping[str, str] = field(default_factory=dict)
    table: bool = True
    in_parts: bool = True
    by_two: bool = False
    partner_cap: int | None = None
    approve: Permission | None = None
    stands: Callable[[int, int | None], int] | None = None


class RowError(NamedTuple):
    """One thing that is wrong with a file: where, why, and what may be seen of what stands there.

    `reason` is a sentence with places for `facts` ("is longer than %(most)s characters"), so that it can be said in any
    language. `row` is None where it concerns the whole file.
    """

    row: int | None
    column: str
    reason: str
    facts: Mapping[str, Any]
    value: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a check came to: what the file would do, or all that is wrong with it; `seen` is shown of the file even then.

    `wrong`: how many things are wrong with it, of which `errors` are the first; `wrong_rows`: in how many of its rows.
    """

    checked: Checked | None
    errors: list[RowError]
    wrong: int
    wrong_rows: int
    seen: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Run:
    """A run as people and workers see it. `reached` of `total` units have been gone through, `applied` changed something.

    `wrong` things are wrong with its file, in `wrong_rows` of its rows. `read_rows`: how far its check has come, while it lasts.
    `continues`: the run that it takes the place of.
    """

    id: int
    programme_id: int
    partner_id: int | None
    kind: str
    not_before: datetime | None
    options: dict[str, str]
    file_name: str
    file_size: int
    file_digest: bytes
    kept_at: datetime
    state: str
    total: int
    to_apply: int
    size: int
    skipped: int
    wrong: int
    wrong_rows: int
    preview: dict[str, Any]
    read_rows: int
    reached: int
    applied: int
    continues: int | None
    by: Actor

    def waits(self, now: datetime) -> bool:
        """Whether its moment is still to come."""
        return self.not_before is not None and now < self.not_before

    @property
    def good_only(self) -> bool:
        """Whether rows that are wrong are left out, and the rest is applied."""
        return rules.good_only(self.options)

    @property
    def percent(self) -> int:
        """How much of the file has been gone through, rounded down."""
        return 100 * self.reached // self.total if self.total else 0


class Event(NamedTuple):
    """Something that happened to a run: when, by whom, and its facts."""

    what: str
    at: datetime
    by: Actor
    facts: dict[str, Any]
