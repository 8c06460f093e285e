"""What a password costs anyone who would guess it: tests hash quickly, the product does not."""

from flask import Flask

from marketplace.app import create_app
from tests.builders.identity import PASSWORD

# OWASP's cheat sheet: argon2id, 19 MiB, two passes, one lane.
COST = "$argon2id$v=19$m=19456,t=2,p=1$"


def test_a_password_is_hashed_at_the_full_cost(app: Flask) -> None:
    """In an application of its own, as the product makes it."""
    security = create_app(app.config["SETTINGS"]).extensions["security"]
    assert security.pwd_context.hash(PASSWORD).startswith(COST)
    assert security.hashing_context.hash(PASSWORD).startswith(COST), "the digests in links"
