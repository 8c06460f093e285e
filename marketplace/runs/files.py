"""A run's file while the run lasts: encrypted, in chunks, each bound to its run and place; deleted with the run's end."""

from marketplace.core.db import execute
from marketplace.core.encrypted_files import EncryptedFiles
from marketplace.runs.approval import approved_by
from marketplace.runs.errors import FileGone
from marketplace.runs.values import Given, Run

FILES = EncryptedFiles("files of runs", "run_files", "run_id", place_name="run")
CIPHERTEXTS = FILES.ciphertexts()


def store(run_id: int, content: bytes) -> None:
    """Keep a file that has just come."""
    FILES.keep(run_id, content)


def given(run: Run) -> Given:
    """The file of a run, in the clear, with how it is to be read.

    Raises:
        FileGone: the run has ended.
    """
    content = FILES.whole(run.id)
    if not content:
        raise FileGone(run=run.id)
    assert len(content) == run.file_size, "a run's file is whole"
    return Given(
        run.programme_id, run.partner_id, run.file_name, content, run.file_digest, run.options, run.preview, approved_by(run),
        run.id,
    )  # fmt: skip


def drop(run_id: int) -> None:
    """Delete a file; twice is once."""
    execute("DELETE FROM run_files WHERE run_id = %(run)s", {"run": run_id})
