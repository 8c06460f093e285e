"""The rules that codes must satisfy at any moment, each as one query that finds where it is broken. No query reads a code."""

from marketplace.codes import rules
from marketplace.codes.book import SHEETS
from marketplace.core.findings import Finding, search

__all__ = ["SHEETS", "invariants"]

RULES: dict[str, str] = {
    "an unsold code stands under its own denomination and its own last day": """
        SELECT f.code_id AS code FROM free_codes f LEFT JOIN codes c ON c.id = f.code_id
         WHERE c.denomination_id IS DISTINCT FROM f.denomination_id OR coalesce(c.expires_on, 'infinity') <> f.expires_on
            OR c.batch_id IS DISTINCT FROM f.batch_id""",
    "a withdrawn code is not for sale, and its batch is withdrawn": """
        SELECT k.code_id AS code FROM withdrawn_codes k JOIN batch_withdrawals w ON w.id = k.withdrawal_id JOIN codes c ON c.id = k.code_id
         WHERE c.batch_id IS DISTINCT FROM w.batch_id
            OR (EXISTS (SELECT FROM batch_releases r WHERE r.withdrawal_id = w.id)
                AND NOT EXISTS (SELECT FROM batch_moves m WHERE m.withdrawal_id = w.id AND m.back))
            OR EXISTS (SELECT FROM free_codes f WHERE f.code_id = k.code_id)""",
    "nothing of a withdrawn batch is for sale": """
        SELECT w.batch_id AS batch FROM batch_withdrawals w WHERE EXISTS (SELECT FROM free_codes f WHERE f.batch_id = w.batch_id)
           AND NOT EXISTS (SELECT FROM batch_releases r WHERE r.withdrawal_id = w.id)
           AND NOT EXISTS (SELECT FROM batch_moves m WHERE m.withdrawal_id = w.id AND NOT m.back)""",
    "a code's ciphertext is the one it was loaded with, or was made anew from it": """
        SELECT code_id AS code FROM (
            SELECT r.code_id, r.new_digest, lead(r.old_digest, 1, sha256(c.ciphertext)) OVER (PARTITION BY r.code_id ORDER BY r.id) AS next
              FROM code_renewals r LEFT JOIN codes c ON c.id = r.code_id) steps
         WHERE next IS DISTINCT FROM new_digest""",
    "a code that came back is for sale only when somebody has decided so": """
        SELECT f.code_id AS code, last.decision FROM free_codes f JOIN (
            SELECT DISTINCT ON (r.code_id) r.code_id, k.decision FROM code_returns r
              LEFT JOIN code_return_decisions k ON k.return_id = r.id ORDER BY r.code_id, r.id DESC) last ON last.code_id = f.code_id
         WHERE last.decision IS DISTINCT FROM 'restocked'""",
    "what was decided of a code that came back has its record": """
        SELECT k.return_id AS code_return, k.decision FROM code_return_decisions k JOIN code_returns r ON r.id = k.return_id
         WHERE NOT EXISTS (SELECT FROM audit_records a WHERE a.subject = 'code:' || r.code_id AND a.txid = k.txid AND a.at = k.at
                              AND a.action = CASE k.decision WHEN 'restocked' THEN 'codes.restock' ELSE 'codes.retire' END)""",
    "a batch is of the brand of its denomination": """
        SELECT b.id AS batch, b.brand_id AS brand FROM batches b JOIN denominations d ON d.id = b.denomination_id
         WHERE d.brand_id <> b.brand_id""",
    "a code is of the partner of its brand": """
        SELECT c.id AS code, c.partner_id AS partner FROM codes c JOIN brands b ON b.id = c.brand_id WHERE c.partner_id <> b.partner_id""",
    "of an easily guessed batch no code without a PIN is for sale": f"""
        SELECT f.code_id AS code, b.id AS batch FROM batches b JOIN free_codes f ON f.batch_id = b.id JOIN codes c ON c.id = f.code_id
         WHERE b.expected_hits_milli >= {rules.WEAK_MILLI} AND NOT c.with_pin""",  # noqa: S608 - our own number
    "of an easily guessed batch each code without a PIN has waited for a decision": f"""
        SELECT b.id AS batch, b.without_pin, count(r.id) AS waited FROM batches b LEFT JOIN codes c ON c.batch_id = b.id
          LEFT JOIN code_returns r ON r.code_id = c.id AND r.why = 'weak'
         WHERE b.expected_hits_milli >= {rules.WEAK_MILLI} GROUP BY b.id HAVING count(r.id) <> b.without_pin""",  # noqa: S608 - our own number
    "a batch has as many codes as it says": """
        SELECT b.id AS batch, b.code_count AS said, count(c.id) AS codes FROM batches b LEFT JOIN codes c ON c.batch_id = b.id
         GROUP BY b.id HAVING count(c.id) <> b.code_count + (SELECT count(*) FROM code_canaries k WHERE k.batch_id = b.id)""",
}


def invariants() -> list[Finding]:
    """Every place where codes break a rule; none when they are right. Reads all codes, and shows none."""
    return search(RULES)
