"""What is stored of letters."""

from datetime import datetime

from sqlalchemy import BigInteger, Identity, Text
from sqlalchemy.dialects.postgresql import TIMESTAMP
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.core.db import Model

Moment = TIMESTAMP(timezone=True)


class LetterRow(Model):
    """A letter as it was written."""

    __tablename__ = "mails"
    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    ref: Mapped[str] = mapped_column(Text, unique=True)
    programme_id: Mapped[int | None] = mapped_column(BigInteger)
    recipient: Mapped[str] = mapped_column(Text)
    subject: Mapped[str] = mapped_column(Text)
    body_text: Mapped[str] = mapped_column(Text)
    body_html: Mapped[str] = mapped_column(Text)
    written_at: Mapped[datetime] = mapped_column(Moment)
    sent_at: Mapped[datetime | None] = mapped_column(Moment)
