"""Bars from zero, one a day or month or thing; a bar of several parts is stacked. No request, no database."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import ClassVar, NamedTuple

from marketplace.web.shared.pictures.frames import LETTER, Frame, Label, names_below, scale

FILLED = 0.7  # of the room that a bar has
THICKEST = 48.0


class Bar(NamedTuple):
    """What a bar stands for, in a few letters, and its parts from the ground up; none is negative."""

    name: str
    parts: tuple[int, ...]

    @property
    def whole(self) -> int:
        """All parts together."""
        return sum(self.parts)


class Part(NamedTuple):
    """A rectangle; `series` counts the parts of a bar from 1."""

    x: float
    y: float
    width: float
    height: float
    series: int


@dataclass(frozen=True, slots=True)
class Chart:
    """Everything that the SVG of bars needs. `parts[i]` are the visible parts of bar i, `titles[i]` what it says in words."""

    form: ClassVar[str] = "bars"

    frame: Frame
    left: float
    grid: list[Label]
    parts: list[list[Part]]
    titles: list[str]
    names: list[Label]


def draw(frame: Frame, bars: Sequence[Bar], *, number: Callable[[int], str], title: Callable[[Bar], str]) -> Chart:
    """Draw bars of the same number of parts, in the order given.

    Args:
        number: writes an amount at the grid.
        title: says what a bar comes to, for anyone who points at it.
    """
    assert all(part >= 0 for bar in bars for part in bar.parts), "a bar stands on the ground"
    step, count = scale(max((bar.whole for bar in bars), default=0))
    texts = [number(step * at) for at in range(count + 1)]
    left = max(float(frame.left), max(map(len, texts)) * LETTER + 10)
    room = (frame.right - left) / max(len(bars), 1)
    width = round(min(room * FILLED, THICKEST), 1)
    middles = [left + room * (at + 0.5) for at in range(len(bars))]

    def y(amount: int) -> float:
        return round(frame.bottom - (frame.bottom - frame.top) * amount / (step * count), 1)

    return Chart(
        frame=frame,
        left=round(left, 1),
        grid=[Label(round(left - 8, 1), y(step * at), text, "end") for at, text in enumerate(texts)],
        parts=[_parts(bar, round(middle - width / 2, 1), width, y) for bar, middle in zip(bars, middles, strict=True)],
        titles=[title(bar) for bar in bars],
        names=names_below(frame, [bar.name for bar in bars], middles, room),
    )


def _parts(bar: Bar, x: float, width: float, y: Callable[[int], float]) -> list[Part]:
    """The parts of a bar, each standing on the one before it, so that rounding leaves no gap."""
    edges = [y(amount) for amount in accumulate(bar.parts, initial=0)]
    return [
        Part(x, above, width, round(below - above, 1), series)
        for series, (below, above) in enumerate(pairwise(edges), start=1)
        if below > above
    ]
