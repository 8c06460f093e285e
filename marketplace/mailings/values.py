"""A letter as it was written."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Letter:
    """Who gets what, with marks in the place of links that act for the reader; `sent_at` is None while it has not left, or where there is no mail server."""

    id: int
    ref: str
    programme_id: int | None
    recipient: str
    subject: str
    body_text: str
    body_html: str
    written_at: datetime
    sent_at: datetime | None
    acts: bool = False  # it has a link that acts for its reader, so nobody else reads it
    reply_to: str = ""  # where answers go, if not to the sender

    @property
    def message_name(self) -> str:
        """What it is called in the mail, before the @ of its Message-ID: the same when it is sent again after a crash."""
        return f"letter-{self.id}-{int(self.written_at.timestamp())}"
