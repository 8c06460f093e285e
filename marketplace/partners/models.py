"""What is stored: partners, their brands and shops, and the categories that brands stand in."""

from datetime import datetime

from sqlalchemy import BigInteger, Identity, Text, text
from sqlalchemy.dialects.postgresql import ARRAY, TIMESTAMP
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.core.db import Model

SYMBOLOGIES = ("none", "ean13", "code128", "pdf417", "aztec", "datamatrix")


class Partner(Model):
    """A company whose brands are offered, and to whom the programme owes what members spend there."""

    __tablename__ = "partners"

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    programme_id: Mapped[int] = mapped_column(BigInteger)
    slug: Mapped[str] = mapped_column(Text)
    name_ru: Mapped[str] = mapped_column(Text)
    name_en: Mapped[str] = mapped_column(Text)
    legal_name: Mapped[str] = mapped_column(Text, server_default=text("''"))
    inn: Mapped[str] = mapped_column(Text, server_default=text("''"))
    # approved, suspended or left; follows from its events.
    state: Mapped[str] = mapped_column(Text, server_default=text("'approved'"))

    def name(self, language: str) -> str:
        """Its name in a language; English for every other than Russian."""
        return self.name_ru if language == "ru" else self.name_en


class Category(Model):
    """A shelf of the shop."""

    __tablename__ = "categories"

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

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    programme_id: Mapped[int] = mapped_column(BigInteger)
    partner_id: Mapped[int] = mapped_column(BigInteger)
    slug: Mapped[str] = mapped_column(Text)
    name_ru: Mapped[str] = mapped_column(Text)
    name_en: Mapped[str] = mapped_column(Text)
    category_slug: Mapped[str] = mapped_column(Text)
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
    part_use: Mapped[bool] = mapped_column(server_default=text("true"))
    rank: Mapped[int] = mapped_column(server_default=text("1000"))
    created_at: Mapped[datetime] = mapped_column(TIMESTAMP(timezone=True), server_default=text("now()"))
    hidden: Mapped[bool] = mapped_column(server_default=text("false"))
    picture: Mapped[str] = mapped_column(Text, server_default=text("''"))

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

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    brand_id: Mapped[int] = mapped_column(BigInteger)
    city_slug: Mapped[str] = mapped_column(Text)
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
