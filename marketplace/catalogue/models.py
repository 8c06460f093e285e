"""What is stored: offers, their denominations, and what brands are found by."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Identity,
    Index,
    LargeBinary,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import TIMESTAMP, TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.core.db import Model

KINDS = ("gift_card", "certificate", "goods", "service")
FULFILMENTS = ("stock", "own", "supplier")
_RANGE = ("value_min", "value_max", "value_step", "rate_points", "rate_value")


class Offer(Model):
    """Something that points buy: fixed denominations of it, or a range of values."""

    __tablename__ = "offers"
    __table_args__ = (
        UniqueConstraint("programme_id", "source", "external_ref"),
        UniqueConstraint("id", "brand_id"),
        CheckConstraint("length(external_ref) BETWEEN 1 AND 128"),
        CheckConstraint("kind IN ('gift_card', 'certificate', 'goods', 'service')"),
        CheckConstraint("length(title_ru) BETWEEN 1 AND 200"),
        CheckConstraint("length(title_en) BETWEEN 1 AND 200"),
        CheckConstraint("fulfilment IN ('stock', 'own', 'supplier')"),
        CheckConstraint("currency ~ '^[A-Z]{3}$'"),
        CheckConstraint("validity_days BETWEEN 1 AND 3650"),
        CheckConstraint("ends_at IS NULL OR starts_at IS NULL OR ends_at > starts_at"),
        CheckConstraint(" AND ".join(f"(value_min IS NULL) = ({name} IS NULL)" for name in _RANGE[1:])),
        CheckConstraint("(min_points IS NULL) = (money_rate IS NULL)"),
        CheckConstraint("value_max <= 10000000000 AND rate_points <= 100000000 AND rate_value <= 1000000000000"),
        Index("offers_by_brand", "brand_id", postgresql_where=text("published")),
        Index("offers_ranges", "brand_id", postgresql_where=text("published AND value_min IS NOT NULL")),
        Index("offers_in_order", "programme_id", "id", postgresql_where=text("published")),
        Index(
            "offers_range_prices",
            text("((value_min * rate_points + rate_value - 1) / rate_value)"),
            "brand_id",
            postgresql_where=text("published AND value_min IS NOT NULL AND fulfilment = 'own'"),
        ),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    programme_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("programmes.id"))
    brand_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("brands.id"))
    source: Mapped[str] = mapped_column(Text, server_default=text("'own'"))
    external_ref: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(Text)
    title_ru: Mapped[str] = mapped_column(Text)
    title_en: Mapped[str] = mapped_column(Text)
    fulfilment: Mapped[str] = mapped_column(Text)
    currency: Mapped[str] = mapped_column(Text)
    # Minor units of the currency; a range has no denominations.
    value_min: Mapped[int | None] = mapped_column(BigInteger)
    value_max: Mapped[int | None] = mapped_column(BigInteger)
    value_step: Mapped[int | None] = mapped_column(BigInteger)
    rate_points: Mapped[int | None] = mapped_column(BigInteger)
    rate_value: Mapped[int | None] = mapped_column(BigInteger)
    min_points: Mapped[int | None] = mapped_column(BigInteger)
    money_rate: Mapped[int | None] = mapped_column(BigInteger)
    validity_days: Mapped[int]
    per_member_limit: Mapped[int | None]
    total_limit: Mapped[int | None]
    tier: Mapped[str] = mapped_column(Text, server_default=text("''"))
    starts_at: Mapped[datetime | None] = mapped_column(TIMESTAMP(timezone=True))
    ends_at: Mapped[datetime | None] = mapped_column(TIMESTAMP(timezone=True))
    published: Mapped[bool] = mapped_column(server_default=text("true"))
    fingerprint: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[datetime] = mapped_column(TIMESTAMP(timezone=True), server_default=text("now()"))

    def title(self, language: str) -> str:
        """Its title in a language; English for every other than Russian."""
        return self.title_ru if language == "ru" else self.title_en


class Denomination(Model):
    """One value of an offer and its price. Values in minor units of the offer's currency."""

    __tablename__ = "denominations"
    __table_args__ = (
        UniqueConstraint("offer_id", "value"),
        CheckConstraint("value BETWEEN 1 AND 1000000000000"),
        CheckConstraint("price_points BETWEEN 1 AND 1000000000000"),
        CheckConstraint("old_price_points > price_points"),
        ForeignKeyConstraint(["offer_id", "brand_id"], ["offers.id", "offers.brand_id"], onupdate="CASCADE"),
        Index(
            "denominations_by_price",
            "brand_id",
            "price_points",
            "id",
            postgresql_include=["offer_id", "value", "old_price_points"],
            postgresql_where=text("active"),
        ),
        Index(
            "denominations_by_value",
            "brand_id",
            "value",
            "id",
            postgresql_include=["offer_id", "price_points"],
            postgresql_where=text("active"),
        ),
        Index("denominations_prices", "price_points", "brand_id", "id", postgresql_where=text("active")),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    offer_id: Mapped[int] = mapped_column(BigInteger)
    brand_id: Mapped[int] = mapped_column(BigInteger)
    value: Mapped[int] = mapped_column(BigInteger)
    price_points: Mapped[int] = mapped_column(BigInteger)
    old_price_points: Mapped[int | None] = mapped_column(BigInteger)
    active: Mapped[bool] = mapped_column(server_default=text("true"))


class BrandSearch(Model):
    """What a brand is found by; kept by triggers, read by the SQL function `search_brands`."""

    __tablename__ = "brand_search"
    __table_args__ = (
        Index("brand_search_document", "document", postgresql_using="gin"),
        Index("brand_search_words", "words", postgresql_using="gin", postgresql_ops={"words": "gin_trgm_ops"}),
    )

    brand_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("brands.id"), primary_key=True, autoincrement=False)
    programme_id: Mapped[int] = mapped_column(BigInteger)
    names: Mapped[str] = mapped_column(Text)
    words: Mapped[str] = mapped_column(Text)
    document: Mapped[str] = mapped_column(TSVECTOR)


_ALIKE: dict[str, Any] = {"postgresql_using": "gin", "postgresql_ops": {"word": "gin_trgm_ops"}}


class SearchWord(Model):
    """A word that brands of a programme are found by; kept by triggers, read by the SQL function `search_brands`."""

    __tablename__ = "search_words"
    __table_args__ = (
        Index("search_words_alike", "word", postgresql_where=text("NOT joined"), **_ALIKE),
        Index("search_words_joined", "word", postgresql_where=text("joined"), **_ALIKE),
        Index("search_words_short", "programme_id", "word", postgresql_where=text("length(word) <= 5")),
        Index(
            "search_words_slips",
            text("search_slips(programme_id, word)"),
            postgresql_using="gin",
            postgresql_with={"fastupdate": "off"},
            postgresql_where=text("NOT joined"),
        ),
    )

    programme_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    word: Mapped[str] = mapped_column(Text, primary_key=True)
    joined: Mapped[bool]
