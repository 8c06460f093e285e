"""Prepared answers, in both languages; what stands in {{ }} is filled in from the case, and nothing is sent that has a blank left."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from marketplace.core import audit, ids, texts
from marketplace.core.bounds import COLUMN_MAX
from marketplace.core.db import execute
from marketplace.support.cases.answers import facts
from marketplace.support.cases.errors import NoTemplate, TextNeeded, TextTooLong, UnknownFacts

NAME_MAX, BODY_MAX = COLUMN_MAX["answer_templates.name_ru"], COLUMN_MAX["answer_templates.body_ru"]
_BLANK = re.compile(r"\{\{\s*([a-z_]{1,40})\s*\}\}")
_ANY_BLANK = re.compile(r"\{\{([^{}]{0,60})\}\}")
_SELECT = "SELECT id, programme_id, name_ru, name_en, body_ru, body_en, position FROM answer_templates"


@dataclass(frozen=True, slots=True)
class Template:
    """A prepared answer, with what it is called at the desk."""

    id: int
    programme_id: int
    name_ru: str
    name_en: str
    body_ru: str
    body_en: str
    position: int

    def body(self, language: str) -> str:
        """What it says in a language."""
        return self.body_en if language == "en" else self.body_ru


class Filled(NamedTuple):
    """A text with the facts of a case in it: which were put in, and which it has not, in their order."""

    text: str
    used: list[str]
    missing: list[str]


def filled(text: str, known: Mapping[str, str]) -> Filled:
    """Put facts in the place of their names; what is not known stays as it is."""
    used, missing = dict[str, None](), dict[str, None]()

    def put(blank: re.Match[str]) -> str:
        name = blank[1]
        (used if name in known else missing)[name] = None
        return known.get(name, blank[0])

    made = _BLANK.sub(put, text)
    missing |= dict.fromkeys(blank[1].strip() for blank in _ANY_BLANK.finditer(made))
    return Filled(made, list(used), list(missing))


def templates(programme_id: int) -> list[Template]:
    """The prepared answers of a programme, in their order."""
    rows = execute(
        f"{_SELECT} WHERE programme_id = %(id)s AND retired_at IS NULL ORDER BY position, id", {"id": programme_id}
    )
    return [Template(*row) for row in rows]


def template(template_id: int, *, programme_id: int) -> Template:
    """One of them. Raises NoTemplate."""
    found = [one for one in templates(programme_id) if one.id == template_id]
    if not found:
        raise NoTemplate
    return found[0]


def save(
    programme_id: int,
    template_id: int | None,
    *,
    name_ru: str,
    name_en: str,
    body_ru: str,
    body_en: str,
    ref: str = "",
    now: datetime,
) -> int:
    """Write a prepared answer, a new one where no id is given; returns its id. A new one sent again with the same form (`ref`) is there once.

    Raises:
        NoTemplate.
        UnknownFacts: it asks for a fact that cases do not have.
        TextNeeded, TextTooLong.
    """
    values = _checked(name_ru=name_ru, name_en=name_en, body_ru=body_ru, body_en=body_en)
    if template_id is None:
        return _made(programme_id, values, ids.once(ref, f"{programme_id} {values}"), now)
    before = template(template_id, programme_id=programme_id)
    was = {name: getattr(before, name) for name in values}
    if was != values:
        execute(
            """UPDATE answer_templates SET name_ru = %(name_ru)s, name_en = %(name_en)s, body_ru = %(body_ru)s, body_en = %(body_en)s
                WHERE id = %(id)s""",
            values | {"id": template_id},
        )
        changed = [name for name in values if was[name] != values[name]]
        audit.record(
            "cases.write_template", f"programme:{programme_id}", at=now, before={"template": template_id} | {name: was[name] for name in changed},
            after={"template": template_id} | {name: values[name] for name in changed},
        )  # fmt: skip
    return template_id


def _made(programme_id: int, values: Mapping[str, str], key: str | None, now: datetime) -> int:
    """The id of a new prepared answer, or of the one that is there under the key."""
    made = execute(
        """INSERT INTO answer_templates (programme_id, name_ru, name_en, body_ru, body_en, position, ref)
           SELECT %(id)s, %(name_ru)s, %(name_en)s, %(body_ru)s, %(body_en)s, coalesce(max(position), 0) + 1, %(ref)s
             FROM answer_templates WHERE programme_id = %(id)s ON CONFLICT (ref) DO NOTHING RETURNING id""",
        {**values, "id": programme_id, "ref": key},
    ).first()
    if made is None:
        there = execute("SELECT id FROM answer_templates WHERE ref = %(ref)s", {"ref": key})
        return int(there.scalar_one())
    after = {"template": made.id, **values}
    audit.record("cases.write_template", f"programme:{programme_id}", at=now, before={}, after=after)
    return int(made.id)


def _checked(**given: str) -> dict[str, str]:
    """The four texts as they are stored. Raises TextNeeded, TextTooLong, UnknownFacts."""
    values = {name: texts.lines(text) for name, text in given.items()}
    if not all(values.values()):
        raise TextNeeded
    if any(len(value) > (NAME_MAX if name.startswith("name") else BODY_MAX) for name, value in values.items()):
        raise TextTooLong(most=BODY_MAX)
    unknown = {blank for text in values.values() for blank in filled(text, {}).missing} - set(facts.FACTS)
    if unknown:
        raise UnknownFacts(names=sorted(unknown))
    return values


def retire(programme_id: int, template_id: int, *, now: datetime) -> None:
    """Offer a prepared answer no more. Raises NoTemplate."""
    before = template(template_id, programme_id=programme_id)
    execute("UPDATE answer_templates SET retired_at = %(now)s WHERE id = %(id)s", {"id": template_id, "now": now})
    audit.record(
        "cases.retire_template", f"programme:{programme_id}", at=now, before={"template": template_id, "name": before.name_ru}, after={}
    )  # fmt: skip
