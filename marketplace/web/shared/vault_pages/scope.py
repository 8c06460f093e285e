"""Whose codes a desk sees."""

from collections.abc import Sequence

from flask import g

from marketplace import codes, partners
from marketplace.codes import Batch, Stock
from marketplace.core import listing
from marketplace.core.errors import NotFound
from marketplace.partners import Brand
from marketplace.web.shared import filters


def partner_here() -> int | None:
    """The partner whose desk it is; None at the programme's own."""
    found = g.get("partner")
    return None if found is None else int(found.id)


def asker() -> listing.Asker:
    """Who asks: for all batches of the programme, or of the partner."""
    return listing.Asker({"programme": g.programme.id, "partner": partner_here(), "today": filters.today()})


def brands() -> Sequence[Brand]:
    """The brands of the desk, by name."""
    found = partners.brands_of(g.programme.id, partner_id=partner_here())
    return sorted(found, key=lambda brand: str(brand.name(filters.language())))


def stock_of(denomination_id: int) -> Stock:
    """A denomination of the desk that is sold from stock. Raises NotFound."""
    found = codes.on_hand([brand.id for brand in brands()], today=filters.today())
    one = next((one for one in found if one.denomination_id == denomination_id), None)
    if one is None:
        raise NotFound
    return one


def batch_of(batch_id: int) -> Batch:
    """A batch of the desk. Raises NoBatch."""
    return codes.batch(batch_id, programme_id=g.programme.id, partner_id=partner_here(), today=filters.today())
