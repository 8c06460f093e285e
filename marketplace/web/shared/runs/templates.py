"""Templates of files: the columns of a kind, what each means, and a spreadsheet with examples to begin with."""

from collections.abc import Mapping
from io import BytesIO
from typing import NamedTuple

import xlsxwriter
from flask import abort, g, redirect, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from marketplace import catalogue, partners
from marketplace.core import clock, sheets
from marketplace.web.shared.runs.visible import my_kinds, partner_here

WIDTH = 20  # of a column, in characters
REQUIRED, NEW, OPTIONAL = _l("required"), _l("for a new offer"), _l("optional")


class Column(NamedTuple):
    """A column: what it means, whether it is required, and what stands in the two example rows."""

    about: LazyString
    required: LazyString
    examples: tuple[str, str] = ("", "")


COLUMNS: Mapping[str, Mapping[str, Column]] = {
    "catalogue": {
        "offer": Column(_l("The offer's reference; it never changes. Rows with the same one are one offer."), REQUIRED, ("example-card", "example-card")),
        "brand": Column(_l("Short name of the brand"), NEW, ("example-brand", "example-brand")),
        "title_ru": Column(_l("Title in Russian"), NEW, ("Пример карты", "Пример карты")),
        "title_en": Column(_l("Title in English"), NEW, ("Example card", "Example card")),
        "kind": Column(_l("gift_card, certificate, goods or service; if left out: gift_card"), OPTIONAL, ("gift_card", "gift_card")),
        "fulfilment": Column(_l("stock: loaded codes; own: we make the certificate; supplier: bought to order"), OPTIONAL, ("stock", "stock")),
        "currency": Column(_l("Three letters, such as RUB; if left out: the programme's"), OPTIONAL),
        "value": Column(_l("What the card is worth, in whole units of the currency"), NEW, ("500", "1000")),
        "price_points": Column(_l("What it costs in points"), NEW, ("500", "1000")),
        "old_price_points": Column(_l("What it cost before; above the price"), OPTIONAL),
        "value_min": Column(_l("For any value instead of a fixed one: the lowest"), OPTIONAL),
        "value_max": Column(_l("The highest value"), OPTIONAL),
        "value_step": Column(_l("The step between values"), OPTIONAL),
        "points_per_100": Column(_l("Points for a hundred units of the currency"), OPTIONAL),
        "min_points": Column(_l("Points and money: at least so many points"), OPTIONAL),
        "money_per_point": Column(_l("Points and money: the price of each further point"), OPTIONAL),
        "validity_days": Column(_l("How many days a card lasts, 1 to 3650; if left out: 365"), OPTIONAL, ("365", "365")),
        "per_member_limit": Column(_l("How many one member may order"), OPTIONAL),
        "total_limit": Column(_l("How many can be ordered in total"), OPTIONAL),
        "tier": Column(_l("Only for members of this level"), OPTIONAL),
        "starts_on": Column(_l("The first day on sale, such as 2027-12-31"), OPTIONAL),
        "ends_on": Column(_l("The last day on sale"), OPTIONAL),
        "version": Column(_l("The publication that the file was made after; leave it as it is, and you are told of changes since"), OPTIONAL),
    },
    "codes": {
        "code": Column(_l("The code, 4 to 64 characters, kept exactly as written"), REQUIRED, ("EXAMPLE-CODE-0001", "EXAMPLE-CODE-0002")),
        "pin": Column(_l("The PIN, up to 32 characters"), OPTIONAL, ("0001", "0002")),
        "value": Column(_l("What the card is worth; not needed if one value is given for all codes"), OPTIONAL, ("500", "500")),
        "expires_on": Column(_l("The last day on which it can be used, such as 2027-12-31"), OPTIONAL),
    },
    "rates": {
        "day": Column(_l("The day for which it was published, such as 2027-12-31"), REQUIRED, ("2026-11-21", "2026-11-21")),
        "from": Column(_l("Three letters: the currency of which one unit is meant"), REQUIRED, ("USD", "EUR")),
        "to": Column(_l("Three letters: the currency in which it is paid"), REQUIRED, ("RUB", "RUB")),
        "rate": Column(_l("What one unit was worth"), REQUIRED, ("91.2150", "98.7405")),
    },
}  # fmt: skip


def template(**_address: str) -> ResponseReturnValue:
    """A spreadsheet of the kind that is asked for, with two example rows; without a kind, the page where it is chosen."""
    mine = [one.name for one in my_kinds() if one.name in COLUMNS]
    kind = request.args.get("kind")
    if not kind:
        return redirect(url_for(".new"), 303)
    if kind not in mine:
        abort(404)
    columns = COLUMNS[kind]
    rows = [{name: column.examples[at] for name, column in columns.items()} for at in (0, 1)]
    for row in rows:
        _suit(row)
    return send_file(
        BytesIO(_sheet([list(columns), *(list(row.values()) for row in rows)])), sheets.KINDS["xlsx"],
        as_attachment=True, download_name=f"{kind}-template.xlsx",
    )  # fmt: skip


def _suit(row: dict[str, str]) -> None:
    """Examples that the visitor's own file could have: a brand that there is, a day to come, what the shop is now."""
    if "brand" in row:
        brands = sorted(partners.brands_of(g.programme.id, partner_id=partner_here()), key=lambda one: one.slug)
        row["brand"] = brands[0].slug if brands else row["brand"]
        if "version" in row and brands:  # the number that the brand's partner gives the last publication
            row["version"] = str(catalogue.version(brands[0].partner_id) or "")
    if "expires_on" in row:
        row["expires_on"] = f"{clock.now().year + 2}-12-31"


def _sheet(rows: list[list[str]]) -> bytes:
    """A sheet whose columns are text, so that zeros in front and long numbers stay when it is filled in."""
    held = BytesIO()
    book = xlsxwriter.Workbook(held, {"in_memory": True})
    text = book.add_format({"num_format": "@"})
    sheet = book.add_worksheet()
    sheet.set_column(0, len(rows[0]) - 1, WIDTH, text)
    for at, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            sheet.write_string(at, column, cell, text)
    sheet.freeze_panes(1, 0)
    book.close()
    return held.getvalue()
