"""Debts between one company and several programmes of the installation, set off against each other."""

from marketplace.settlements.payouts.offsetting.actions import (
    approve_netting,
    draft_netting,
    drop_netting,
    send_netting,
)
from marketplace.settlements.payouts.offsetting.queries import (
    Agreed,
    Netted,
    Netting,
    netting,
    netting_agreed,
    netting_positions,
    netting_transfers,
    nettings,
    standing,
)
from marketplace.settlements.payouts.offsetting.rules import Position, Transfer, cleared, transfers

__all__ = [
    "Agreed", "Netted", "Netting", "Position", "Transfer", "approve_netting", "cleared", "draft_netting", "drop_netting", "netting", "netting_agreed",
    "netting_positions", "netting_transfers", "nettings", "send_netting", "standing", "transfers",
]  # fmt: skip
