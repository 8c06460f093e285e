"""What was written about somebody's orders, and how it goes when their data are erased."""

from marketplace.core.forgetting import Goes

GOES = (Goes(("order_cancellations.why",), "SELECT order_words_forget(%(orders)s::bigint[])"),)
