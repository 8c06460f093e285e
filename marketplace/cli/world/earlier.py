"""How offers of the demo world stood before their partners changed them."""

from marketplace.catalogue import OfferFacts
from marketplace.cli.world import reading
from marketplace.programmes import Programme


def as_it_was(facts: OfferFacts, programme: Programme, *, days: int) -> OfferFacts:
    """An offer as it stood so many days ago."""
    prices = {value: (price, old) for value, price, old in facts.denominations}
    for row in reading.rows("earlier"):
        if (row["programme"], row["offer"]) == (programme.slug, facts.external_ref) and int(
            row["until_days_before"]
        ) < days:
            value = reading.minor(row["value_rub"])
            prices.pop(value, None)
            if row["price_points"]:
                decimals = programme.decimals
                prices[value] = (
                    reading.minor(row["price_points"], decimals),
                    reading.optional(row["old_price_points"], decimals),
                )
    return facts._replace(denominations=tuple((value, *prices[value]) for value in sorted(prices)))
