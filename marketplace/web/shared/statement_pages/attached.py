"""Papers that come with what is said in a dispute."""

from collections.abc import Iterable

from flask.typing import ResponseReturnValue

from marketplace import settlements
from marketplace.settlements import Dispute, DisputeFile, Paper
from marketplace.web.shared import attachments
from marketplace.web.shared.attachments import ACCEPT
from marketplace.web.shared.statement_pages.scope import partners_here

__all__ = ["ACCEPT", "by_remark", "paper", "papers_given"]


def paper(dispute_file_id: int, **_address: str) -> ResponseReturnValue:
    """A paper, to be saved, for both sides of its dispute."""
    found, content = settlements.dispute_file(dispute_file_id, partners_here())
    return attachments.saved(content, found.kind, found.name)


def papers_given() -> list[Paper]:
    """The files that came with the form."""
    return [Paper(*one) for one in attachments.chosen()]


def by_remark(disputes: Iterable[Dispute]) -> dict[int, list[DisputeFile]]:
    """The papers of some disputes, by the remark that they came with."""
    found: dict[int, list[DisputeFile]] = {}
    for one in settlements.dispute_files(each.id for each in disputes):
        found.setdefault(one.remark_id, []).append(one)
    return found
