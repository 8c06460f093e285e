"""A run's file while the run lasts: encrypted, in chunks, each bound to its run and place; deleted with the run's end."""

from marketplace.core import vault
from marketplace.core.db import execute
from marketplace.core.rekeying import Ciphertexts
from marketplace.runs.errors import FileGone
from marketplace.runs.values import Given, Run

CHUNK = 2**20

_ADD = "INSERT INTO run_files (run_id, part, ciphertext) VALUES (%(run)s, %(part)s, %(ciphertext)s)"


def store(run_id: int, content: bytes) -> None:
    """Keep a file that has just come."""
    for part, start in enumerate(range(0, len(content), CHUNK)):
        cipher = vault.encrypt(content[start : start + CHUNK], place(run_id, part))
        execute(_ADD, {"run": run_id, "part": part, "ciphertext": cipher})


def given(run: Run) -> Given:
    """The file of a run, in the clear, with how it is to be read.

    Raises:
        FileGone: the run has ended.
    """
    rows = execute("SELECT part, ciphertext FROM run_files WHERE run_id = %(run)s ORDER BY part", {"run": run.id}).all()
    if not rows:
        raise FileGone(run=run.id)
    content = b"".join(vault.decrypt(row.ciphertext, place(run.id, row.part)) for row in rows)
    assert len(content) == run.file_size, "a run's file is whole"
    return Given(run.programme_id, run.partner_id, run.file_name, content, run.file_digest, run.options, run.preview)


def drop(run_id: int) -> None:
    """Delete a file; twice is once."""
    execute("DELETE FROM run_files WHERE run_id = %(run)s", {"run": run_id})


def place(run_id: int, part: int) -> bytes:
    """The name of the row that a ciphertext belongs to."""
    return b"run:%d:%d" % (run_id, part)


CIPHERTEXTS = Ciphertexts(
    "files of runs", "run_files", ("run_id", "part"), "ciphertext", place,
    """WITH renewed AS (
        UPDATE run_files f SET ciphertext = n.new
          FROM unnest(%(run_id)b::bigint[], %(part)b::integer[], %(old)b::bytea[], %(new)b::bytea[]) n(run_id, part, old, new)
         WHERE f.run_id = n.run_id AND f.part = n.part AND f.ciphertext = n.old RETURNING f.part)
    SELECT count(*) FROM renewed""",
)  # fmt: skip
