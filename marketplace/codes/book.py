"""What the hash chain covers of codes: each row, with the digest of the ciphertext that it was loaded with.

A ciphertext is made anew under a newer key, which `code_renewals` tells; `verify.py` holds the present one against the last of
them. The counts of a batch grow, when the same file is loaded on, and are held against its codes. No query reads a code.
"""

from marketplace.core.chain import Sheet

LOADED_WITH = """coalesce((SELECT r.old_digest FROM code_renewals r WHERE r.code_id = codes.id ORDER BY r.id LIMIT 1),
                          sha256(codes.ciphertext))"""
SHEETS = (
    Sheet(
        "batches",
        (
            "programme_id",
            "brand_id",
            "partner_id",
            "denomination_id",
            "name",
            "file_digest",
            "expected_hits_milli",
            "loaded_at",
        ),
    ),
    Sheet(
        "codes",
        ("batch_id", "brand_id", "partner_id", "denomination_id", "blind", "last4", "expires_on", "with_pin"),
        derived=(LOADED_WITH,),
    ),
    Sheet("code_canaries", ("batch_id", "mark")),
    Sheet("code_renewals", ("code_id", "old_digest", "new_digest")),
    Sheet("code_returns", ("code_id", "ref", "why", "at")),
    Sheet("code_return_decisions", ("decision", "why", "at"), key="return_id"),
    Sheet("stock_quarantines", ("why", "at")),
    Sheet("stock_reconciliations", ("why", "lines", "withdrawn", "unloaded", "at"), key="quarantine_id"),
    Sheet("lost_handouts", ("quarantine_id", "blind", "card", "handed_out_at")),
    Sheet("batch_withdrawals", ("batch_id", "why", "at", "actor")),
    Sheet("batch_releases", ("why", "at", "actor"), key="withdrawal_id"),
)
