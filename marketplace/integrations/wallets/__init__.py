"""Cards in the wallets of phones: Apple's passes as signed files, Google's as signed links."""

from marketplace.integrations.wallets import apple, google
from marketplace.integrations.wallets.facts import Facts, Keys

__all__ = ["Facts", "Keys", "apple", "google"]
