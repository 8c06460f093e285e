"""What a file would change, for a person to look at before it does: things that are new, changed or left out."""

import json
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import chain, islice
from typing import Any, Literal, NamedTuple, Self, get_args, overload

ChangeKind = Literal["new", "changed", "withdrawn"]
# What a part of a change is about, for whoever looks for one sort of them.
Topic = Literal["new", "price", "values", "cities", "texts", "withdrawn", "other"]
TOPICS: tuple[Topic, ...] = get_args(Topic)
SHOWN_MAX = 200  # so many changes are listed; all are counted
BLOCK = 1_000  # changes that are compressed together


class Difference(NamedTuple):
    """One field of a thing, as it was and as it will be."""

    field: str
    was: str
    will: str


class Meaning(NamedTuple):
    """What one part of a change means: a word of the domain's, which pages put into a sentence.

    `field`, `was`, `will`: as in Difference, or what was lost (`was`) and gained (`will`) alone. `percent`: by how much a price
    moves, rounded up; None where no price moves.
    """

    word: str
    topic: Topic
    field: str = ""
    was: str = ""
    will: str = ""
    percent: int | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """What happens to one thing. `row` of the file; None for a thing that the file leaves out. `title_en`: where it has one."""

    kind: ChangeKind
    name: str
    title: str
    row: int | None = None
    differences: tuple[Difference, ...] = ()
    title_en: str = ""


class Packed(Sequence[Change]):
    """Any number of changes in little memory, whatever they say: compressed by blocks, of which one at a time is unfolded as they are read."""

    def __init__(self, changes: Iterable[Change]) -> None:
        self._blocks: list[bytes] = []
        self._count, left = 0, iter(changes)
        while block := [_plain(one) for one in islice(left, BLOCK)]:
            self._blocks.append(zlib.compress(json.dumps(block, ensure_ascii=False).encode(), 1))
            self._count += len(block)

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[Change]:
        return chain.from_iterable(map(_unfolded, self._blocks))

    @overload
    def __getitem__(self, at: int) -> Change: ...

    @overload
    def __getitem__(self, at: slice) -> list[Change]: ...

    def __getitem__(self, at: int | slice) -> Change | list[Change]:
        """One of them, or a few that stand together."""
        if isinstance(at, slice):
            first, end, step = at.indices(self._count)
            return list(islice(self, first, end, step))
        if not -self._count <= at < self._count:
            raise IndexError(at)
        block, place = divmod(at % self._count, BLOCK)
        return _unfolded(self._blocks[block])[place]


def _plain(one: Change) -> tuple[Any, ...]:
    return (one.kind, one.name, one.title, one.row, one.differences, one.title_en)


def _unfolded(block: bytes) -> list[Change]:
    return [
        Change(kind, name, title, row, tuple(Difference(*each) for each in differences), title_en)
        for kind, name, title, row, differences, title_en in json.loads(zlib.decompress(block))
    ]


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a file would change: the counts of all, and the changes in the order of the file, or the first of them.

    `stay`: how many things the file leaves out that stay as they are, because it does not say that it is whole.
    """

    new: int
    changed: int
    unchanged: int
    withdrawn: int
    changes: Sequence[Change] = ()
    stay: int = 0

    @property
    def nothing(self) -> bool:
        """Whether everything is as the file says."""
        return not (self.new or self.changed or self.withdrawn)

    @property
    def total(self) -> int:
        """How many things change."""
        return self.new + self.changed + self.withdrawn

    def as_json(self) -> dict[str, Any]:
        """The same as plain values, to be kept, with the first changes."""
        return asdict(replace(self, changes=list(self.changes[:SHOWN_MAX])))

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Self:
        """What `as_json` made; whatever else a preview says is left out."""
        changes = [
            Change(**(change | {"differences": tuple(Difference(*one) for one in change["differences"])}))
            for change in kept["changes"]
        ]
        counts = {name: kept[name] for name in ("new", "changed", "unchanged", "withdrawn")}
        return cls(**counts, changes=changes, stay=kept.get("stay", 0))
