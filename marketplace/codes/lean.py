"""Many codes at once in little more memory than their characters take: a file of a million is looked at within what one process may have."""

from collections.abc import Collection, Iterator, Set
from datetime import date
from struct import Struct

from marketplace.codes.values import Known, NewCode
from marketplace.core.vault import BLIND_BYTES

# The blind index, the row, the denomination, the last day as an ordinal (0: none) and the bytes of the code; the code and its PIN follow.
_HEAD = Struct(f">{BLIND_BYTES}sIqIH")


class Lean(Collection[Known]):
    """Codes behind their blind indexes, in the order in which they came. Never print it."""

    __slots__ = ("_packed",)

    def __init__(self) -> None:
        self._packed: list[bytes] = []

    def append(self, known: Known) -> None:
        """One more."""
        blind, code = known
        text, ends = code.code.encode("utf-8", "surrogatepass"), code.expires_on.toordinal() if code.expires_on else 0
        head = _HEAD.pack(blind, code.row, code.denomination_id, ends, len(text))
        self._packed.append(head + text + code.pin.encode("utf-8", "surrogatepass"))

    def without(self, rows: Set[int]) -> "Lean":
        """Those of no row among these."""
        if not rows:
            return self
        left = Lean()
        left._packed = [one for one in self._packed if _HEAD.unpack_from(one)[1] not in rows]
        return left

    def __contains__(self, known: object) -> bool:
        """Whether it is one of them."""
        return any(known == one for one in self)

    def __len__(self) -> int:
        """How many there are."""
        return len(self._packed)

    def __iter__(self) -> Iterator[Known]:
        """Each as it came."""
        for one in self._packed:
            blind, row, denomination_id, ends, length = _HEAD.unpack_from(one)
            pin_at = _HEAD.size + length
            text, pin = one[_HEAD.size : pin_at], one[pin_at:]
            yield blind, NewCode(
                row, denomination_id, text.decode("utf-8", "surrogatepass"), pin.decode("utf-8", "surrogatepass"),
                date.fromordinal(ends) if ends else None,
            )  # fmt: skip
