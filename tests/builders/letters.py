"""Letters as their recipients read them, links included."""

from marketplace import mailings
from marketplace.core.db import execute
from marketplace.mailings import Letter


def letters() -> list[Letter]:
    """All that were written and have not left, oldest first."""
    return [
        mailings.to_send(row.ref) for row in execute("SELECT ref FROM mails WHERE sent_at IS NULL ORDER BY id").all()
    ]
