"""What people have looked at before it is published: the shop that it was held against, and what it would change there."""

from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Any, NamedTuple, Self

from marketplace.catalogue import history
from marketplace.core.changes import Change
from marketplace.runs import STANDS, RunMoved

_CHANGES = "reviewed"


class Reviewed(NamedTuple):
    """A number that grows with each publication that concerns the file, as a check found it, and a digest of all changes that it found."""

    stands: int
    changes: str

    @classmethod
    def of(cls, preview: Mapping[str, Any]) -> Self:
        """What the preview of a run says of it; one that says nothing was made against no shop at all."""
        return cls(preview.get(STANDS, -1), preview.get(_CHANGES, ""))

    @classmethod
    def now(cls, programme_id: int, partner_id: int | None, changes: Iterable[Change]) -> Self:
        """What a check that has found all these changes has seen; publications wait until its transaction ends."""
        return cls(stands(programme_id, partner_id), _digest(changes))

    def as_json(self) -> dict[str, Any]:
        """The same, for a preview."""
        return {STANDS: self.stands, _CHANGES: self.changes}

    def must_be(self, changes: Iterable[Change]) -> None:
        """Whether these are the changes that were seen. Raises RunMoved."""
        if _digest(changes) != self.changes:
            raise RunMoved


def stands(programme_id: int, partner_id: int | None) -> int:
    """A number that grows with each publication that concerns a file: of its partner, or any where it is the programme's own."""
    return history.last(programme_id) if partner_id is None else history.version(partner_id)


def _digest(changes: Iterable[Change]) -> str:
    found = sha256()
    for one in changes:
        found.update(repr((one.kind, one.name, one.row, [tuple(each) for each in one.differences])).encode())
    return found.hexdigest()
