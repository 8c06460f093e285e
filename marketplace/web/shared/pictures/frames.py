"""Where a picture of numbers lies: its frame, its labels, its scale. Pure geometry."""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

LETTER = 6.8  # about the width of a letter at 12 px
BETWEEN_LABELS = 8


class Frame(NamedTuple):
    """The size of a picture, and where its drawing may be; how many months back a line goes, and the room that a name of one takes."""

    width: int
    height: int
    left: int
    right: int
    top: int
    bottom: int
    months: int = 12
    month_room: int = 84


WIDE = Frame(width=1120, height=260, left=44, right=1112, top=26, bottom=232, months=12, month_room=92)
# A desk beside its rail.
DESK = Frame(width=920, height=240, left=44, right=912, top=16, bottom=206)
MIDDLE = Frame(width=680, height=240, left=44, right=672, top=26, bottom=212, months=12, month_room=84)
SLIM = Frame(width=328, height=220, left=36, right=322, top=26, bottom=194, months=6, month_room=58)


class Label(NamedTuple):
    """A text at a place; `anchor` is SVG's text-anchor."""

    x: float
    y: float
    text: str
    anchor: str = "start"


class Dot(NamedTuple):
    """A point of the curve that is marked."""

    x: float
    y: float


class Box(NamedTuple):
    """A rectangle that something takes up."""

    x1: float
    y1: float
    x2: float
    y2: float

    def meets(self, other: "Box") -> bool:
        """Whether they overlap."""
        return self.x1 < other.x2 and other.x1 < self.x2 and self.y1 < other.y2 and other.y1 < self.y2


def scale(most: int) -> tuple[int, int]:
    """A round step and how many of them hold `most`: three to four lines, steps of 1, 2 or 5 and zero."""
    wanted = max(most, 1) / 3
    power = 1
    while power * 10 <= wanted:
        power *= 10
    step = next(power * factor for factor in (1, 2, 5, 10) if power * factor >= wanted)
    return step, max(1, -(-most // step))


def text_box(label: Label) -> Box:
    """About the room that a text takes."""
    width = len(label.text) * LETTER
    x1 = label.x - {"start": 0.0, "middle": width / 2, "end": width}[label.anchor]
    return Box(x1, label.y - 11, x1 + width, label.y + 3)


def names_below(frame: Frame, names: Sequence[str], middles: Sequence[float], room: float) -> list[Label]:
    """Names below what stands in these middles, each with so much room: the last one always, and before it, at an even distance, as many as there is
    room for."""
    widest = max(map(len, names), default=0) * LETTER + BETWEEN_LABELS
    every = max(1, -int(-widest // room))
    while True:
        labels = [_below(frame, names[at], middles[at]) for at in range(len(names) - 1, -1, -every)][::-1]
        boxes = [text_box(label) for label in labels]
        if all(before.x2 + BETWEEN_LABELS / 2 <= after.x1 for before, after in pairwise(boxes)):
            return labels
        every += 1  # those at the edges are moved into the frame, nearer to the next


def _below(frame: Frame, name: str, middle: float) -> Label:
    half = len(name) * LETTER / 2
    return Label(round(min(max(middle, half), frame.width - half), 1), frame.bottom + 22, name, "middle")
