"""Everything that is wrong with a file, collected: a person mends it in one go instead of one error at a time."""

from typing import Any, NamedTuple, Self

from marketplace.core.errors import Refusal

PROBLEMS_MAX = 100
LEFT_OUT = "left_out"  # among the facts of a row that is left out and not wrong


class Reason(str):
    """Why something cannot be taken, in English, with what it was made of: a page says it in the reader's language.

    `sentence` has places for `facts`, as "is longer than %(most)s characters".
    """

    sentence: str
    facts: dict[str, Any]

    def __new__(cls, sentence: str, **facts: Any) -> Self:
        """The sentence with its facts put in; one without facts stays as it is."""
        made = super().__new__(cls, sentence % facts if facts else sentence)
        made.sentence, made.facts = sentence, facts
        return made

    @classmethod
    def of(cls, text: str) -> "Reason":
        """A reason out of plain text; one that is a reason already stays."""
        return text if isinstance(text, Reason) else cls(text)


class Problem(NamedTuple):
    """One thing that is wrong: where it stands, and why. Never what stands in the cell, which may be a secret."""

    file: str
    row: int | None
    column: str
    reason: str

    def __str__(self) -> str:
        place = [self.file]
        place += [f"row {self.row}"] if self.row is not None else []
        place += [f"column {self.column}"] if self.column else []
        return f"{', '.join(place)}: {self.reason}"


class FileRefused(Refusal):
    """A file with problems: nothing of it is taken. `problems` are the first hundred; facts give the number of all, `rows` in how many rows they stand."""

    code = "file_refused"

    def __init__(self, problems: list[Problem], total: int, rows: int = 0) -> None:
        super().__init__(problems=total)
        self.problems = problems
        self.total = total
        self.rows = rows


class Problems:
    """The problems of one file while it is read: `total` of them, in `rows` of its rows."""

    def __init__(self, file: str, most: int = PROBLEMS_MAX) -> None:
        self.file = file
        self.most = most
        self.found: list[Problem] = []
        self.total = self.rows = 0
        self._wrong = bytearray()  # by the number of a row, whether anything is wrong with it
        self.left_out: list[Problem] = []  # rows that are there already: nothing is wrong with them
        self.told: list[Reason] = []
        self.reached = 0  # the number of the row that is being read, for whoever watches
        self.seen: dict[str, Any] = {}  # what is shown of the file though something is wrong with it; no secret

    def add(self, row: int | None, column: str, reason: str) -> None:
        """Note a problem; beyond the first hundred (or as many as are wanted) they are only counted."""
        self.total += 1
        if row is not None:
            self._wrong.extend(bytes(max(0, row + 1 - len(self._wrong))))
            self.rows += not self._wrong[row]
            self._wrong[row] = True
        if len(self.found) < self.most:
            self.found.append(Problem(self.file, row, column, reason))

    def leave_out(self, row: int, column: str, reason: Reason) -> None:
        """Note a row that is not taken though nothing is wrong with it; it is no problem, and only the first are noted, as of those."""
        if len(self.left_out) < self.most:
            self.left_out.append(
                Problem(self.file, row, column, Reason(reason.sentence, **{LEFT_OUT: True}, **reason.facts))
            )

    def tell(self, what: Reason) -> None:
        """Note what a person should know of the file, though nothing is wrong with it."""
        if what not in self.told and len(self.told) < self.most:
            self.told.append(what)

    def refuse(self) -> None:
        """Raise FileRefused if there was any."""
        if self.total:
            raise FileRefused(self.found, self.total, self.rows)
