"""What is kept of somebody's payments beside their sums, and how it goes when their data are erased."""

from marketplace.core.forgetting import Goes

GOES = (
    Goes(("payment_refunds.why",), "SELECT refund_words_forget(%(payments)s::bigint[])"),
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
