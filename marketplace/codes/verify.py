"""The rules that codes must satisfy at any moment, each as one query that finds where it is broken. No query reads a code."""

from marketplace.core.findings import Finding, search

RULES: dict[str, str] = {
    "an unsold code stands under its own denomination and its own last day": """
        SELECT f.code_id AS code FROM free_codes f LEFT JOIN codes c ON c.id = f.code_id
         WHERE c.denomination_id IS DISTINCT FROM f.denomination_id OR coalesce(c.expires_on, 'infinity') <> f.expires_on""",
    "an unsold code is in no live certificate": """
        SELECT f.code_id AS code, g.id AS giftcard FROM free_codes f JOIN giftcards g ON g.code_id = f.code_id
         WHERE g.state <> 'void'""",
    "a partner's code is unsold or was handed over": """
        SELECT c.id AS code, c.batch_id AS batch FROM codes c
         WHERE c.batch_id IS NOT NULL AND NOT EXISTS (SELECT FROM free_codes f WHERE f.code_id = c.id)
           AND NOT EXISTS (SELECT FROM giftcards g WHERE g.code_id = c.id)""",
    "a batch is of the brand of its denomination": """
        SELECT b.id AS batch, b.brand_id AS brand FROM batches b JOIN denominations d ON d.id = b.denomination_id
         WHERE d.brand_id <> b.brand_id""",
    "a batch has as many codes as it says": """
        SELECT b.id AS batch, b.code_count AS said, count(c.id) AS codes FROM batches b LEFT JOIN codes c ON c.batch_id = b.id
         GROUP BY b.id HAVING count(c.id) <> b.code_count""",
}


def invariants() -> list[Finding]:
    """Every place where codes break a rule; none when they are right. Reads all codes, and shows none."""
    return search(RULES)
