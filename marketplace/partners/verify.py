"""The rules that partners must satisfy at any moment, each as one query that finds where it is broken."""

from marketplace.core.findings import Finding, search

RULES: dict[str, str] = {
    "a partner is in the state that the audit says": """
        SELECT p.id AS partner, p.state, coalesce(a.state, 'approved') AS said FROM partners p
          LEFT JOIN (SELECT DISTINCT ON (subject) subject, after->>'state' AS state FROM audit_records
                      WHERE action IN ('partners.applied', 'partners.approved', 'partners.suspended', 'partners.reinstated', 'partners.left')
                      ORDER BY subject, id DESC) a ON a.subject = 'partner:' || p.id
         WHERE p.state <> coalesce(a.state, 'approved')""",
    "the brands of a partner are in the shop while it works with the programme": """
        SELECT b.id AS brand, p.state FROM brands b JOIN partners p ON p.id = b.partner_id WHERE b.hidden <> (p.state <> 'approved')""",
}


def invariants() -> list[Finding]:
    """Every place where partners break a rule; none when they are right."""
    return search(RULES)
