"""What was written about somebody at the fraud desk, and how it goes when their data are erased."""

from marketplace.core.forgetting import Goes

ERASED = (
    Goes(
        ("fraud_decisions.why",),
        """UPDATE fraud_decisions SET why = '—'
            WHERE (signal_id IN (SELECT id FROM fraud_signals WHERE member_id = %(member)s OR user_id = %(user)s
                     OR evidence->>'member' = (SELECT number FROM members WHERE id = %(member)s)) OR member_id = %(member)s) AND why <> '—'""",
    ),
)
