"""What is known of disputed lines, as a table for one and as a pack for a whole statement. The same facts give the same bytes."""

import io
import zipfile
from zoneinfo import ZoneInfo

from flask import Response
from flask_babel import gettext as _

from marketplace import settlements
from marketplace.core import sheets
from marketplace.core.money import minor_digits
from marketplace.core.sheets import Amount
from marketplace.settlements import Dispute, DisputeFile, Statement
from marketplace.web.shared import filters
from marketplace.web.shared.statement_pages import documents, words


def of_line(of: Statement, about: Dispute) -> Response:
    """The line, the till's record, each movement of the card: a table."""
    return documents.sent(_table(of, about), documents.KINDS["csv"], f"{of.number}-{about.position}.csv")


def pack(of: Statement) -> Response:
    """All of a statement's disputes: its document, its lines, and of each what was recorded, what was said and the papers that came with it."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        _add(made, of, f"{of.number}.json", settlements.document(of))
        _add(made, of, "lines.csv", documents.table(of, "csv"))
        for about in settlements.disputes(of):
            _add(made, of, f"{about.position}-facts.csv", _table(of, about))
            _add(made, of, f"{about.position}-words.csv", _words(of, about))
            for name, paper in _papers(about).items():
                _add(made, of, name, settlements.dispute_file(paper.id, [of.partner_id])[1])
    return documents.sent(file.getvalue(), "application/zip", f"{of.number}-evidence.zip")


def _add(made: zipfile.ZipFile, of: Statement, name: str, content: bytes) -> None:
    """A file of the day on which the statement was drawn, so that the same pack has the same bytes."""
    made.writestr(zipfile.ZipInfo(name, of.drawn_at.timetuple()[:6]), content, zipfile.ZIP_DEFLATED)


def _table(of: Statement, about: Dispute) -> bytes:
    head = (_("What"), _("When"), _("Where"), _("Receipt number"), _("Amount"), _("Left on the card"))
    digits, zone = minor_digits(of.currency), _zone(of)
    said = {
        "redemption": _("Redeemed"), "reversal": _("Reversed"), "movement": _("Movement of the card"), "line": _("Line of the statement"),
    }  # fmt: skip
    rows = [
        (said[one.what], one.at.astimezone(zone).replace(tzinfo=None),
         str(words.MOVED_BY[one.place]) if one.what == "movement" else one.place, one.receipt, Amount(one.amount, digits),
         None if one.left is None else Amount(one.left, digits))
        for one in settlements.evidence(of, about)
    ]  # fmt: skip
    file = io.BytesIO()
    sheets.write("csv", file, head, rows, language=filters.language())
    return file.getvalue()


def _words(of: Statement, about: Dispute) -> bytes:
    """What is claimed of a line and why, and each word about it."""
    digits, zone = minor_digits(of.currency), _zone(of)
    head = (_("When"), _("Who"), _("Said"), _("Should be"), _("Attached"))
    raised = (
        about.at.astimezone(zone).replace(tzinfo=None),
        _("Partner"),
        str(words.REASONS[about.reason]),
        Amount(about.claimed, digits),
        "",
    )
    papers = _papers(about)
    sides = {"programme": _("Programme"), "partner": _("Partner")}
    rest = [
        (one.at.astimezone(zone).replace(tzinfo=None), sides[one.side], one.body, None,
         ", ".join(f"{name} ({paper.name})" for name, paper in papers.items() if paper.remark_id == one.id))
        for one in settlements.remarks([about.id])[about.id]
    ]  # fmt: skip
    file = io.BytesIO()
    sheets.write("csv", file, head, [raised, *rest], language=filters.language())
    return file.getvalue()


def _papers(about: Dispute) -> dict[str, DisputeFile]:
    """The papers of a dispute, by their names in the pack: those that people gave may be anything."""
    return {
        f"{about.position}-{n:02}.{one.kind}": one for n, one in enumerate(settlements.dispute_files([about.id]), 1)
    }


def _zone(of: Statement) -> ZoneInfo:
    return ZoneInfo(settlements.contract(of.partner_id).time_zone)
