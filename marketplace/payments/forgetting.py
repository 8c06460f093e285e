"""What is kept of somebody's payments beside their sums, and how it goes when their data are erased; what of theirs has to end before."""

from marketplace.core.forgetting import Goes, Moves

_PAID = "SELECT id FROM payments WHERE member_id = ANY (%(members)s)"

ERASED = (
    Goes(("payment_refunds.why",), sealed="payments"),
    Goes(
        ("payment_calls.note",),
        "UPDATE payment_calls SET note = '' WHERE payment_id = ANY (%(payments)s::bigint[]) AND note <> ''",
    ),
    # What the provider sent tells who paid; what came of it is a fact of its own.
    Goes(
        (),
        "UPDATE provider_events SET body = '\\x7b7d' WHERE payment_id = ANY (%(payments)s::bigint[]) AND body <> '\\x7b7d'",
    ),
)
MOVES = (
    Moves(
        "payment",
        f"""SELECT FROM ({_PAID}) p WHERE NOT EXISTS (SELECT FROM payment_completions c WHERE c.payment_id = p.id)
               AND NOT EXISTS (SELECT FROM payment_expiries e WHERE e.payment_id = p.id)""",  # noqa: S608 - our own query; values go as parameters
    ),
    Moves(
        "refund",
        f"""SELECT FROM payment_refunds r WHERE r.payment_id IN ({_PAID})
               AND NOT EXISTS (SELECT FROM payment_refund_ends e WHERE e.refund_id = r.id)""",  # noqa: S608 - our own query; values go as parameters
    ),
    Moves(
        "dispute",
        f"""SELECT FROM payment_disputes d WHERE d.payment_id IN ({_PAID})
               AND NOT EXISTS (SELECT FROM payment_dispute_steps s WHERE s.dispute_id = d.id AND s.what = 'closed')""",  # noqa: S608 - our own query; values go as parameters
    ),
)
