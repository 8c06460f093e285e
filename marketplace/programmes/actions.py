"""What may be done with programmes: set one up, change it, publish its texts."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, fields
from datetime import datetime
from typing import Any

from marketplace.core import audit
from marketplace.core.db import after_commit, execute
from marketplace.programmes import queries, rules
from marketplace.programmes.errors import BadSetting, HostTaken, NoProgramme, SlugTaken
from marketplace.programmes.values import City, Programme, Settings, Text, TextKind, Tier

_NAMES = [field.name for field in fields(Settings)]


def create(
    settings: Settings, *, hosts: Iterable[str] = (), training_of: int | None = None, now: datetime
) -> Programme:
    """Set up a programme; or, for the staff of another one (`training_of`), a world to practise in.

    Raises:
        BadSetting: a setting cannot be taken, or the city is unknown.
        SlugTaken, HostTaken: another programme has the short name, the host name.
    """
    rules.check(settings)
    _check_city(settings.city_slug)
    row = execute(
        f"""INSERT INTO programmes ({", ".join(_NAMES)}, training_of) VALUES ({", ".join(f"%({name})s" for name in _NAMES)}, %(training_of)s)
            ON CONFLICT (slug) DO NOTHING RETURNING id""",  # noqa: S608 - our own column names
        _columns(settings) | {"training_of": training_of},
    ).first()
    if row is None:
        raise SlugTaken(slug=settings.slug)
    for host in hosts:
        add_host(row.id, host)
    _forget()
    audit.record(
        "programmes.create", f"programme:{row.id}", at=now, after=asdict(settings) | {"training_of": training_of}
    )
    return Programme(id=row.id, training_of=training_of, **asdict(settings))


def change(programme_id: int, settings: Settings, *, now: datetime, why: str = "") -> Programme:
    """Give a programme other settings. Raises BadSetting, SlugTaken, NoProgramme.

    The decimals of its unit stay: amounts in the books are written in them.
    """
    hold(programme_id)
    before = asdict(check_change(programme_id, settings))
    marks = ", ".join(f"{name} = %({name})s" for name in _NAMES)
    execute(f"UPDATE programmes SET {marks} WHERE id = %(id)s", _columns(settings) | {"id": programme_id})  # noqa: S608
    _forget()
    was, is_now = rules.changed(before, asdict(settings))
    audit.record("programmes.change", f"programme:{programme_id}", at=now, why=why, before=was, after=is_now)
    return Programme(id=programme_id, **asdict(settings))


def check_change(programme_id: int, settings: Settings) -> Settings:
    """Whether a programme could be given other settings now; returns those that it has. Raises as `change`."""
    rules.check(settings)
    _check_city(settings.city_slug)
    held = queries.settings_of(programme_id)
    for field in ("decimals", "currency"):
        if getattr(held, field) != getattr(settings, field):
            raise BadSetting(field=field, reason="cannot change")
    if execute(
        "SELECT FROM programmes WHERE slug = %(slug)s AND id <> %(id)s", {"slug": settings.slug, "id": programme_id}
    ).first():
        raise SlugTaken(slug=settings.slug)
    return held


def hold(programme_id: int) -> None:
    """Let nobody else change the programme or its texts until the transaction ends. Raises NoProgramme.

    Orders, which only refer to the programme, need not wait.
    """
    if execute("SELECT FROM programmes WHERE id = %(id)s FOR NO KEY UPDATE", {"id": programme_id}).first() is None:
        raise NoProgramme


def add_host(programme_id: int, host: str) -> None:
    """Let a programme answer under a host name, too. Raises BadSetting, HostTaken; the same again changes nothing."""
    name = rules.check_host(host)
    row = execute(
        """INSERT INTO programme_hosts (host, programme_id) VALUES (%(host)s, %(id)s)
           ON CONFLICT (host) DO UPDATE SET host = excluded.host RETURNING programme_id""",
        {"host": name, "id": programme_id},
    ).one()
    if row.programme_id != programme_id:
        raise HostTaken(host=name)
    _forget()


def publish_text(programme_id: int, kind: TextKind, language: str, body: str, *, now: datetime) -> Text:
    """Publish a text (Markdown) as its next version; what stands already is not published again.

    Raises:
        BadText: unknown kind or language, empty, too long, or with characters that cannot be stored.
        NoProgramme: there is no such programme.
    """
    text = rules.check_text(kind, language, body)
    hold(programme_id)
    newest = execute(
        """SELECT version, digest, published_at FROM programme_texts
            WHERE programme_id = %(id)s AND kind = %(kind)s AND language = %(language)s ORDER BY version DESC LIMIT 1""",
        {"id": programme_id, "kind": kind, "language": language},
    ).first()
    digest = text_digest(programme_id, kind, language, text)
    if newest is not None and bytes(newest.digest) == digest:
        return Text(kind, language, newest.version, text, digest, newest.published_at)
    version = 1 if newest is None else newest.version + 1
    execute(
        """INSERT INTO programme_texts (programme_id, kind, language, version, body, digest, published_at)
           VALUES (%(id)s, %(kind)s, %(language)s, %(version)s, %(body)s, %(digest)s, %(at)s)""",
        {
            "id": programme_id,
            "kind": kind,
            "language": language,
            "version": version,
            "body": text,
            "digest": digest,
            "at": now,
        },
    )
    audit.record(
        "programmes.publish_text", f"programme:{programme_id}", at=now,
        after={"kind": kind, "language": language, "version": version, "digest": digest.hex()},
    )  # fmt: skip
    return Text(kind, language, version, text, digest, now)


def text_digest(programme_id: int, kind: str, language: str, body: str) -> bytes:
    """SHA-256 over which text it is and what it says: a digest accepts exactly one text of one programme."""
    return hashlib.sha256(f"{programme_id}\n{kind}\n{language}\n{body}".encode()).digest()


def put_cities(cities: Iterable[City]) -> None:
    """Add cities, or correct the names and order of those that are there."""
    execute(
        """INSERT INTO cities (slug, name_ru, name_en, position)
           SELECT * FROM unnest(%(slugs)s::text[], %(ru)s::text[], %(en)s::text[], %(positions)s::integer[])
           ON CONFLICT (slug) DO UPDATE
              SET name_ru = excluded.name_ru, name_en = excluded.name_en, position = excluded.position""",
        _city_columns(list({city.slug: city for city in cities}.values())),
    )
    _forget()


def put_tier(programme_id: int, tier: Tier, *, now: datetime) -> None:
    """Add a level to a programme, or correct the names and words of one that is there."""
    held = queries.tier(programme_id, tier.slug)
    execute(
        """INSERT INTO programme_tiers (programme_id, slug, name_ru, name_en, gives_ru, gives_en, position)
           VALUES (%(id)s, %(slug)s, %(name_ru)s, %(name_en)s, %(gives_ru)s, %(gives_en)s, %(position)s)
           ON CONFLICT (programme_id, slug) DO UPDATE
              SET name_ru = excluded.name_ru, name_en = excluded.name_en, gives_ru = excluded.gives_ru,
                  gives_en = excluded.gives_en, position = excluded.position""",
        asdict(tier) | {"id": programme_id},
    )
    before = {} if held is None else asdict(held)
    audit.record("programmes.put_tier", f"programme:{programme_id}", at=now, before=before, after=asdict(tier))


def _city_columns(cities: list[City]) -> dict[str, Any]:
    return {
        "slugs": [city.slug for city in cities], "ru": [city.name_ru for city in cities],
        "en": [city.name_en for city in cities], "positions": [city.position for city in cities],
    }  # fmt: skip


def _columns(settings: Settings) -> dict[str, Any]:
    values = {name: getattr(settings, name) for name in _NAMES}
    return values | {"languages": list(settings.languages), "look": json.dumps(dict(settings.look), ensure_ascii=False)}


def _check_city(slug: str | None) -> None:
    if slug is not None and execute("SELECT FROM cities WHERE slug = %(slug)s", {"slug": slug}).first() is None:
        raise BadSetting(field="city_slug", reason="unknown city")


def _forget() -> None:
    queries.forget_remembered()
    after_commit("programmes", queries.forget_remembered)
