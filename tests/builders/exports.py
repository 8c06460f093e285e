"""Files of lists in tests."""

import io
from datetime import UTC, datetime

from marketplace import members, reports
from marketplace.core import listing
from marketplace.core.db import execute

WORDING = listing.Wording({column.name: column.name for column in members.MEMBERS.shown}, {}, "en", "Europe/Moscow", 0)


def wanted(programme_id: int, kind: str = "csv", **asked: str) -> reports.Wanted:
    """The members of a programme as a file."""
    question = listing.ask(members.MEMBERS, asked, listing.Locale("Europe/Moscow"))
    return reports.Wanted(
        members.MEMBERS, question, listing.Asker({"programme": programme_id, "member": None}), WORDING, kind
    )


def a_file(programme_id: int, user_id: int, *, permission: str = "members.read") -> str:
    """A file of the members that a user asked for and that is made; inside a transaction. Returns its public id."""
    now = datetime.now(UTC)
    public_id = reports.ask_for_export(
        wanted(programme_id), programme_id=programme_id, user_id=user_id, permission=permission, rows=0, now=now
    )
    export_id = execute("SELECT id FROM exports WHERE public_id = %(id)s", {"id": public_id}).scalar_one()
    reports.keep_export(export_id, io.BytesIO(b"number"), rows=0, now=now)
    return public_id
