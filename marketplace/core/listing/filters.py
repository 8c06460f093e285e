"""What may be asked of a column: one of a few things, a text or its beginning, days from–to, numbers from–to.

A filter knows the names that it has in an address, checks what stands there, and gives the condition and its parameters.
Conditions speak of the list's columns alone; they are written into the programme and never come from a visitor.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, NamedTuple, TypeAlias
from zoneinfo import ZoneInfo

from marketplace.core import cells, numbers, texts
from marketplace.core.cells import CellError

TEXT_MAX = 128
BEYOND_BIGINT = 2**63  # what no column of whole numbers reaches
DAY = timedelta(days=1)


class Locale(NamedTuple):
    """What is needed to read days and amounts: the IANA zone in which a day begins, the decimals of the points, whether commas group.

    `today`: nothing is asked for that begins after it; None: that is let pass.
    """

    time_zone: str = "UTC"
    decimals: int = 0
    commas_group: bool = False
    today: date | None = None


class Condition(NamedTuple):
    """A condition in SQL, its parameters without their prefix, and what was asked in one way of writing."""

    sql: str
    parameters: dict[str, Any]
    said: dict[str, str]


class Wrong(ValueError):
    """What stands in one field cannot be asked. Carries the parameter's name."""

    def __init__(self, parameter: str, reason: str) -> None:
        super().__init__(reason)
        self.parameter = parameter


@dataclass(frozen=True)
class Choice:
    """One of a few conditions, each under a name of its own.

    Args:
        options: name → condition over the list's columns.
        uses: the columns that those conditions speak of.
        default: the option that holds when nothing is asked; without one the list is then not narrowed.
    """

    name: str
    options: Mapping[str, str]
    uses: tuple[str, ...]
    default: str = ""

    def __post_init__(self) -> None:
        """A default is one of the options."""
        assert not self.default or self.default in self.options

    @property
    def parameters(self) -> tuple[str, ...]:
        """Its names in an address."""
        return (self.name,)

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that it speaks of."""
        return self.uses

    def read(self, given: Mapping[str, str], _locale: Locale) -> Condition | None:
        """The condition that is asked for. Raises Wrong."""
        asked = given.get(self.name, "")
        option = asked or self.default
        if not option:
            return None
        if option not in self.options:
            raise Wrong(self.name, "choice")
        return Condition(self.options[option], {}, {self.name: asked} if asked else {})


@dataclass(frozen=True)
class Equal:
    """The column is just this text."""

    name: str
    column: str

    @property
    def parameters(self) -> tuple[str, ...]:
        """Its names in an address."""
        return (self.name,)

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that it speaks of."""
        return (self.column,)

    def read(self, given: Mapping[str, str], _locale: Locale) -> Condition | None:
        """The condition that is asked for. Raises Wrong."""
        text = a_text(self.name, given)
        return Condition(f"{self.column} = %(ask_{self.name})s", {self.name: text}, {self.name: text}) if text else None


@dataclass(frozen=True)
class Prefix:
    """The column begins with this text, as it is written (an index of the column in the C collation helps)."""

    name: str
    column: str

    @property
    def parameters(self) -> tuple[str, ...]:
        """Its names in an address."""
        return (self.name,)

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that it speaks of."""
        return (self.column,)

    def read(self, given: Mapping[str, str], _locale: Locale) -> Condition | None:
        """The condition that is asked for. Raises Wrong."""
        text = a_text(self.name, given)
        if not text:
            return None
        begins = like(text) + "%"
        return Condition(f"{self.column} LIKE %(ask_{self.name})s", {self.name: begins}, {self.name: text})


@dataclass(frozen=True)
class Days:
    """The moment is within days of the programme's calendar, both of them included."""

    name: str
    column: str

    @property
    def parameters(self) -> tuple[str, ...]:
        """Its names in an address."""
        return (f"{self.name}_from", f"{self.name}_to")

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that it speaks of."""
        return (self.column,)

    def read(self, given: Mapping[str, str], locale: Locale) -> Condition | None:
        """The condition that is asked for. Raises Wrong."""
        since, until = (_day(name, given) for name in self.parameters)
        if since and until and since > until:
            raise Wrong(self.parameters[1], "order")
        if since and locale.today and since > locale.today:
            raise Wrong(self.parameters[0], "to_come")
        bounds = [(since, ">="), (until + DAY if until else None, "<")]
        asked = zip(self.parameters, bounds, (since, until), strict=True)
        parts, values, said = [], {}, {}
        for name, (bound, sign), day in asked:
            if bound and day:
                parts.append(f"{self.column} {sign} %(ask_{name})s")
                values[name] = datetime.combine(bound, time(), ZoneInfo(locale.time_zone)).astimezone(UTC)
                said[name] = day.isoformat()
        return Condition(" AND ".join(parts), values, said) if parts else None


@dataclass(frozen=True)
class Numbers:
    """The number is within bounds, both included; `points` are asked in whole units with decimals, as people write them."""

    name: str
    column: str
    points: bool = False

    @property
    def parameters(self) -> tuple[str, ...]:
        """Its names in an address."""
        return (f"{self.name}_from", f"{self.name}_to")

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that it speaks of."""
        return (self.column,)

    def read(self, given: Mapping[str, str], locale: Locale) -> Condition | None:
        """The condition that is asked for. Raises Wrong."""
        decimals = locale.decimals if self.points else 0
        least, most = (_number(name, given, decimals, locale.commas_group) for name in self.parameters)
        if least is not None and most is not None and least > most:
            raise Wrong(self.parameters[1], "order")
        parts, values, said = [], {}, {}
        for name, bound, sign in zip(self.parameters, (least, most), (">=", "<="), strict=True):
            if bound is not None:
                parts.append(f"{self.column} {sign} %(ask_{name})s")
                values[name] = bound
                said[name] = str(Decimal(bound).scaleb(-decimals))
        return Condition(" AND ".join(parts), values, said) if parts else None


Filter: TypeAlias = Choice | Equal | Prefix | Days | Numbers


def a_text(name: str, given: Mapping[str, str], longest: int = TEXT_MAX) -> str:
    """A short text of one line, each run of blanks one space. Raises Wrong."""
    text = " ".join(given.get(name, "").split())
    if len(text) > longest:
        raise Wrong(name, "long")
    try:
        return texts.one_line(text)
    except texts.Unfit:
        raise Wrong(name, "text") from None


def like(text: str) -> str:
    """A text in a pattern of LIKE, standing for itself."""
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _day(name: str, given: Mapping[str, str]) -> date | None:
    try:
        return cells.day(a_text(name, given))
    except CellError:
        raise Wrong(name, "day") from None


def _number(name: str, given: Mapping[str, str], decimals: int, commas_group: bool) -> int | None:
    text = a_text(name, given).replace("\u2212", "-")
    if not text:
        return None
    try:
        units = numbers.parse(text, commas_group=commas_group).scaleb(decimals)
    except texts.Unfit:
        raise Wrong(name, "number") from None
    if units != int(units) or abs(units) >= BEYOND_BIGINT:
        raise Wrong(name, "number")
    return int(units)
