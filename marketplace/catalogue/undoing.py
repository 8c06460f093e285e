"""Publications that are taken back: which may be, and what is written down of one that was so at once."""

from datetime import datetime
from typing import NamedTuple

from marketplace.catalogue import history
from marketplace.catalogue.errors import AlreadyTakenBack, PublishedSince
from marketplace.catalogue.history import Publication
from marketplace.core.db import execute


class Undo(NamedTuple):
    """A publication that was taken back at once: of which side, when, and by whom."""

    publication: Publication
    side: str
    at: datetime
    actor: str


def must_be_last(one: Publication) -> None:
    """Whether nothing that still stands was published of the partner by this source later. Raises AlreadyTakenBack, PublishedSince."""
    if one.undoes is not None or one.undone_by is not None:
        raise AlreadyTakenBack
    later = execute(
        """SELECT EXISTS (SELECT FROM catalogue_publications p
            WHERE p.partner_id = %(partner)s AND p.source = %(source)s AND p.id > %(id)s AND p.undoes IS NULL
              AND NOT EXISTS (SELECT FROM catalogue_publications u WHERE u.undoes = p.id))""",
        {"partner": one.partner_id, "source": one.source, "id": one.id},
    )
    if later.scalar_one():
        raise PublishedSince


def note_undo(one: Publication, *, side: str, minutes: int, now: datetime) -> None:
    """Write down that a publication, which has just been taken back, was so at once by those who brought it."""
    execute(
        """INSERT INTO publication_undos (publication_id, undone_by, side, minutes, actor, at)
           SELECT %(id)s, id, %(side)s, %(minutes)s, acting(), %(now)s FROM catalogue_publications WHERE undoes = %(id)s""",
        {"id": one.id, "side": side, "minutes": minutes, "now": now},
    )


def undone(publication_id: int) -> Undo:
    """A publication that was taken back at once, and how."""
    row = execute(
        """SELECT p.partner_id, o.side, o.at, o.actor FROM publication_undos o JOIN catalogue_publications p ON p.id = o.publication_id
            WHERE o.publication_id = %(id)s""",
        {"id": publication_id},
    ).one()
    return Undo(history.publication(publication_id, partner_id=row.partner_id), row.side, row.at, row.actor)
