"""What other systems tell us by themselves: `/hooks/<who>`. Each proves who it is by its signature over the raw body."""

from marketplace.web.hooks import stripe
from marketplace.web.hooks.stripe import is_connected
from marketplace.web.shared.entry_points import EntryPoint

ENTRY_POINT = EntryPoint(name="hooks", machines=(stripe.blueprint,), anybody=frozenset({"hooks."}), paths=("/hooks/",))

__all__ = ["ENTRY_POINT", "is_connected"]
