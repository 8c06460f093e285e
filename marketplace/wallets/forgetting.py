"""Which phones show somebody's cards, and how it goes when their data are erased."""

from marketplace.core.forgetting import Goes

ERASED = (
    Goes(
        ("wallet_devices.device",),
        "DELETE FROM wallet_devices WHERE pass_id IN (SELECT id FROM wallet_passes WHERE giftcard_id = ANY (%(cards)s::bigint[]))",
    ),
)
