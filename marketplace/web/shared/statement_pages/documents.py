"""A statement as files: its own JSON, tables for spreadsheets, a page of PDF.

The same bytes each time, but for the tables, which call brands and tills as they are called now.
"""

import io
import json
from collections.abc import Iterator, Sequence
from zoneinfo import ZoneInfo

import typst
from flask import Response, abort
from flask_babel import gettext as _

from marketplace import settlements
from marketplace.core import formats, sheets
from marketplace.core.money import minor_digits
from marketplace.core.places import TEMPLATES
from marketplace.core.sheets import Amount, Cell
from marketplace.settlements import Statement
from marketplace.web.shared import filters
from marketplace.web.shared.statement_pages import cascade, papers, words

KINDS = {"pdf": "application/pdf", **sheets.KINDS, "json": "application/json"}
TEMPLATE = TEMPLATES / "pdf" / "statement.typ"
FONTS = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[TEMPLATE.with_name("fonts")])
PRINTED = 2_000  # lines; a longer statement prints its sums, and its tables hold the lines


def answer(of: Statement, kind: str) -> Response:
    """The file of a kind for whoever asks, in their language."""
    if kind in papers.of_statement(of):
        return sent(papers.written(of, kind), KINDS["pdf"], f"{of.number}-{kind}.pdf")
    if kind not in KINDS:
        abort(404)
    make = {"json": _json, "pdf": _pdf}.get(kind)
    content = make(of) if make else table(of, kind)
    return sent(content, KINDS[kind], f"{of.number}.{kind}")


def sent(content: bytes, media: str, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    return Response(content, mimetype=media, headers=headers)


def _json(of: Statement) -> bytes:
    return settlements.document(of)


def table(of: Statement, kind: str) -> bytes:
    file = io.BytesIO()
    head, language = _head(), filters.language()
    sheets.write(
        kind, file, head, _rows(of), language=language, widths=(6, 20, 26, 20, 10, 20, 14), made_at=of.drawn_at
    )
    return file.getvalue()


def _head() -> Sequence[str]:
    return (
        _("No."), _("When"), _("What"), _("Brand"), _("Card"), _("Till"), _("Receipt number"), _("Amount"), _("Owed"), _("Commission, %"), _("Commission"),
        _("VAT on commission"), _("VAT in the price"), _("To the partner"), _("Version"),
    )  # fmt: skip


def _rows(of: Statement) -> Iterator[Sequence[Cell]]:
    digits, zone = minor_digits(of.currency), ZoneInfo(settlements.contract(of.partner_id).time_zone)
    for one in settlements.lines(of):
        brand = filters.local(one, "brand")
        yield (
            one.position, one.at.astimezone(zone).replace(tzinfo=None), str(words.KINDS[one.kind]), brand, one.last4, one.terminal,
            one.receipt, Amount(one.gross, digits), Amount(one.due, digits), Amount(one.commission_bp, 2), Amount(one.commission, digits),
            Amount(one.commission_vat, digits), Amount(one.goods_vat, digits), Amount(one.net, digits), one.version,
        )  # fmt: skip


def _said(one: cascade.Step) -> str:
    """What is said below a line of the sum, or of what stands beside it."""
    return f"{one.about} · {_('For information, not part of the sum')}" if one.quiet else one.about


def _pdf(of: Statement) -> bytes:
    contract, sides = settlements.contract(of.partner_id), settlements.parties(of)
    partner = sides["partner"]
    language, currency = filters.language(), of.currency
    shown = settlements.lines(of) if of.line_count <= PRINTED else []
    zone = ZoneInfo(contract.time_zone)
    facts = {
        "language": language, "title": _("Statement %(number)s", number=of.number), "programme": filters.local(sides["programme"], "name"),
        "partner": partner.legal_name or filters.local(partner, "name"), "number": contract.number, "drawn": of.drawn_at.isoformat(),
        "period": f"{formats.short_day(of.from_day, language)} – {formats.short_day(of.last_day, language)}",
        "words": {
            "contract": _("Contract"), "period": _("Period"), "print": _("Fingerprint (SHA-256)"), "opening": _("Opening"), "closing": _("Closing"),
            "lines": _("Lines"), "partner": _("Partner"),
        },
        "opening": filters.money(of.opening, currency), "closing": filters.money(of.closing, currency), "digest": of.digest.hex(),
        "steps": [[one.name, _said(one), filters.money(one.amount, currency), one.quiet] for one in cascade.steps(of)],
        "head": [_("When"), _("What"), _("Card"), _("Receipt number"), _("To the partner")],
        "rows": [
            [f"{one.at.astimezone(zone):%d.%m.%Y %H:%M}", str(words.KINDS[one.kind]), one.last4, one.receipt, filters.money(one.net, currency)]
            for one in shown
        ],
    }  # fmt: skip
    made = typst.compile(
        TEMPLATE.read_bytes(),
        format="pdf",
        font_paths=FONTS,
        sys_inputs={"statement": json.dumps(facts, ensure_ascii=False)},
    )
    assert isinstance(made, bytes)
    return made
