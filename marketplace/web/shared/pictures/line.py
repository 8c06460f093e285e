"""The picture of a balance: steps up to now, and what expires ahead, as coordinates for an SVG. No request, no database.

A balance does not slope: it stands, and then it jumps. What is certain is drawn in full, what is to come is dashed.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import ClassVar, NamedTuple
from zoneinfo import ZoneInfo

from marketplace.web.shared.pictures.frames import LETTER, Box, Dot, Frame, Label, names_below, scale, text_box

MARGIN_DAYS = 14
FAR_DAYS = 250
BARE_DAYS = 60
FARTHEST_DAYS = 400


class End(NamedTuple):
    """Points that expire after a day."""

    day: date
    points: int


@dataclass(frozen=True, slots=True)
class Words:
    """How amounts, months and days are written in the picture."""

    number: Callable[[int], str]
    month: Callable[[date, bool], str]
    now: str
    end: Callable[[End], str]


@dataclass(frozen=True, slots=True)
class Chart:
    """Everything that the SVG of a line needs. `months` are the names below it."""

    form: ClassVar[str] = "line"

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
        end_labels=_end_labels(frame, drops, [words.end(end) for end in near], [*lines, text_box(now_label)]),
    )


def draw_days(frame: Frame, days: Sequence[tuple[str, int]], *, number: Callable[[int], str], now: str) -> Chart:
    """Draw what there was on each day, up to the last: a step a day, with as many names of days below as there is room for.

    Args:
        days: the name of each day, oldest first, and the amount.
        number: writes an amount at the grid.
        now: what the last amount comes to, in words.
    """
    step, count = scale(max(amount for _, amount in days))
    texts = [number(step * at) for at in range(count + 1)]
    left = max(float(frame.left), max(map(len, texts)) * LETTER + 10)
    room = (frame.right - left) / len(days)
    heights = [round(frame.bottom - (frame.bottom - frame.top) * amount / (step * count), 1) for _, amount in days]
    corners = [Dot(round(left + room * at, 1), y) for at, y in enumerate(heights)]
    here, path = Dot(frame.right, heights[-1]), _path(corners) + f"H{frame.right}"
    grid = [frame.bottom - (frame.bottom - frame.top) * at / count for at in range(count + 1)]
    return Chart(
        frame=frame,
        left=round(left, 1),
        grid=[Label(round(left - 8, 1), round(y, 1), text, "end") for y, text in zip(grid, texts, strict=True)],
        area=f"{path}V{frame.bottom}H{corners[0].x}Z",
        line=path,
        ahead="",
        months=names_below(
            frame, [name for name, _ in days], [left + room * (at + 0.5) for at in range(len(days))], room
        ),
        now=here,
        now_label=_now_label(frame, here, corners, now),
        ends=[],
        end_labels=[],
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
            box = text_box(label)
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


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone)
