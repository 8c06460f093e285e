"""A run over a supplier's product list: its brands and offers, priced by a rate for each currency; published in one go."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from marketplace import catalogue, codes, partners, programmes, suppliers
from marketplace.core.problems import Problems, Reason
from marketplace.identity import Permission
from marketplace.integrations.suppliers import reloadly
from marketplace.integrations.suppliers.reloadly import Pricing, SupplierCatalogue
from marketplace.programmes import Programme
from marketplace.runs import Checked, Given, Kind, Part

CATEGORY, VALIDITY_DAYS = "international", 365
LEFT_OUT = "products left out because they make no sense: %(count)s"


def check(given: Given, problems: Problems, now: datetime) -> Checked:
    """What the list would change in the shop; new brands are made for it and undone with the look."""
    programme = programmes.get(given.programme_id)
    found = _read(programme, given, now)
    _put_brands(programme, given, found, now)
    comparison, means = catalogue.preview(
        programme.id, reloadly.SOURCE, found.offers, whole=found.whole, every_brand=True
    )
    if found.left_out_total:
        problems.tell(Reason(LEFT_OUT, count=found.left_out_total))
    left_out = [{"row": one.row, "column": one.column, "reason": str(one.reason)} for one in found.left_out]
    seen = catalogue.Reviewed.now(programme.id, given.partner_id, comparison.changes)
    told = comparison.as_json() | seen.as_json() | {
        "impact": means._asdict(), "left_out": left_out, "left_out_total": found.left_out_total,
    }  # fmt: skip
    return Checked(
        comparison.total,
        comparison.total,
        comparison.unchanged,
        told,
        means.size,
        comparison.changes,
        catalogue.meanings,
    )


def parts(given: Given, reached: int, total: int) -> Iterator[Part]:
    """The whole list as one part."""
    if reached == 0:
        yield Part(total, lambda now: _publish(given, now))


def shown(_column: str, cell: str) -> str:
    """A catalogue is made to be seen."""
    return cell


def _publish(given: Given, now: datetime) -> int:
    programme = programmes.get(given.programme_id)
    found = _read(programme, given, now)
    _put_brands(programme, given, found, now)
    return catalogue.publish(
        programme.id, reloadly.SOURCE, found.offers, whole=found.whole, every_brand=True, seen=catalogue.Reviewed.of(given.preview), partner_id=given.partner_id,
        run_id=given.run_id, now=now,
    ).total  # fmt: skip


def _read(programme: Programme, given: Given, now: datetime) -> SupplierCatalogue:
    said: Mapping[str, str] = given.options
    pricing = Pricing(
        catalogue.rates_of(said.get("rates", "")),
        programme.decimals,
        int(said.get("validity_days") or VALIDITY_DAYS),
        _category(given),
    )
    return reloadly.read(given.name, given.content, pricing, loaded=_loaded(programme, now))


def _loaded(programme: Programme, now: datetime) -> set[str] | None:
    """Products whose loaded codes are sold before any is bought; None where the programme buys nothing from the supplier."""
    buys = any(one.source == reloadly.SOURCE and one.closed_at is None for one in suppliers.connections(programme.id))
    return codes.products_in_stock(programme.id, reloadly.SOURCE, today=programme.day(now)) if buys else None


def _put_brands(programme: Programme, given: Given, found: SupplierCatalogue, now: datetime) -> None:
    if _category(given) not in {shelf.slug for shelf in partners.categories()}:
        partners.save_category(_category(given), name_ru="Зарубежные", name_en="International", position=1000)
    partner = partners.save_partner(programme.id, reloadly.PARTNER)
    partners.came_with(programme.id, [partner.slug], file=given.name, now=now)
    for brand in found.brands:
        partners.save_brand(programme.id, partner.id, brand, now=now)


def _category(given: Given) -> str:
    return given.options.get("category") or CATEGORY


KIND = Kind(
    "reloadly", Permission.RUNS_CATALOGUE, check, parts, shown, table=False, stands=catalogue.stands, in_parts=False
)
