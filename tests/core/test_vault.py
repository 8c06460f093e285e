"""The vault: what it encrypts opens only with its keys, at its place; and it says nothing of what it holds."""

import json
import os
import subprocess
import sys
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marketplace.core import vault
from marketplace.core.vault import KeysUnusable, Unreadable, Vault

CODE = b"CANARY-7K2M-9Q4D"
ROTATE = [
    sys.executable,
    "-c",
    "import os, pathlib; from marketplace.core import vault; vault.rotate(pathlib.Path(os.environ['KEYS']))",
]


@pytest.fixture
def keys(tmp_path: Path) -> Path:
    path = tmp_path / "new folder" / "keys.json"
    vault.new_key_file(path)
    return path


def test_the_key_file_is_for_its_owner_alone_and_never_overwritten(keys: Path) -> None:
    assert keys.stat().st_mode & 0o777 == 0o600
    before = keys.read_bytes()
    with pytest.raises(FileExistsError):
        vault.new_key_file(keys)
    assert keys.read_bytes() == before


def test_a_secret_opens_at_its_place_alone(keys: Path) -> None:
    held = Vault(keys)
    cipher = held.encrypt(CODE, b"code:17")
    assert held.decrypt(cipher, b"code:17") == CODE
    assert CODE not in cipher
    assert cipher != held.encrypt(CODE, b"code:17"), "the same code twice looks different"
    for other in (b"code:18", b"", b"code:17 "):
        with pytest.raises(Unreadable):
            held.decrypt(cipher, other)


@given(st.integers(0, 200), st.integers(1, 255))
@settings(max_examples=50, deadline=None)
def test_a_cipher_with_any_byte_changed_does_not_open(at: int, by: int) -> None:
    held = _held()
    cipher = bytearray(held.encrypt(CODE, b"code:1"))
    cipher[at % len(cipher)] ^= by
    with pytest.raises(Unreadable):
        held.decrypt(bytes(cipher), b"code:1")


@pytest.mark.parametrize("cipher", [b"", b"\x01", b"\x01abcd", bytes(range(100, 164)), b"\x00" * 64])
def test_what_is_no_cipher_does_not_open_and_has_no_key(keys: Path, cipher: bytes) -> None:
    with pytest.raises(Unreadable):
        Vault(keys).decrypt(cipher, b"code:1")
    if cipher[:1] != b"\x01" or len(cipher) < 5:
        with pytest.raises(Unreadable):
            vault.key_id(cipher)


def test_after_a_rotation_old_secrets_open_and_new_ones_name_the_new_key(keys: Path) -> None:
    before = Vault(keys)
    old = before.encrypt(CODE, b"code:1")
    index = before.blind("7K2M-9Q4D")
    fresh = vault.rotate(keys)
    after = Vault(keys)
    new = after.encrypt(CODE, b"code:2")
    assert (vault.key_id(old), vault.key_id(new)) == (before.primary_key_id, fresh)
    assert before.primary_key_id != fresh
    assert after.decrypt(old, b"code:1") == after.decrypt(new, b"code:2") == CODE
    assert after.blind("7K2M-9Q4D") == index, "indexes need not be made anew"
    assert keys.stat().st_mode & 0o777 == 0o600
    assert [file.name for file in keys.parent.iterdir()] == ["keys.json"], "no draft with keys stays behind"
    with pytest.raises(Unreadable):
        before.decrypt(new, b"code:2")


