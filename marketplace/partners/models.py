"""What is stored: partners, their brands and shops, and the categories that brands stand in."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Identity, Index, Text, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import ARRAY, TIMESTAMP
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.core.db import Model

SYMBOLOGIES = ("none", "ean13", "code128", "pdf417", "aztec", "datamatrix")


class Partner(Model):
    """A company whose brands are offered, and to whom the programme owes what members spend there."""

    __tablename__ = "partners"
    __table_args__ = (
        UniqueConstraint("programme_id", "slug"),
        CheckConstraint("slug ~ '^[a-z0-9-]{1,64}$'"),
        CheckConstraint("length(name_ru) BETWEEN 1 AND 120"),
        CheckConstraint("length(name_en) BETWEEN 1 AND 120"),
        CheckConstraint("length(legal_name) <= 200"),
        CheckConstraint("inn ~ '^([0-9]{10}|[0-9]{12})?$'"),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    programme_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("programmes.id"))
    slug: Mapped[str] = mapped_column(Text)
    name_ru: Mapped[str] = mapped_column(Text)
    name_en: Mapped[str] = mapped_column(Text)
    legal_name: Mapped[str] = mapped_column(Text, server_default=text("''"))
    inn: Mapped[str] = mapped_column(Text, server_default=text("''"))

    def name(self, language: str) -> str:
        """Its name in a language; English for every other than Russian."""
        return self.name_ru if language == "ru" else self.name_en


class Category(Model):
    """A shelf of the shop."""

    __tablename__ = "categories"
    __table_args__ = (
        CheckConstraint("slug ~ '^[a-z0-9-]{1,40}$'"),
        CheckConstraint("length(name_ru) BETWEEN 1 AND 80"),
        CheckConstraint("length(name_en) BETWEEN 1 AND 80"),
    )

    slug: Mapped[str] = mapped_column(Text, primary_key=True)
    name_ru: Mapped[str] = mapped_column(Text)
    name_en: Mapped[str] = mapped_column(Text)
    position: Mapped[int] = mapped_column(server_default=text("0"))

    def name(self, language: str) -> str:
        """Its name in a language; English for every other than Russian."""
        return self.name_ru if language == "ru" else self.name_en


class Brand(Model):
    """What a member sees: a name, a face, what it is, where and how its cards are used."""

    __tablename__ = "brands"
    __table_args__ = (
        UniqueConstraint("programme_id", "slug"),
        CheckConstraint("slug ~ '^[a-z0-9-]{1,80}$'"),
        CheckConstraint("length(name_ru) BETWEEN 1 AND 120"),
        CheckConstraint("length(name_en) BETWEEN 1 AND 120"),
        CheckConstraint("length(description_ru) <= 4000"),
        CheckConstraint("length(description_en) <= 4000"),
        CheckConstraint("length(how_ru) <= 4000"),
        CheckConstraint("length(how_en) <= 4000"),
        CheckConstraint("length(keywords) <= 400"),
        CheckConstraint("length(initials) <= 3"),
        CheckConstraint("symbology IN ('none', 'ean13', 'code128', 'pdf417', 'aztec', 'datamatrix')"),
        Index("brands_by_rank", "programme_id", "rank", "id"),
        Index("brands_by_age", "programme_id", "created_at", "id"),
        Index("brands_by_partner", "partner_id"),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    programme_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("programmes.id"))
    partner_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("partners.id"))
    slug: Mapped[str] = mapped_column(Text)
    name_ru: Mapped[str] = mapped_column(Text)
    name_en: Mapped[str] = mapped_column(Text)
    category_slug: Mapped[str] = mapped_column(Text, ForeignKey("categories.slug"))
    # No city means everywhere.
    city_slugs: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default=text("'{}'::text[]"))
    online: Mapped[bool] = mapped_column(server_default=text("true"))
    description_ru: Mapped[str] = mapped_column(Text, server_default=text("''"))
    description_en: Mapped[str] = mapped_column(Text, server_default=text("''"))
    how_ru: Mapped[str] = mapped_column(Text, server_default=text("''"))
    how_en: Mapped[str] = mapped_column(Text, server_default=text("''"))
    keywords: Mapped[str] = mapped_column(Text, server_default=text("''"))
    palette: Mapped[str] = mapped_column(Text, server_default=text("''"))
    motif: Mapped[str] = mapped_column(Text, server_default=text("''"))
    initials: Mapped[str] = mapped_column(Text, server_default=text("''"))
    symbology: Mapped[str] = mapped_column(Text, server_default=text("'none'"))
    rank: Mapped[int] = mapped_column(server_default=text("1000"))
    created_at: Mapped[datetime] = mapped_column(TIMESTAMP(timezone=True), server_default=text("now()"))

    def name(self, language: str) -> str:
        """Its name in a language; English for every other than Russian."""
        return self.name_ru if language == "ru" else self.name_en

    def description(self, language: str) -> str:
        """What it is, as plain text: never HTML."""
        return self.description_ru if language == "ru" else self.description_en

    def how(self, language: str) -> str:
        """How its cards are used, as plain text: never HTML."""
        return self.how_ru if language == "ru" else self.how_en


class Shop(Model):
    """A place where cards of the brand are taken."""

    __tablename__ = "shops"
    __table_args__ = (UniqueConstraint("brand_id", "city_slug", "name_ru", "address_ru"),)

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    brand_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("brands.id"))
    city_slug: Mapped[str] = mapped_column(Text, ForeignKey("cities.slug"))
    name_ru: Mapped[str] = mapped_column(Text)
    name_en: Mapped[str] = mapped_column(Text)
    address_ru: Mapped[str] = mapped_column(Text)
    address_en: Mapped[str] = mapped_column(Text)

    def name(self, language: str) -> str:
        """Its name in a language; English for every other than Russian."""
        return self.name_ru if language == "ru" else self.name_en

    def address(self, language: str) -> str:
        """Its address in a language; English for every other than Russian."""
        return self.address_ru if language == "ru" else self.address_en
