"""A publication taken back: at once where one person may publish the same change alone, else as a run that another person approves."""

import io
from datetime import datetime

from marketplace import runs
from marketplace.catalogue import actions, columns, form, history, rules
from marketplace.catalogue.impact import Impact
from marketplace.core import ids, sheets
from marketplace.core.changes import Comparison
from marketplace.programmes import Programme


def meant_back(programme_id: int, publication_id: int, *, partner_id: int) -> tuple[Comparison, Impact]:
    """What taking a publication back would change, and what that means for members. It stages what differs, so it needs a transaction.

    Raises: as `take_back`.
    """
    return actions.preview_back(programme_id, publication_id, partner_id=partner_id)


def take_back(programme: Programme, publication_id: int, *, partner_id: int, now: datetime) -> runs.Run | None:
    """Bring every offer of a partner's last publication to where it was before, to the last price; once.

    Returns:
        None: it is done. A run: what it changes takes another person by the rule for catalogues, so it waits for that like an upload;
        asked again meanwhile, it is the same run.

    Raises:
        NothingToTakeBack: the partner has no such publication.
        AlreadyTakenBack: it was taken back, or takes one back itself.
        PublishedSince: something was published after it, which has to be taken back first.
    """
    _, meant = meant_back(programme.id, publication_id, partner_id=partner_id)
    if not runs.size_needs_approver(programme.id, "catalogue", meant.size):
        actions.take_back(programme.id, publication_id, partner_id=partner_id, now=now)
        return None
    options = rules.undoing(publication_id)
    # Publications of a programme come one at a time, so nobody else keeps one meanwhile.
    return runs.open_run(programme.id, "catalogue", options) or runs.keep(
        programme.id, "catalogue", rules.TAKEN_BACK, _table(programme, publication_id, partner_id), options,
        ref=ids.new_ref(), partner_id=partner_id, now=now,
    )  # fmt: skip


def _table(programme: Programme, publication_id: int, partner_id: int) -> bytes:
    """What comes back into the shop, in our own form; what goes out of it again is in no file."""
    offers, _ = history.before(publication_id)
    out = io.BytesIO()
    rows = form.rows(
        offers, decimals=programme.decimals, time_zone=programme.time_zone, version=history.version(partner_id)
    )
    sheets.write("csv", out, columns.COLUMNS, rows, language="en")
    return out.getvalue()
