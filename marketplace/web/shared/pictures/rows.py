"""Bars that lie, one a thing, each with its whole name and number: beside it, or above it where the place is slim. No request, no database."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from marketplace.web.shared.pictures.frames import LETTER, Frame, Label

BESIDE_FROM = 600  # so wide a picture has its names beside the bars
NAMES_SHARE = 0.4  # of the width, at most, for names beside the bars
THICK, LINE, STEP, GAP = (
    12,
    18,
    26,
    12,
)  # a bar, a line of text, from one bar to the next, between a text and what stands beside it


class Thing(NamedTuple):
    """What a bar stands for, and how much there is of it; never less than nothing."""

    name: str
    amount: int


class Row(NamedTuple):
    """A bar with what stands at it; `title` says it in words."""

    name: Label
    number: Label
    x: float
    y: float
    width: float
    height: float
    title: str


@dataclass(frozen=True, slots=True)
class Chart:
    """Everything that the SVG of lying bars needs. There is no grid, for each bar has its number."""

    form: ClassVar[str] = "rows"

    frame: Frame
    left: float
    grid: list[Label]
    rows: list[Row]


def draw(
    frame: Frame, things: Sequence[Thing], *, number: Callable[[int], str], title: Callable[[Thing], str]
) -> Chart:
    """Draw things in the order given; the picture is as high as they need.

    Args:
        number: writes an amount at its bar.
        title: says what a bar comes to, for anyone who points at it.
    """
    assert all(one.amount >= 0 for one in things), "a bar has a length"
    numbers = [number(one.amount) for one in things]
    beside = frame.width >= BESIDE_FROM
    widest = max((len(one.name) for one in things), default=0) * LETTER + GAP
    left = round(min(widest, frame.width * NAMES_SHARE), 1) if beside else 0.0
    right = frame.width - max(map(len, numbers), default=0) * LETTER - GAP
    most, step = max([1, *(one.amount for one in things)]), STEP if beside else STEP + LINE
    rows = []
    for at, (one, said) in enumerate(zip(things, numbers, strict=True)):
        above = at * step + (0 if beside else LINE)
        rows.append(Row(
            Label(0.0, above + THICK - 1 if beside else at * step + THICK, _fitting(one.name, left - GAP if beside else frame.width)),
            Label(frame.width, above + THICK - 1, said, "end"),
            left, above, round((right - left) * one.amount / most, 1), THICK, title(one),
        ))  # fmt: skip
    return Chart(frame=frame._replace(height=max(1, len(things)) * step), left=left, grid=[], rows=rows)


def _fitting(name: str, room: float) -> str:
    """A name as far as there is room for it; its title has all of it."""
    most = int(room / LETTER + 0.01)  # what is exactly as wide fits
    return name if len(name) <= most else name[: most - 1].rstrip(" ,") + "…"
