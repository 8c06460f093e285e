"""The file of settings is read however an editor has written it."""

from pathlib import Path

import pytest

from marketplace import settings

KEY = "q8Zk2vN5xR7tB1mW4sD9fG3hJ6kL0pYc"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_settings_are_read_in_each_encoding(encoding: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SECRET_KEY", raising=False)
    file = tmp_path / ".env"
    file.write_text(f"SECRET_KEY={KEY}\nDATABASE_URL=postgresql://x/y\nMAIL_FROM=Высота <a@b.ru>\n", encoding=encoding)
    monkeypatch.setattr(settings, "HOME", tmp_path)
    assert settings.load(_env_file=file).mail_from == "Высота <a@b.ru>"


def test_settings_in_another_encoding_are_refused_in_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / ".env"
    file.write_bytes("MAIL_FROM=Высота".encode("cp1251"))
    monkeypatch.setattr(settings, "HOME", tmp_path)
    with pytest.raises(settings.SettingsRefused, match="save it as UTF-8"):
        settings.load(_env_file=file)
