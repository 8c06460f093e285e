"""Offers out of what was read of a file: money into minor units, days into moments, with the checks across columns."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from marketplace.catalogue.columns import RANGE_MAX, RATE_OF, VALUE_MAX, One, Shared, Terms
from marketplace.catalogue.facts import OfferFacts
from marketplace.core import cells
from marketplace.core.cells import CellError
from marketplace.core.money import minor_digits
from marketplace.core.problems import Problems


class Builder:
    """Turns what was read into offers; what does not fit together goes to the problems."""

    def __init__(self, terms: Terms, problems: Problems) -> None:
        self._terms = terms
        self._problems = problems
        self._moments: dict[tuple[date, int], datetime] = {}
        self._sums: dict[tuple[Decimal, int], int] = {}

    def facts(self, number: int, shared: Shared, ones: list[tuple[int, One]]) -> OfferFacts | None:
        """The offer, or None after its problems were noted."""
        before = self._problems.total
        digits = minor_digits(shared.currency)
        least = self._money(number, "value_min", shared.value_min, digits, RANGE_MAX)
        most = self._money(number, "value_max", shared.value_max, digits, RANGE_MAX)
        step = self._money(number, "value_step", shared.value_step, digits, RANGE_MAX)
        rate = self._money(number, "money_per_point", shared.money_per_point, digits)
        starts, ends = self._moment(shared.starts_on, 0), self._moment(shared.ends_on, 1)
        self._check(number, shared, ones, (least, most, step), rate)
        if starts and ends and ends <= starts:
            self._problems.add(number, "ends_on", "ends before it starts")
        prices = () if least or most or step else self._prices(ones, digits)
        if self._problems.total != before:
            return None
        return OfferFacts(
            number, shared.offer, shared.brand, shared.kind, shared.title_ru, shared.title_en, shared.fulfilment,
            shared.currency, least, most, step, shared.points_per_100, RATE_OF * 10**digits if least else None,
            shared.min_points, rate, shared.validity_days, shared.per_member_limit, shared.total_limit, shared.tier,
            starts, ends, prices,
        )  # fmt: skip

    def _check(
        self,
        number: int,
        shared: Shared,
        ones: list[tuple[int, One]],
        ranged: tuple[int | None, ...],
        rate: int | None,
    ) -> None:
        say = self._problems.add
        least, most, step = ranged
        if any(ranged) or shared.points_per_100:
            if not (least and most and step and shared.points_per_100):
                say(number, "value_min", "a range needs value_min, value_max, value_step and points_per_100")
            elif least > most:
                say(number, "value_max", "is below value_min")
            if shared.fulfilment == "stock":
                say(number, "fulfilment", "a range of values cannot be handed over from stock")
            if len(ones) > 1 or any(ones[0][1]):
                say(ones[-1][0], "value", "an offer has denominations or a range, not both")
        if (shared.min_points is None) != (rate is None):
            say(number, "money_per_point", "min_points and money_per_point go together")

    def _prices(self, ones: list[tuple[int, One]], digits: int) -> tuple[tuple[int, int, int | None], ...]:
        found: dict[int, tuple[int, int, int | None]] = {}
        for number, one in ones:
            value = self._money(number, "value", one.value, digits)
            if value is None or one.price_points is None:
                if one.value is None:
                    self._problems.add(number, "value", "is missing")
                if one.price_points is None:
                    self._problems.add(number, "price_points", "is missing")
                continue
            if value in found:
                self._problems.add(number, "value", "the offer has this value twice")
            if one.old_price_points is not None and one.old_price_points <= one.price_points:
                self._problems.add(number, "old_price_points", "is not above the price")
            found[value] = (value, one.price_points, one.old_price_points)
        return tuple(sorted(found.values()))

    def _money(
        self, number: int, column: str, amount: Decimal | None, digits: int, most: int = VALUE_MAX
    ) -> int | None:
        if amount is None:
            return None
        try:
            known = self._sums.get((amount, digits))
            if known is None:
                known = self._sums[amount, digits] = cells.minor_units(amount, digits, VALUE_MAX)
            if known > most:
                raise CellError("is too large")
            return known
        except CellError as error:
            self._problems.add(number, column, error.reason)
            return None

    def _moment(self, day: date | None, plus: int) -> datetime | None:
        """The start of the day in the programme's zone; of the day after for a last day."""
        if day is None:
            return None
        if (day, plus) not in self._moments:
            zone = ZoneInfo(self._terms.time_zone)
            self._moments[day, plus] = datetime.combine(day + timedelta(days=plus), time(), zone).astimezone(
                ZoneInfo("UTC")
            )
        return self._moments[day, plus]
