"""Letters about cases: those that come in, those that we write, the addresses by which answers find their case."""

from marketplace.support.cases.mail.addresses import reply_address
from marketplace.support.cases.mail.letters import LETTER_BYTES_MAX
from marketplace.support.cases.mail.receiving import Received, receive, suggested
from marketplace.support.cases.mail.returning import letter_returned, return_address
from marketplace.support.cases.mail.telling import write_letter

__all__ = [
    "LETTER_BYTES_MAX", "Received", "letter_returned", "receive", "reply_address", "return_address", "suggested", "write_letter",
]  # fmt: skip
