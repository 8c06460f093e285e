"""What the hash chain covers of programmes: each text as it was published, which members have accepted by its digest."""

from marketplace.core.chain import Sheet

SHEETS = (Sheet("programme_texts", ("programme_id", "kind", "language", "version", "body", "digest", "published_at")),)
