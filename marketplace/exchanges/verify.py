"""The rules that exchanges must satisfy at any moment, each as one query that finds where it is broken."""

from marketplace.core import own_seals
from marketplace.core.findings import Finding, search
from marketplace.exchanges.book import OWNED

RULES: dict[str, str] = {
    "cards that were exchanged, split or merged say so, once": """
        SELECT s.id AS succession, s.cause FROM giftcard_successions s
         WHERE s.cause IN ('exchange', 'split', 'merge') AND (
               SELECT count(*) FROM exchanges x WHERE (x.succession_id = s.id AND x.kind = s.cause) OR (x.split_id = s.id AND s.cause = 'split')) <> 1""",
    "an exchange gave what was quoted, while the quote was good": """
        SELECT x.id AS exchange FROM exchanges x JOIN exchange_quotes q ON q.id = x.quote_id
          LEFT JOIN giftcards g ON g.succession_id = x.succession_id
         WHERE g.value IS DISTINCT FROM q.value OR g.brand_id IS DISTINCT FROM q.brand_id OR x.amount <> q.amount OR x.member_id <> q.member_id
            OR x.at >= q.good_until OR x.at < q.quoted_at""",
    "cards that went on so belong to the member who asked": """
        SELECT x.id AS exchange FROM exchanges x JOIN giftcards g ON g.succession_id = x.succession_id WHERE g.member_id <> x.member_id""",
}


def invariants() -> list[Finding]:
    """Every place where exchanges break a rule; none when they are right."""
    return search(RULES) + own_seals.unsealed(OWNED)
