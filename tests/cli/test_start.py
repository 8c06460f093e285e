"""A wrong or weak setting stops the start with one line that names it and does not show it."""

import os
import secrets
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from marketplace.cli import keys, main
from marketplace.core import vault
from marketplace.settings import ROOT, Settings, SettingsRefused, load, weakness

GOOD = "aB3-kQ9_zX7tLm2vRw8yPc5nGh4jDf6sTu1eWq0oIi"
VITRINA = [sys.executable, "-m", "marketplace.cli.main"]
# What servers load; it says so if that is more than they need to start.
WSGI = """import atexit, sys
atexit.register(lambda: "holidays.countries" in sys.modules and print("the holidays of every country"))
import wsgi"""


def _run(
    tmp_path: Path, *arguments: str, program: list[str] = VITRINA, **variables: str
) -> subprocess.CompletedProcess[str]:
    """Start the real program with these variables and no others of ours."""
    environment = {
        "PATH": os.environ.get("PATH", os.defpath),
        "VAR_DIR": str(tmp_path),
        "PYTHONPATH": str(ROOT),
        **variables,
    }
    return subprocess.run(
        [*program, *arguments], env=environment, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )


def _here(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    *arguments: str,
    **variables: str,
) -> subprocess.CompletedProcess[str]:
    """The same program in this process: for whatever is decided before anything is started."""
    for name in {field.upper() for field in Settings.model_fields} & os.environ.keys():
        monkeypatch.delenv(name)
    for name, value in ({"VAR_DIR": str(tmp_path)} | variables).items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "argv", ["vitrina", *arguments])
    capfd.readouterr()
    with pytest.raises(SystemExit) as ended:
        main.main()
    code = ended.value.code
    return subprocess.CompletedProcess(arguments, code if isinstance(code, int) else 0, *capfd.readouterr())


def _refused(answer: subprocess.CompletedProcess[str], name: str, value: str) -> None:
    assert answer.returncode == 2, answer.stderr
    assert answer.stdout == ""
    assert len(answer.stderr.splitlines()) == 1
    assert name in answer.stderr
    assert value not in answer.stderr


@pytest.mark.parametrize(
    "weak",
    [
        "dev-key",
        "x" * 64,
        "0123456789" * 5,
        "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJ",
        "change-me-4f9a8c7b6d5e4f3a2b1c0d9e8f7a6b5c",
        "abcabcabcabcabcabcabcabcabcabcabcabcabcabcabc",
    ],
)
def test_weak_secret_key_is_refused_and_not_shown(tmp_path: Path, weak: str) -> None:
    with pytest.raises(SettingsRefused, match=r"^SECRET_KEY ") as refused:
        load(_env_file=None, var_dir=tmp_path, secret_key=weak)
    assert weak not in str(refused.value)


@pytest.mark.proof("P25")
def test_start_is_refused_with_a_weak_secret_key(tmp_path: Path) -> None:
    _refused(_run(tmp_path, "web", SECRET_KEY="0123456789" * 5), "SECRET_KEY", "0123456789" * 5)


def test_same_start_with_a_strong_secret_key_is_not_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    made = _here(tmp_path, monkeypatch, capfd, "keys", "create", SECRET_KEY=GOOD)
    assert made.returncode == 0, made.stderr
    assert (tmp_path / "keys.json").exists()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "mysql://root:hunter22@db/shop"),
        ("BROKER_URL", "sqla+postgresql://me:hunter22@db/shop"),
        ("SMTP_URL", "mail.example.org"),
        ("STRIPE_SECRET_KEY", "pk_live_hunter22"),
        ("STRIPE_WEBHOOK_SECRET", "hunter22-and-more"),
        ("ENTRY_POINTS", "storefront,backdoor"),
        ("PORT", "80000"),
        ("PUBLIC_URL", "shop.example.net"),
        ("LOG_LEVEL", "chatty"),
        ("MAX_UPLOAD_BYTES", "999999999999"),
    ],
)
def test_wrong_setting_is_named_in_one_line(tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(SettingsRefused, match=f"^{name} ") as refused:
        load(_env_file=None, var_dir=tmp_path, secret_key=GOOD, **{name.lower(): value})
    assert value not in str(refused.value)
    assert "\n" not in str(refused.value)


def test_wrong_setting_stops_the_program_before_anything_is_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    value = "mysql://root:hunter22@db/shop"
    answer = _here(tmp_path, monkeypatch, capfd, "worker", SECRET_KEY=GOOD, DATABASE_URL=value)
    _refused(answer, "DATABASE_URL", value)
    assert list(tmp_path.iterdir()) == []


def test_missing_secret_key_and_missing_database_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SECRET_KEY", raising=False)
    with pytest.raises(SettingsRefused, match=r"^SECRET_KEY is not set$"):
        load(_env_file=None, var_dir=tmp_path)
    wsgi = [sys.executable, "-c", WSGI]
    _refused(_run(tmp_path, program=wsgi, SECRET_KEY=GOOD), "DATABASE_URL", GOOD)


def test_key_file_open_to_others_is_named(tmp_path: Path) -> None:
    vault.new_key_file(tmp_path / "keys.json")
    (tmp_path / "keys.json").chmod(0o644)
    wsgi = [sys.executable, "-c", "import wsgi"]
    address = {"SECRET_KEY": GOOD, "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none"}
    _refused(_run(tmp_path, program=wsgi, **address), "KEYS_FILE", GOOD)


def test_port_in_use_is_said_in_one_line(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as holder:
        port = str(holder.getsockname()[1])
        answer = _run(tmp_path, "demo", PORT=port)
    assert answer.returncode == 1
    assert len(answer.stderr.splitlines()) == 1
    assert f"PORT={port}" in answer.stderr
    assert not (tmp_path / "postgres").exists()


def test_random_keys_are_strong_and_never_shown() -> None:
    for _ in range(200):
        assert weakness(secrets.token_urlsafe(32)) is None
        assert weakness(secrets.token_hex(32)) is None
    settings = load(
        _env_file=None,
        secret_key=GOOD,
        database_url="postgresql://me:hunter22@db/shop",
        smtp_url="smtp://me:hunter22@m",
    )
    assert GOOD not in repr(settings)
    assert "hunter22" not in repr(settings)


def test_key_file_is_never_replaced_and_rotation_adds_a_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VAR_DIR", str(tmp_path))
    monkeypatch.setenv("SECRET_KEY", GOOD)
    asked = CliRunner()
    assert asked.invoke(keys.keys, ["create"]).exit_code == 0
    first = (tmp_path / "keys.json").read_text()
    assert asked.invoke(keys.keys, ["create"]).exit_code == 1
    assert (tmp_path / "keys.json").read_text() == first
    assert asked.invoke(keys.keys, ["rotate"]).exit_code == 0
    assert (tmp_path / "keys.json").read_text() != first
