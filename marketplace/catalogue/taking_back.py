"""A publication taken back: at once by those who have just made it, or where one person may publish the same change alone; else as a run that another
person approves."""

import io
from datetime import datetime

from marketplace import runs
from marketplace.catalogue import actions, columns, form, history, rules, undoing
from marketplace.catalogue.history import Publication
from marketplace.catalogue.impact import Impact
from marketplace.core import audit, ids, outbox, sheets
from marketplace.core.changes import Comparison
from marketplace.core.topics import Topic
from marketplace.programmes import Programme


def meant_back(programme_id: int, publication_id: int, *, partner_id: int) -> tuple[Comparison, Impact]:
    """What taking a publication back would change, and what that means for members. It stages what differs, so it needs a transaction.

    Raises: as `take_back`.
    """
    return actions.preview_back(programme_id, publication_id, partner_id=partner_id)


def undo_until(programme: Programme, one: Publication, *, side: str, now: datetime) -> datetime | None:
    """Until when this side may take a publication back without asking anybody; None: it may not, or no longer.

    It may where its own people brought it, and nothing was published after it: then the shop is as it was just before, on terms on which it was
    already. Another side's publication, and one under others, go the long way.
    """
    if one.side != side or not one.newest:
        return None
    return rules.undo_until(one.at, programme.undo_minutes, now=now)


def take_back(
    programme: Programme, publication_id: int, *, partner_id: int, side: rules.Side | None = None, now: datetime
) -> runs.Run | None:
    """Bring every offer of a partner's last publication to where it was before, to the last price; once.

    Args:
        side: whose people ask for it; what they have just published themselves they take back at once (`undo_until`), and the other side is told.

    Returns:
        None: it is done. A run: what it changes takes another person by the rule for catalogues, so it waits for that like an upload;
        asked again meanwhile, it is the same run.

    Raises:
        NothingToTakeBack: the partner has no such publication.
        AlreadyTakenBack: it was taken back, or takes one back itself.
        PublishedSince: something was published after it, which has to be taken back first.
    """
    _, meant = meant_back(programme.id, publication_id, partner_id=partner_id)
    # From here on nobody else publishes in the programme until the transaction ends.
    one = history.publication(publication_id, partner_id=partner_id)
    if side is not None and undo_until(programme, one, side=side, now=now):
        _undo(programme, one, side, now)
        return None
    if not runs.size_needs_approver(programme.id, "catalogue", meant.size, by_partner=side == "partner"):
        actions.take_back(programme.id, publication_id, partner_id=partner_id, now=now)
        return None
    options = rules.undoing(publication_id)
    # Publications of a programme come one at a time, so nobody else keeps one meanwhile.
    return runs.open_run(programme.id, "catalogue", options) or runs.keep(
        programme.id, "catalogue", rules.TAKEN_BACK, _table(programme, publication_id, partner_id), options,
        ref=ids.new_ref(), partner_id=partner_id, now=now,
    )  # fmt: skip


def _undo(programme: Programme, one: Publication, side: rules.Side, now: datetime) -> None:
    actions.take_back(programme.id, one.id, partner_id=one.partner_id, now=now)
    undoing.note_undo(one, side=side, minutes=programme.undo_minutes, now=now)
    after = {"partner": one.partner_id, "publication": one.number, "side": side, "minutes": programme.undo_minutes}
    audit.record("catalogue.undo", f"publication:{one.id}", at=now, after=after)
    outbox.send(Topic.CATALOGUE_UNDONE, ref=str(one.id), now=now)


def _table(programme: Programme, publication_id: int, partner_id: int) -> bytes:
    """What comes back into the shop, in our own form; what goes out of it again is in no file."""
    offers, _ = history.before(publication_id)
    out = io.BytesIO()
    rows = form.rows(
        offers, decimals=programme.decimals, time_zone=programme.time_zone, version=history.version(partner_id)
    )
    sheets.write("csv", out, columns.COLUMNS, rows, language="en")
    return out.getvalue()
