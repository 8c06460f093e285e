"""Where a picture of numbers lies: its frame, its labels, its scale. Pure geometry."""

from typing import NamedTuple

LETTER = 6.8  # about the width of a letter at 12 px


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
