"""The rules that purchases must satisfy at any moment, each as one query that finds where it is broken."""

from marketplace.core.findings import Finding, search

RULES: dict[str, str] = {
    "a supplier is reached where and as the audit says": """
        SELECT c.id AS supplier, c.base_url, said.after->>'base_url' AS said FROM supplier_connections c
          LEFT JOIN LATERAL (SELECT a.after FROM audit_records a WHERE a.subject = 'supplier:' || c.id AND a.action = 'suppliers.connect'
                              ORDER BY a.id DESC LIMIT 1) said ON true
         WHERE (c.base_url, c.auth_url, c.client_id, c.adapter, c.name) IS DISTINCT FROM (said.after->>'base_url',
               said.after->>'auth_url', said.after->>'client_id', said.after->>'adapter', said.after->>'name')""",
    "a purchase that was obtained has its transaction, and no other code was bought for its order": """
        SELECT p.id AS purchase, p.order_id AS "order" FROM supplier_purchases p
          JOIN supplier_ends e ON e.purchase_id = p.id AND e.how = 'obtained'
         WHERE NOT EXISTS (SELECT FROM supplier_receipts r WHERE r.purchase_id = p.id)
            OR EXISTS (SELECT FROM supplier_purchases o LEFT JOIN supplier_ends oe ON oe.purchase_id = o.id
                        WHERE o.order_id = p.order_id AND o.id <> p.id AND oe.how IS DISTINCT FROM 'written_off')""",
    "an order is sent once more only after the one before was surely not taken in": """
        SELECT k.purchase_id AS purchase FROM supplier_calls k JOIN supplier_calls before ON before.purchase_id = k.purchase_id
         WHERE k.what = 'order' AND before.what = 'order' AND before.id < k.id AND before.outcome IS DISTINCT FROM 'not_taken'""",
}


def invariants() -> list[Finding]:
    """Every place where purchases break a rule; none when they are right. Reads all purchases."""
    return search(RULES)
