"""Everything that is kept of a member, as a file: asked for by them or by staff, made by the worker, encrypted, and gone after a week."""

from marketplace.support.archives.collecting import LEFT_OUT, SECTIONS, Section, collected, files
from marketplace.support.archives.keeping import (
    CIPHERTEXTS,
    KEPT_FOR,
    STAFF_ARCHIVES_A_DAY,
    Archive,
    TooManyArchives,
    archive,
    archive_to_make,
    ask,
    by_id,
    content,
    forget,
    keep,
    newest,
    note_fetched,
    note_progress,
)

__all__ = [
    "CIPHERTEXTS", "KEPT_FOR", "LEFT_OUT", "SECTIONS", "STAFF_ARCHIVES_A_DAY", "Archive", "Section", "TooManyArchives", "archive", "archive_to_make", "ask", "by_id", "collected", "content", "files", "forget", "keep", "newest",
    "note_fetched", "note_progress",
]  # fmt: skip
