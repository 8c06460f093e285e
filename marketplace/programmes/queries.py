"""What may be asked of programmes. Settings are remembered for a few seconds in each process."""

from collections.abc import Callable, Hashable
from dataclasses import fields
from datetime import date, datetime
from typing import Any

from marketplace.core.db import execute, in_transaction
from marketplace.core.memory import Memory
from marketplace.programmes import look, rules
from marketplace.programmes.errors import NoProgramme, NoText
from marketplace.programmes.values import City, Programme, Settings, Text, TextKind, Tier

_SETTINGS = ", ".join(field.name for field in fields(Settings))
_COLUMNS = ", ".join(field.name for field in fields(Programme))
_remembered = Memory()


def forget_remembered() -> None:
    """Let the next question reach the database."""
    _remembered.forget()


def get(programme_id: int) -> Programme:
    """The programme with this id. Raises NoProgramme."""
    return _remembered.recall(("id", programme_id), lambda: _one("WHERE id = %(key)s", programme_id))


def settings_of(programme_id: int) -> Settings:
    """The settings as they are at this very moment, never from memory. Raises NoProgramme."""
    sql = f"SELECT {_SETTINGS} FROM programmes WHERE id = %(id)s"  # noqa: S608 - our own names
    row = execute(sql, {"id": programme_id}).mappings().first()
    if row is None:
        raise NoProgramme
    return Settings(**(row | {"languages": tuple(row["languages"])}))


def by_slug(slug: str) -> Programme:
    """The programme with this short name. Raises NoProgramme."""
    return _known(("slug", slug), lambda: _one("WHERE slug = %(key)s", slug))


def by_host(host: str) -> Programme:
    """The programme that answers under a host name; the default one where the name is not known. Raises NoProgramme."""
    name = rules.plain_host(host)
    if not rules.is_host(name):
        return default()
    return _known(("host", name), lambda: _of_host(name))


def default() -> Programme:
    """The first programme. Raises NoProgramme while there is none."""
    return _known("default", lambda: _one("ORDER BY id LIMIT 1", None))


def training_world(programme_id: int) -> Programme:
    """Where the staff of a programme practises: the world that was made last. Raises NoProgramme: none was made yet."""
    return _known(
        ("training", programme_id),
        lambda: _one("WHERE id = (SELECT max(id) FROM programmes WHERE training_of = %(key)s)", programme_id),
    )


def everyone() -> list[Programme]:
    """All programmes, the first one first."""
    return [_programme(dict(row)) for row in execute(f"SELECT {_COLUMNS} FROM programmes ORDER BY id").mappings()]  # noqa: S608


def hosts(programme_id: int) -> list[str]:
    """The host names of a programme, in order."""
    rows = execute("SELECT host FROM programme_hosts WHERE programme_id = %(id)s ORDER BY host", {"id": programme_id})
    return [str(row.host) for row in rows]


def cities() -> tuple[City, ...]:
    """The cities of the installation, in their order."""
    return _remembered.recall("cities", _cities)


def tiers(programme_id: int) -> list[Tier]:
    """The levels of a programme, the first first."""
    rows = execute(
        """SELECT slug, name_ru, name_en, gives_ru, gives_en, position FROM programme_tiers
            WHERE programme_id = %(programme)s ORDER BY position, slug""",
        {"programme": programme_id},
    )
    return [Tier(*row) for row in rows]


def tier(programme_id: int, slug: str) -> Tier | None:
    """A level of a programme; None where there is none of this name."""
    row = (
        execute(
            """SELECT slug, name_ru, name_en, gives_ru, gives_en, position FROM programme_tiers
                WHERE programme_id = %(id)s AND slug = %(slug)s""",
            {"id": programme_id, "slug": slug},
        )
        .mappings()
        .first()
    )
    return None if row is None else Tier(**row)


def text(programme_id: int, kind: TextKind, language: str) -> Text:
    """The newest version of a text; in the programme's first language where it has none in this one. Raises NoText."""
    row = execute(
        """SELECT t.kind, t.language, t.version, t.body, t.digest, t.published_at
             FROM programmes p JOIN programme_texts t ON t.programme_id = p.id AND t.kind = %(kind)s
              AND t.language IN (%(language)s, p.languages[1])
            WHERE p.id = %(id)s ORDER BY t.language = %(language)s DESC, t.version DESC LIMIT 1""",
        {"id": programme_id, "kind": kind, "language": language},
    ).first()
    return _text(row, kind)


