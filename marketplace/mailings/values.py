"""A letter as it was written."""

import base64
from dataclasses import dataclass
from datetime import datetime

from marketplace.core import vault

SEAL = 16  # characters of base 32, 80 bits


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
        """What it is called in the mail, before the @ of its Message-ID: the same when it is sent again after a crash, and signed by us."""
        seal = vault.digest(f"name of letter {self.id} {self.ref}".encode())
        return f"letter-{self.id}-{base64.b32encode(seal).decode().lower()[:SEAL]}"
