"""What is stored of programmes: their settings, hosts, texts; and the cities of the installation."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    ForeignKey,
    Identity,
    Integer,
    LargeBinary,
    SmallInteger,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, TIMESTAMP
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.core.db import Model

Moment = TIMESTAMP(timezone=True)


class CityRow(Model):
    """A city that a visitor may choose."""

    __tablename__ = "cities"
    slug: Mapped[str] = mapped_column(Text, primary_key=True)
    name_ru: Mapped[str] = mapped_column(Text)
    name_en: Mapped[str] = mapped_column(Text)
    position: Mapped[int] = mapped_column(Integer, server_default=text("0"))


class ProgrammeRow(Model):
    """A loyalty programme: its unit, zone, languages, look and rules of expiry."""

    __tablename__ = "programmes"
    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    slug: Mapped[str] = mapped_column(Text, unique=True)
    name_ru: Mapped[str] = mapped_column(Text)
    name_en: Mapped[str] = mapped_column(Text)
    unit_one_ru: Mapped[str] = mapped_column(Text)
    unit_few_ru: Mapped[str] = mapped_column(Text)
    unit_many_ru: Mapped[str] = mapped_column(Text)
    unit_one_en: Mapped[str] = mapped_column(Text)
    unit_many_en: Mapped[str] = mapped_column(Text)
    decimals: Mapped[int] = mapped_column(SmallInteger)
    time_zone: Mapped[str] = mapped_column(Text)
    languages: Mapped[list[str]] = mapped_column(ARRAY(Text))
    currency: Mapped[str] = mapped_column(Text)
    city_slug: Mapped[str | None] = mapped_column(ForeignKey("cities.slug"))
    expiry_months: Mapped[int | None] = mapped_column(Integer)
    expiry_end: Mapped[str] = mapped_column(Text, server_default=text("'day'"))
    reveal_limit: Mapped[int] = mapped_column(BigInteger)
    mail_from: Mapped[str] = mapped_column(Text)
    look: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default=text("'{}'"))
    logo_svg: Mapped[str] = mapped_column(Text, server_default=text("''"))


class HostRow(Model):
    """A host name under which a programme answers."""

    __tablename__ = "programme_hosts"
    host: Mapped[str] = mapped_column(Text, primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programmes.id"))


class TextRow(Model):
    """One version of one text; never changed once it is there."""

    __tablename__ = "programme_texts"
    __table_args__ = (UniqueConstraint("programme_id", "kind", "language", "version"),)
    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programmes.id"))
    kind: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(Text)
    version: Mapped[int] = mapped_column(Integer)
    body: Mapped[str] = mapped_column(Text)
    digest: Mapped[bytes] = mapped_column(LargeBinary)
    published_at: Mapped[datetime] = mapped_column(Moment)
