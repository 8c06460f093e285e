"""The rule that programmes must satisfy at any moment, as one query that finds where it is broken."""

from marketplace.core.findings import Finding, search

RULES: dict[str, str] = {
    "a programme has the settings that it was given last": """
        SELECT p.id AS programme, given.key AS setting
          FROM programmes p
          LEFT JOIN LATERAL (
            SELECT DISTINCT ON (s.key) s.key, s.value FROM audit_records a CROSS JOIN jsonb_each(a.after) s
             WHERE a.subject = 'programme:' || p.id AND a.action IN ('programmes.create', 'programmes.change')
             ORDER BY s.key, a.id DESC) given ON true
         WHERE given.key IS NULL OR to_jsonb(p) -> given.key IS DISTINCT FROM given.value""",
}


def invariants() -> list[Finding]:
    """Every setting that nobody has given; none when programmes are right."""
    return search(RULES)