@pytest.fixture
def running(keys: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The key file of a process that runs."""
    for name in ("_installed", "_installed_from", "_read_as"):
        monkeypatch.setattr(vault, name, getattr(vault, name))
    vault.install(keys)
    return keys


def test_a_running_process_encrypts_with_a_new_key_at_once_and_reads_both(running: Path) -> None:
    old = vault.encrypt(CODE, b"code:1")
    fresh = vault.rotate(running)
    new = vault.encrypt(CODE, b"code:2")
    assert vault.key_id(new) == fresh != vault.key_id(old)
    assert vault.decrypt(new, b"code:2") == vault.decrypt(old, b"code:1") == CODE
    with pytest.raises(Unreadable):
        vault.decrypt(b"\x01none" + new[5:], b"code:2")


def test_a_file_that_cannot_be_used_stops_no_running_process(running: Path) -> None:
    cipher, whole = vault.encrypt(CODE, b"code:1"), running.read_bytes()
    for spoil in (lambda: running.write_bytes(whole[:100]), lambda: running.chmod(0o644), running.unlink):
        spoil()
        assert vault.decrypt(cipher, b"code:1") == CODE
    running.touch(0o600)
    running.write_bytes(whole)
    fresh = vault.rotate(running)
    assert vault.key_id(vault.encrypt(CODE, b"code:1")) == fresh


def test_a_key_that_is_retired_opens_nothing_and_the_newest_is_never_retired(running: Path) -> None:
    old = vault.encrypt(CODE, b"code:1")
    fresh = vault.rotate(running)
    renewed = vault.installed().renewed(old, b"code:1")
    with pytest.raises(AssertionError):
        vault.retire(running, [fresh])
    vault.retire(running, [vault.key_id(old)])
    assert vault.installed().key_ids == {fresh}
    assert vault.decrypt(renewed, b"code:1") == CODE
    with pytest.raises(Unreadable):
        vault.decrypt(old, b"code:1")


def test_keys_that_are_added_at_once_are_all_kept(keys: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        added = list(pool.map(lambda _: subprocess.run(ROTATE, env={"KEYS": str(keys)}, check=True), range(8)))
    assert len(added) == 8
    assert len(Vault(keys).key_ids) == 9


def test_a_digest_needs_the_key_and_is_no_blind_index(keys: Path, tmp_path: Path) -> None:
    vault.new_key_file(tmp_path / "other.json")
    held = Vault(keys)
    assert held.digest(CODE) == held.digest(CODE) != Vault(tmp_path / "other.json").digest(CODE)
    assert len(held.digest(b"")) == 32
    assert held.digest(CODE)[:16] != held.blind(CODE.decode())


def test_other_keys_open_nothing_and_index_otherwise(keys: Path, tmp_path: Path) -> None:
    vault.new_key_file(tmp_path / "other.json")
    other = Vault(tmp_path / "other.json")
    with pytest.raises(Unreadable):
        other.decrypt(Vault(keys).encrypt(CODE, b"code:1"), b"code:1")
    assert other.blind("7K2M") != Vault(keys).blind("7K2M")


@pytest.mark.parametrize(
    "typed",
    ["7k2m9q4d", "7K2M-9Q4D", " 7K2M 9Q4D\n", "7k2m\u20139q4d", "\uff17K2M9Q4D", "7K2M\u00a09Q4D", "7K2M\u22129Q4D"],
)
def test_a_code_is_found_however_it_is_typed(keys: Path, typed: str) -> None:
    held = Vault(keys)
    assert held.blind(typed) == held.blind("7K2M9Q4D")
    assert len(held.blind(typed)) == 16
    assert held.blind("7K2M9Q4E") != held.blind(typed)


@pytest.mark.parametrize(
    "content",
    [
        "", "{", "[]", "null", "{}", '{"aead": {}, "prf": {}}', '{"aead": 1, "prf": 2}', "\0", '{"aead": {"primaryKeyId": 1}}',
        '{"aead": {"primaryKeyId": 1, "key": []}, "prf": {"primaryKeyId": 1, "key": []}}', "CANARY-KEY",
    ],
)  # fmt: skip
def test_a_file_without_keys_is_named_in_one_line_without_its_content(tmp_path: Path, content: str) -> None:
    path = tmp_path / "keys.json"
    path.write_text(content)
    path.chmod(0o600)
    with pytest.raises(KeysUnusable) as refused:
        Vault(path)
    said = str(refused.value)
    assert str(path) in said
    assert "\n" not in said
    assert "CANARY" not in said
    assert refused.value.__cause__ is None
    assert refused.value.__suppress_context__ or refused.value.__context__ is None, (
        "no library's traceback quotes the file"
    )


def test_a_missing_file_says_how_to_make_one_and_an_open_one_how_to_close_it(keys: Path, tmp_path: Path) -> None:
    with pytest.raises(KeysUnusable, match="vitrina keys create"):
        Vault(tmp_path / "none.json")
    keys.chmod(0o640)
    with pytest.raises(KeysUnusable, match="chmod 600"):
        Vault(keys)


def test_nothing_that_is_printed_shows_a_key(keys: Path) -> None:
    values = [key["keyData"]["value"] for part in json.loads(keys.read_text()).values() for key in part["key"]]
    held = Vault(keys)
    said = f"{held!r} {held.__dict__!r} {vault.installed!r}"
    assert not any(value in said for value in values)


_one: list[Vault] = []


def _held() -> Vault:
    if not _one:
        path = Path(os.environ.get("PYTEST_TMP", "/tmp")) / f"vitrina-keys-{os.getpid()}.json"
        vault.new_key_file(path)
        _one.append(Vault(path))
        path.unlink()
    return _one[0]


@given(st.text(alphabet="aZ09-\u2013 \u00a0\x1fßıﬁＡ²ж", max_size=12))
def test_text_is_compared_the_same_whether_it_is_plain_or_not(typed: str) -> None:
    plain = "".join(unicodedata.normalize("NFKC", typed).replace("-", "").replace("\u2013", "").split()).upper()
    assert vault.normal(typed) == plain


@pytest.mark.parametrize(
    ("typed", "plain"),
    [("sbeаt-2026", "SBEAT2026"), ("МОСТ 77", "MOCT77"), ("МОСКВА77", "MOCKBA77"), ("ГОРОД77", "ГОРОД77"), ("GОРОД", "GОРОД")],
    ids=["one Cyrillic letter", "letters with Latin twins", "a word of them", "letters of its own", "both"],
)  # fmt: skip
def test_cyrillic_that_looks_latin_is_compared_as_latin(typed: str, plain: str) -> None:
    assert vault.normal(typed) == plain
