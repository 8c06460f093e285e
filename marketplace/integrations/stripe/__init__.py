"""Stripe as we use it: hosted Checkout pages, refunds, disputes, and events that say what happened."""
