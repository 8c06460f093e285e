"""Every text that visitors read exists in Russian, with the same names in it."""

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[3]
PO = ROOT / "translations/ru/LC_MESSAGES/messages.po"
KEYWORDS = {
    "_": None, "gettext": None, "lazy_gettext": None, "_l": None, "ngettext": (1, 2),
}  # fmt: skip


def entries() -> list[Message]:
    with PO.open("rb") as file:
        return [message for message in read_po(file, locale="ru") if message.id]


def test_every_text_of_the_code_and_templates_is_translated() -> None:
    with (ROOT / "babel.cfg").open() as file:
        method_map, options = parse_mapping_cfg(file)
    used: set[str] = set()
    for folder in ("marketplace", "partner_portal", "templates"):
        methods = [(pattern.removeprefix(f"{folder}/"), method) for pattern, method in method_map]
        found = extract_from_dir(ROOT / folder, methods, {p: {} for p, _ in methods}, keywords=KEYWORDS)
        used |= {str(text[0] if isinstance(text, tuple) else text) for _, _, text, _, _ in found}
    known = {m.id[0] if isinstance(m.id, tuple) else m.id for m in entries() if m.string and all(m.string)}
    assert sorted(used - known - {""}) == [], "run `make messages`, then translate them"
    assert options is not None


@pytest.mark.parametrize("message", entries(), ids=lambda m: str(m.id)[:40])
def test_a_translation_names_the_same_values(message: Message) -> None:
    forms = message.string if isinstance(message.string, tuple) else (message.string,)
    wanted = message.id[-1] if isinstance(message.id, tuple) else message.id
    for form in forms:
        assert names(form) <= names(wanted)
        assert "!" not in form, "nothing here is worth shouting"
    assert names(wanted) - {"num"} <= names(forms[-1])


def names(text: str) -> set[str]:
    return set(re.findall(r"%\((\w+)\)", text))
