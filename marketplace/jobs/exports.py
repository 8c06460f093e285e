"""Makes the files of long lists that somebody asked for; nothing of them lies open on a disk."""

import tempfile

from marketplace import reports
from marketplace.core import clock
from marketplace.core.db import transaction
from marketplace.core.topics import Topic
from marketplace.jobs.promises import keeps


@keeps(Topic.REPORTS_EXPORT)
def make(ref: str) -> None:
    """Make the file with this id, once. The file being written has no name, and is gone with the process."""
    export_id = int(ref)
    wanted = reports.export_to_make(export_id, clock.now())
    if wanted is None:
        return

    def told(rows: int) -> None:
        with transaction():
            reports.note_progress(export_id, rows)

    with tempfile.TemporaryFile() as file:
        rows = reports.write_export(wanted, file, told=told)
        file.seek(0)
        with transaction():
            reports.keep_export(export_id, file, rows=rows, now=clock.now())
