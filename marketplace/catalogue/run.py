"""A run over our own catalogue file: compared with the shop, then published in one go, never half."""

from collections.abc import Iterator
from datetime import datetime

from marketplace import programmes
from marketplace.catalogue import files, history, readings
from marketplace.catalogue.actions import STAY, preview, preview_back, publish, take_back
from marketplace.catalogue.impact import Impact
from marketplace.catalogue.meaning import meanings
from marketplace.catalogue.reviewed import Reviewed, stands
from marketplace.catalogue.rules import CONSENT_ABOVE, is_whole, undone_by
from marketplace.core.changes import Comparison
from marketplace.core.problems import Problems, Reason
from marketplace.identity import Permission
from marketplace.runs import Checked, Given, Kind, Part

BEHIND = "the file was made from publication %(made)s, and the shop is at %(live)s; offers changed since: %(offers)s"
AHEAD = "the file names publication %(made)s, and the last one is %(live)s: what has changed since it was made cannot be told"
MOVED = "row %(row)s: the offer has changed in the shop since this file was taken (publication %(number)s); the file would undo that"


def check(given: Given, problems: Problems, now: datetime) -> Checked | None:
    """What the file would change in the shop, or taking a publication back."""
    undoes = undone_by(given.options)
    if undoes is not None:
        return _checked(given, *preview_back(given.programme_id, undoes, partner_id=given.partner_id or 0))
    readings.let_go()
    programme, seen = programmes.get(given.programme_id), dict[str, int]()
    offers = files.read(
        programme, given.name, given.content, problems, source=_source(given), partner_id=given.partner_id, seen=seen
    )
    files.refuse_past(given.programme_id, _source(given), offers, problems, partner_id=given.partner_id, now=now)
    if problems.total:
        return None
    readings.keep(_reading(given), offers)
    _tell_since(given, seen, problems)
    comparison, means = preview(given.programme_id, _source(given), offers, whole=is_whole(given.options))
    if comparison.stay:
        problems.tell(Reason(STAY, number=comparison.stay))
    for one in history.changed_since(given.programme_id, seen):
        problems.tell(Reason(MOVED, row=one.row, number=one.number))
    return _checked(given, comparison, means)


def parts(given: Given, reached: int, total: int) -> Iterator[Part]:
    """The whole catalogue as one part."""
    if reached == 0:
        yield Part(total, lambda now: _publish(given, now))


def shown(column: str, cell: str) -> str:
    """A catalogue is made to be seen."""
    return cell


def _tell_since(given: Given, seen: dict[str, int], problems: Problems) -> None:
    """Before the difference: that a partner's shop has gone on since the oldest publication that rows of the file were made from."""
    gone_on = history.behind(given.partner_id, min(seen.values())) if given.partner_id is not None and seen else None
    if gone_on is not None:
        problems.tell(Reason(BEHIND if gone_on.live > gone_on.made else AHEAD, **gone_on._asdict()))


def _checked(given: Given, comparison: Comparison, means: Impact) -> Checked:
    seen = Reviewed.now(given.programme_id, given.partner_id, comparison.changes)
    told = comparison.as_json() | {"impact": means._asdict()} | seen.as_json()
    return Checked(
        comparison.total, comparison.total, comparison.unchanged, told, means.size, comparison.changes, meanings
    )


def _publish(given: Given, now: datetime) -> int:
    undoes = undone_by(given.options)
    if undoes is not None:
        return take_back(given.programme_id, undoes, partner_id=given.partner_id or 0, now=now).total
    offers = readings.take(_reading(given))
    if offers is None:
        programme, problems = programmes.get(given.programme_id), Problems(given.name)
        offers = files.read(
            programme, given.name, given.content, problems, source=_source(given), partner_id=given.partner_id
        )
        problems.refuse()
    return publish(
        given.programme_id, _source(given), offers, whole=is_whole(given.options), seen=Reviewed.of(given.preview), partner_id=given.partner_id,
        run_id=given.run_id, now=now,
    ).total  # fmt: skip


def _reading(given: Given) -> readings.Reading:
    terms = files.terms(programmes.get(given.programme_id))
    return readings.reading(given.digest, given.programme_id, given.partner_id, _source(given), terms)


def _source(given: Given) -> str:
    """Whose file it is; it speaks for its own offers only."""
    return given.options.get("source") or files.SOURCE


KIND = Kind(
    "catalogue",
    Permission.RUNS_CATALOGUE,
    check,
    parts,
    shown,
    stands=stands,
    in_parts=False,
    partner_cap=CONSENT_ABOVE,
)
