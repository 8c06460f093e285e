"""The picture of a balance: steps up to now, and what expires ahead, as coordinates for an SVG. No request, no database.

A balance does not slope: it stands, and then it jumps. What is certain is drawn in full, what is to come is dashed.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

LETTER = 6.8
MARGIN_DAYS = 14
FAR_DAYS = 250
BARE_DAYS = 60
FARTHEST_DAYS = 400


class Frame(NamedTuple):
    """The size of a picture: where the curve may be, and how many months back it goes."""

    width: int
    height: int
    left: int
    right: int
    top: int
    bottom: int
    months: int
    month_room: int


WIDE = Frame(width=1120, height=260, left=44, right=1112, top=26, bottom=232, months=12, month_room=92)
MIDDLE = Frame(width=680, height=240, left=44, right=672, top=26, bottom=212, months=12, month_room=84)
SLIM = Frame(width=328, height=220, left=36, right=322, top=26, bottom=194, months=6, month_room=58)


class End(NamedTuple):
    """Points that expire after a day."""

    day: date
    points: int


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


@dataclass(frozen=True, slots=True)
class Words:
    """How amounts, months and days are written in the picture."""

    number: Callable[[int], str]
    month: Callable[[date, bool], str]
    now: str
    end: Callable[[End], str]


@dataclass(frozen=True, slots=True)
class Chart:
    """Everything that the SVG needs."""

    frame: Frame
    left: float
    grid: list[Label]
    area: str
    line: str
    ahead: str
    months: list[Label]
    now: Dot
    now_label: Label
    ends: list[Dot]
    end_labels: list[Label]


def first_day(today: date, months: int) -> date:
    """The first day of the month that lies so many months back, the present one counted."""
    index = today.year * 12 + today.month - months
    return date(index // 12, index % 12 + 1, 1)


def draw(
    frame: Frame,
    *,
    curve: Sequence[tuple[datetime, int]],
    balance: int,
    ends: Sequence[End],
    now: datetime,
    zone: ZoneInfo,
    words: Words,
) -> Chart:
    """Draw a balance.

    Args:
        curve: moments and the balance from each on, oldest first; before the first one there was nothing.
        balance: what there is now.
        ends: what expires ahead, soonest first.
    """
    today = now.astimezone(zone).date()
    start = _midnight(first_day(today, frame.months), zone)
    near = _in_sight(ends, today)
    stop = _midnight((near[-1].day if near else today + timedelta(BARE_DAYS)) + timedelta(MARGIN_DAYS), zone)
    step, count = scale(max([balance, *(held for _, held in curve)]))
    grid_texts = [words.number(step * at) for at in range(count + 1)]
    left = max(float(frame.left), max(map(len, grid_texts)) * LETTER + 10)
    # Moments of one zone are compared and subtracted much faster than those of two.
    plane = _Plane(frame, left, start.astimezone(UTC), stop.astimezone(UTC), step * count)
    x, y = plane.x, plane.y
    past = _steps([(max(x(at), left), y(held)) for at, held in curve if at <= now], left, y(0))
    here = Dot(x(now), y(balance))
    line = _path(past) + f"H{here.x}V{here.y}"
    drops = _drops(near, balance, plane, zone)
    lines = _boxes([*past, here, *drops], frame.right)
    now_label = _now_label(frame, here, past, words.now)
    return Chart(
        frame=frame,
        left=round(left, 1),
        grid=[Label(left - 8, y(step * at), text, "end") for at, text in enumerate(grid_texts)],
        area=f"{line}V{frame.bottom}H{past[0].x}Z",
        line=line,
        ahead=f"M{here.x} {here.y}" + "".join(f"H{dot.x}V{dot.y}" for dot in drops) + f"H{frame.right}",
        months=_months(frame, start.date(), stop.astimezone(zone).date(), lambda day: x(_midnight(day, zone)), words),
        now=here,
        now_label=now_label,
        ends=drops,
        end_labels=_end_labels(frame, drops, [words.end(end) for end in near], [*lines, _text_box(now_label)]),
    )


class _Plane(NamedTuple):
    """Where a moment and a balance lie in a picture; `most` points are at its top."""

    frame: Frame
    left: float
    start: datetime
    stop: datetime
    most: int

    def x(self, moment: datetime) -> float:
        share = (moment - self.start) / (self.stop - self.start)
        return round(self.left + (self.frame.right - self.left) * share, 1)

    def y(self, held: int) -> float:
        height = self.frame.bottom - self.frame.top
        return round(self.frame.bottom - height * held / self.most, 1)


def _drops(ends: Sequence[End], balance: int, plane: _Plane, zone: ZoneInfo) -> list[Dot]:
    """Where the balance stands after each expiry ahead."""
    drops = []
    for end in ends:
        balance -= end.points
        drops.append(Dot(plane.x(_midnight(end.day + timedelta(1), zone)), plane.y(balance)))
    return drops


def scale(most: int) -> tuple[int, int]:
    """A round step and how many of them hold `most`: three to four lines, steps of 1, 2 or 5 and noughts."""
    wanted = max(most, 1) / 3
    power = 1
    while power * 10 <= wanted:
        power *= 10
    step = next(power * factor for factor in (1, 2, 5, 10) if power * factor >= wanted)
    return step, max(1, -(-most // step))


def _in_sight(ends: Sequence[End], today: date) -> list[End]:
    """What expires before the picture ends: the next eight months, or else the very next."""
    near = [end for end in ends if end.day <= today + timedelta(FAR_DAYS)]
    return near or [end for end in ends[:1] if end.day <= today + timedelta(FARTHEST_DAYS)]


def _steps(places: Sequence[tuple[float, float]], left: float, ground: float) -> list[Dot]:
    """The corners, one for each unit of width: what happens within it cannot be seen."""
    kept = [Dot(left, ground)]
    for at in places:
        if int(at[0]) == int(kept[-1].x):
            kept[-1] = Dot(kept[-1].x, at[1])
        elif at[1] != kept[-1].y:
            kept.append(Dot(*at))
    return kept


def _path(corners: Sequence[Dot]) -> str:
    return f"M{corners[0].x} {corners[0].y}" + "".join(f"H{dot.x}V{dot.y}" for dot in corners[1:])


def _months(frame: Frame, start: date, stop: date, x: Callable[[date], float], words: Words) -> list[Label]:
    """Names of months along the foot, as many as there is room for; the first one of each new year says it."""
    span = (stop.year - start.year) * 12 + stop.month - start.month + 1
    every = next(n for n in (1, 2, 3, 4, 6, 12, 24) if span / n * frame.month_room <= frame.right - frame.left)
    labels: list[Label] = []
    year = start.year
    for at in range(0, span, every):
        index = start.year * 12 + start.month - 1 + at
        day = date(index // 12, index % 12 + 1, 1)
        text = words.month(day, day.year != year)
        room = labels[-1].x + len(labels[-1].text) * LETTER + 6 if labels else 0
        if room <= x(day) and x(day) + len(text) * LETTER <= frame.width:
            labels.append(Label(x(day), frame.bottom + 22, text))
            year = day.year
    return labels


def _now_label(frame: Frame, here: Dot, past: Sequence[Dot], text: str) -> Label:
    """Above the curve, wherever it is highest under the words."""
    half = len(text) * LETTER / 2
    middle = min(max(here.x, half), frame.width - half)
    highest = min([here.y, *(dot.y for dot in past if dot.x > middle - half - 4)])
    return Label(round(middle, 1), round(max(highest - 12, 11), 1), text, "middle")


def _end_labels(frame: Frame, drops: Sequence[Dot], texts: Sequence[str], taken: list[Box]) -> list[Label]:
    """A text beside each drop where there is room for it; the list beside the picture has them all."""
    taken = [*taken, *(Box(dot.x - 5, dot.y - 5, dot.x + 5, dot.y + 5) for dot in drops)]
    labels = []
    for dot, text in zip(drops, texts, strict=True):
        for label in (
            Label(dot.x + 8, dot.y + 20, text), Label(dot.x - 8, dot.y + 4, text, "end"), Label(dot.x, dot.y + 22, text, "middle"),
            Label(dot.x - 4, dot.y + 22, text, "end"),
        ):  # fmt: skip
            box = _text_box(label)
            inside = box.x1 >= frame.left and box.x2 <= frame.width and box.y2 <= frame.bottom + 4
            if inside and not any(box.meets(other) for other in taken):
                labels.append(Label(round(label.x, 1), round(label.y, 1), text, label.anchor))
                taken.append(box)
                break
    return labels


def _boxes(dots: Sequence[Dot], right: int) -> list[Box]:
    """The whole line, past and ahead, as thin rectangles."""
    boxes = []
    for dot, after in zip(dots, [*dots[1:], Dot(right, dots[-1].y)], strict=True):
        boxes.append(Box(dot.x, dot.y - 2, after.x, dot.y + 2))
        boxes.append(Box(after.x - 2, min(dot.y, after.y), after.x + 2, max(dot.y, after.y)))
    return boxes


def _text_box(label: Label) -> Box:
    width = len(label.text) * LETTER
    x1 = label.x - {"start": 0.0, "middle": width / 2, "end": width}[label.anchor]
    return Box(x1, label.y - 11, x1 + width, label.y + 3)


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone)
