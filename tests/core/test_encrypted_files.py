"""Files kept encrypted in parts: they come back whole, each part opens at its own place alone, and keys can be renewed under them."""

from io import BytesIO

import pytest
from flask import Flask

from marketplace import partners, reports, runs, settlements
from marketplace.core import rekeying, vault
from marketplace.core.db import execute, transaction
from marketplace.core.encrypted_files import EncryptedFiles
from marketplace.support import accounts, archives, cases
from tests.builders.programmes import a_programme
from tests.builders.runs import kept

FILES = EncryptedFiles("files of a test", "run_files", "run_id", place_name="test", part_bytes=4)
KEEPERS = (accounts, archives, cases, partners, reports, runs, settlements)
CONTENT = b"CANARY, and more of it"


@pytest.fixture
def two(ctx: Flask) -> tuple[int, int]:
    """Two runs whose own files are gone: there is room for ours."""
    with transaction():
        programme = a_programme()
    ids = [kept(programme, "catalogue", name).id for name in "ab"]
    with transaction():
        execute("DELETE FROM run_files")
    return ids[0], ids[1]


def test_a_file_comes_back_as_it_was_whole_and_part_by_part(two: tuple[int, int]) -> None:
    first, second = two
    opened = BytesIO(b"head " + CONTENT)
    opened.seek(5)
    with transaction():
        FILES.keep(first, CONTENT)
        FILES.keep(second, opened)
    ciphers = execute("SELECT ciphertext FROM run_files").scalars()
    assert len(ciphers) == 2 * 6
    assert not any(b"CANA" in bytes(cipher) for cipher in ciphers)
    assert (FILES.whole(first), FILES.whole(second), FILES.whole(0)) == (CONTENT, CONTENT, b"")
    assert list(FILES.parts(second)) == [CONTENT[at : at + 4] for at in range(0, len(CONTENT), 4)]


@pytest.mark.parametrize(
    "moved",
    [
        "UPDATE run_files SET part = part + 10",
        "UPDATE run_files SET run_id = %(second)s",
        "UPDATE run_files f SET ciphertext = o.ciphertext FROM run_files o WHERE f.part = 0 AND o.part = 1",
    ],
    ids=["to another part", "to another file", "the next part's content"],
)
def test_a_part_that_was_moved_does_not_open(two: tuple[int, int], moved: str) -> None:
    first, second = two
    with transaction():
        FILES.keep(first, CONTENT)
        execute(moved, {"second": second})
    there = execute("SELECT DISTINCT run_id FROM run_files").scalar_one()
    with pytest.raises(vault.Unreadable):
        FILES.whole(there)
    with pytest.raises(vault.Unreadable):
        list(FILES.parts(there))


def test_a_new_ciphertext_takes_the_place_of_the_one_that_was_read_and_of_no_other(two: tuple[int, int]) -> None:
    first, _ = two
    of = FILES.ciphertexts()
    with transaction():
        FILES.keep(first, CONTENT)
    assert rekeying.older(of) == 0, "all are of the newest key"
    old = bytes(execute("SELECT ciphertext FROM run_files WHERE part = 1").scalar_one())
    fresh = vault.installed().renewed(old, of.place(first, 1))
    change = {"run_id": [first], "part": [1], "old": [old], "new": [fresh]}
    with transaction():
        assert execute(of.exchange, change | {"part": [2]}).scalar_one() == 0
        assert execute(of.exchange, change).scalar_one() == 1
        assert execute(of.exchange, change).scalar_one() == 0, "another was there by then"
    assert FILES.whole(first) == CONTENT


def test_domains_bind_their_files_to_the_names_that_were_used_from_the_beginning() -> None:
    bound = {of.CIPHERTEXTS.table: of.CIPHERTEXTS.place(17, 3) for of in KEEPERS}
    assert bound == {
        "account_paper_parts": b"account paper:17:3",
        "case_file_parts": b"case file:17:3",
        "export_parts": b"export:17:3",
        "member_archive_parts": b"archive:17:3",
        "partner_document_parts": b"partner document:17:3",
        "run_files": b"run:17:3",
        "statement_dispute_file_parts": b"dispute file:17:3",
    }