def text_as_accepted(programme_id: int, kind: TextKind, digest: bytes) -> Text:
    """The version of a text that somebody accepted, newest or not. Raises NoText."""
    row = execute(
        """SELECT kind, language, version, body, digest, published_at FROM programme_texts
            WHERE programme_id = %(id)s AND kind = %(kind)s AND digest = %(digest)s LIMIT 1""",
        {"id": programme_id, "kind": kind, "digest": digest},
    ).first()
    return _text(row, kind)


def text_versions(programme_id: int, kind: TextKind, language: str) -> list[Text]:
    """Every version of a text, the newest first."""
    rows = execute(
        """SELECT kind, language, version, body, digest, published_at FROM programme_texts
            WHERE programme_id = %(id)s AND kind = %(kind)s AND language = %(language)s ORDER BY version DESC""",
        {"id": programme_id, "kind": kind, "language": language},
    )
    return [_text(row, kind) for row in rows]


def texts_on(programme_id: int, language: str, at: datetime) -> list[Text]:
    """The texts that were in force at a moment, each as `text` would have given it then."""
    rows = execute(
        """SELECT DISTINCT ON (t.kind) t.kind, t.language, t.version, t.body, t.digest, t.published_at
             FROM programmes p JOIN programme_texts t ON t.programme_id = p.id AND t.language IN (%(language)s, p.languages[1])
            WHERE p.id = %(id)s AND t.published_at <= %(at)s
            ORDER BY t.kind, t.language = %(language)s DESC, t.version DESC""",
        {"id": programme_id, "language": language, "at": at},
    )
    return [_text(row, row.kind) for row in rows]


def newest_text(programme_id: int, kind: TextKind, language: str) -> Text | None:
    """The newest version of a text in this very language; None before the first one."""
    row = execute(
        """SELECT kind, language, version, body, digest, published_at FROM programme_texts
            WHERE programme_id = %(id)s AND kind = %(kind)s AND language = %(language)s ORDER BY version DESC LIMIT 1""",
        {"id": programme_id, "kind": kind, "language": language},
    ).first()
    return None if row is None else _text(row, kind)


def texts_accepted(programme_id: int, language: str) -> dict[str, bytes]:
    """What an order must accept now: the digests of the newest "rules" and "offer", as `text` gives them.

    A text that is not published is not in it.
    """
    rows = execute(
        """SELECT DISTINCT ON (t.kind) t.kind, t.digest
             FROM programmes p JOIN programme_texts t ON t.programme_id = p.id AND t.kind IN ('rules', 'offer')
              AND t.language IN (%(language)s, p.languages[1])
            WHERE p.id = %(id)s ORDER BY t.kind, t.language = %(language)s DESC, t.version DESC""",
        {"id": programme_id, "language": language},
    )
    return {str(row.kind): bytes(row.digest) for row in rows}


def expiry_of(programme: Programme, earned_on: date) -> date | None:
    """The last day on which points earned on a day can be spent; None: they never expire."""
    return rules.expiry_of(programme.expiry_months, programme.expiry_end, earned_on)


def look_css(programme: Programme) -> str:
    """The programme's own style sheet; empty where it keeps the standard look."""
    return look.css(programme.look)


def _text(row: Any, kind: TextKind) -> Text:
    if row is None:
        raise NoText(kind=kind)
    return Text(row.kind, row.language, row.version, row.body, bytes(row.digest), row.published_at)


def _of_host(name: str) -> Programme:
    """Machines and probes come under names that are nobody's; that is remembered as well."""
    try:
        return _one("WHERE id = (SELECT programme_id FROM programme_hosts WHERE host = %(key)s)", name)
    except NoProgramme:
        return _one("ORDER BY id LIMIT 1", None)


def _one(where: str, key: object) -> Programme:
    sql = f"SELECT {_COLUMNS} FROM programmes {where}"  # noqa: S608 - our own names
    row = execute(sql, {} if key is None else {"key": key}).mappings().first()
    if row is None:
        raise NoProgramme
    return _programme(dict(row))


def _programme(row: dict[str, object]) -> Programme:
    return Programme(**(row | {"languages": tuple(row["languages"])}))  # type: ignore[arg-type]


def _cities() -> tuple[City, ...]:
    return tuple(
        City(**row)
        for row in execute("SELECT slug, name_ru, name_en, position FROM cities ORDER BY position, slug").mappings()
    )


def _known(key: Hashable, ask: Callable[[], Programme]) -> Programme:
    """Found by its host outside of a transaction, a programme is asked for by its id within it."""

    def both() -> Programme:
        programme = ask()
        if not in_transaction():
            _remembered.keep(("id", programme.id), programme)
        return programme

    return _remembered.recall(key, both)
