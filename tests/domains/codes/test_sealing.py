"""Codes as they are kept: what is sealed is read at its row, whichever way it was sealed."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.codes import Secret, sealing, unseal
from marketplace.core import vault
from marketplace.core.vault import Unreadable

PRINTED = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=64)


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The key file of a process that runs."""
    path = tmp_path_factory.mktemp("keys") / "keys.json"
    vault.new_key_file(path)
    return path


@pytest.fixture(autouse=True)
def running(keys: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("_installed", "_installed_from", "_read_as"):
        monkeypatch.setattr(vault, name, getattr(vault, name))
    vault.install(keys)


@given(code=PRINTED, pin=PRINTED | st.just(""))
def test_any_code_and_pin_come_back_as_they_were(code: str, pin: str) -> None:
    [one_of_a_set] = sealing.seal_all([(7, code, pin)])
    assert unseal(7, sealing.seal(7, code, pin)) == unseal(7, one_of_a_set) == Secret(code, pin)


def test_each_code_of_a_set_is_read_at_its_own_row_only() -> None:
    first, second = sealing.seal_all([(1, "AAAA1111", ""), (2, "AAAA1111", "")])
    assert unseal(1, first) == unseal(2, second) == Secret("AAAA1111")
    with pytest.raises(Unreadable):
        unseal(2, first)


def test_set_after_a_rotation_names_the_new_key(keys: Path) -> None:
    [before] = sealing.seal_all([(1, "AAAA1111", "")])
    fresh = vault.rotate(keys)
    [after] = sealing.seal_all([(1, "AAAA1111", "")])
    assert vault.key_id(after) == fresh != vault.key_id(before)
