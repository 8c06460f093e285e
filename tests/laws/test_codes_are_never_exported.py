"""Codes are opened one at a time, where somebody is shown one or a till takes one, and nowhere else: no list, file or report can hold them."""

import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# Who opens a code, and what for.
OPENERS = {
    "marketplace/giftcards/actions.py",  # to its owner, and to staff with a reason: one card
    "marketplace/tills/queries.py",  # the PIN of one card that a terminal has found
    "marketplace/tills/taking.py",
    "marketplace/codes/forms.py",  # what codes look like, counted: no code leaves
    "marketplace/codes/queries.py",  # one of a batch, as a pattern for decoys
}
_OPENS = re.compile(r"\bunseal\(")
_READS = re.compile(r"\bcodes\b[^\n]*\bciphertext\b|\bc\.ciphertext\b")


def modules(*folders: str) -> Iterator[tuple[str, str]]:
    for folder in folders:
        for file in sorted((ROOT / folder).rglob("*.py")):
            yield file.relative_to(ROOT).as_posix(), file.read_text(encoding="utf-8")


def openers(of: Iterator[tuple[str, str]]) -> set[str]:
    return {path for path, text in of if _OPENS.search(text) and path != "marketplace/codes/sealing.py"}


def test_codes_are_opened_where_one_is_shown_or_taken_and_nowhere_else() -> None:
    assert openers(modules("marketplace", "partner_portal")) == OPENERS


def test_no_page_list_report_or_job_reads_what_the_vault_holds() -> None:
    folders = (
        "marketplace/web",
        "marketplace/reports",
        "marketplace/jobs",
        "marketplace/core/listing",
        "partner_portal",
    )
    assert [path for path, text in modules(*folders) if _READS.search(text)] == []


def test_control_a_module_that_opens_codes_is_noticed() -> None:
    assert openers(iter([("marketplace/reports/all_codes.py", "codes.unseal(row.id, row.ciphertext)")])) != set()
    assert _READS.search("SELECT c.ciphertext FROM codes c")
