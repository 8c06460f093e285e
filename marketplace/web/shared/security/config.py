"""How the sign-in library is set up: which pages there are, where, and how strict they are."""

from datetime import timedelta
from typing import Any

from flask import Flask

from marketplace.identity import PASSWORD_MIN
from marketplace.web.shared.entry_points import first, served

COOKIE = "session"
# Lasting as long as the longest session; which one still counts is said by its row in the database.
COOKIE_LIFE = timedelta(days=30)
# How long after a password or factor was given the pages that change them open without asking again.
FRESH = timedelta(minutes=15)

ADDRESSES = {
    "LOGIN_URL": "/sign-in",
    "LOGOUT_URL": "/sign-out",
    "RESET_URL": "/password/reset",
    "CHANGE_URL": "/password/change",
    "VERIFY_URL": "/verify",
    "TWO_FACTOR_SETUP_URL": "/second-factor/set-up",
    "TWO_FACTOR_TOKEN_VALIDATION_URL": "/second-factor/code",
    "TWO_FACTOR_RESCUE_URL": "/second-factor/rescue",
    "TWO_FACTOR_SELECT_URL": "/second-factor/choice",
    "MULTI_FACTOR_RECOVERY_CODES_URL": "/recovery-codes",
    "MULTI_FACTOR_RECOVERY_URL": "/second-factor/recovery-code",
    "WAN_REGISTER_URL": "/passkeys",
    "WAN_DELETE_URL": "/passkeys/removal",
    "WAN_SIGNIN_URL": "/sign-in/passkey",
    "WAN_VERIFY_URL": "/verify/passkey",
}

FEATURES: dict[str, Any] = {
    # Sign-up is ours: nobody is kept as a user before their address is known to be theirs.
    "REGISTERABLE": False,
    "CONFIRMABLE": False,
    "RECOVERABLE": True,
    "CHANGEABLE": True,
    "TRACKABLE": False,
    "TWO_FACTOR": True,
    "TWO_FACTOR_ENABLED_METHODS": ["authenticator"],
    "TWO_FACTOR_RESCUE_EMAIL": False,
    "MULTI_FACTOR_RECOVERY_CODES": True,
    "MULTI_FACTOR_RECOVERY_CODES_N": 8,
    "WEBAUTHN": True,
    # A passkey is told by its owner's finger or PIN, so it is two factors in one.
    "WAN_ALLOW_AS_FIRST_FACTOR": True,
    "WAN_ALLOW_AS_MULTI_FACTOR": True,
    "WAN_ALLOW_USER_HINTS": False,
}

STRICTNESS: dict[str, Any] = {
    # Nobody learns from an answer whether an address is known.
    "RETURN_GENERIC_RESPONSES": True,
    "USER_IDENTITY_ATTRIBUTES": [{"email": {"mapper": lambda text: text.strip().lower(), "case_insensitive": False}}],
    "EMAIL_VALIDATOR_ARGS": {"check_deliverability": False},
    # argon2id as OWASP's cheat sheet has it: 19 MiB, two passes, one lane.
    "PASSWORD_HASH": "argon2",
    "PASSWORD_SCHEMES": ["argon2"],
    "PASSWORD_SINGLE_HASH": ["argon2"],
    "PASSWORD_HASH_PASSLIB_OPTIONS": {
        "argon2__type": "ID", "argon2__memory_cost": 19456, "argon2__time_cost": 2, "argon2__parallelism": 1,
    },
    "HASHING_SCHEMES": ["argon2"],
    "PASSWORD_LENGTH_MIN": PASSWORD_MIN,
    "PASSWORD_CONFIRM_REQUIRED": False,
    # Composed letters, as people's own names are stored: й stays one character.
    "PASSWORD_NORMALIZE_FORM": "NFKC",
    "INPUT_NORMALIZE_FORM": "NFKC",
    "DEFAULT_REMEMBER_ME": False,
    "TWO_FACTOR_AUTHENTICATOR_VALIDITY": 30,
    "FRESHNESS": FRESH,
    "FRESHNESS_GRACE_PERIOD": timedelta(minutes=5),
    "RESET_PASSWORD_WITHIN": timedelta(hours=1),
    "AUTO_LOGIN_AFTER_RESET": False,
    "LOGOUT_METHODS": ["POST"],
    # The names are headers' own: with True for a value they would be written "private=True".
    "CACHE_CONTROL": {"private": None, "no-store": None},
    "API_ENABLED_METHODS": ["session"],
}  # fmt: skip

PLACES: dict[str, Any] = {
    "POST_LOGIN_VIEW": "/",
    "POST_LOGOUT_VIEW": "/",
    "POST_RESET_VIEW": "security.login",
    "STATIC_FOLDER": None,
    "CLI_USERS_NAME": None,
    "CLI_ROLES_NAME": None,
    "JOIN_USER_ROLES": False,
    # Our letters have templates of their own.
    "EMAIL_HTML": False,
    "EMAIL_PLAINTEXT": False,
}


def cookie_name(app: Flask) -> str:
    """The session cookie's name: of one entry point's own where it answers at a host of its own, else that of all."""
    own = [entry.cookie for entry in served(app) if entry.front] if app.config["SETTINGS"].own_host else []
    return own[0] if own else COOKIE


def configure(app: Flask, *, secure: bool) -> None:
    """Write the library's settings, and what every session cookie must hold to.

    Behind https the cookie carries the `__Host-` prefix: no other host and no plain connection can set it. A demo on
    plain http has no such cookie, because browsers refuse the prefix there.
    """
    app.config.update(
        SESSION_COOKIE_NAME=("__Host-" if secure else "") + cookie_name(app),
        SESSION_COOKIE_SECURE=secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_PATH="/",
        SESSION_REFRESH_EACH_REQUEST=False,
        PERMANENT_SESSION_LIFETIME=COOKIE_LIFE,
        # A token lives as long as its session, so that a page left open over lunch still works.
        WTF_CSRF_TIME_LIMIT=None,
    )
    # Back to where one sees how they sign in, if that is served here; elsewhere to the front door.
    home = first("own_security", app) or "/"
    app.config.update(SECURITY_POST_CHANGE_VIEW=home, SECURITY_TWO_FACTOR_POST_SETUP_VIEW=home)
    for values in (ADDRESSES, FEATURES, STRICTNESS, PLACES):
        for name, value in values.items():
            app.config.setdefault(f"SECURITY_{name}", value)
    # The library asks for a key of its own; the secrets of authenticators lie in the vault.
    app.config.setdefault("SECURITY_TOTP_SECRETS", {"1": app.config["SECRET_KEY"]})
    app.config.setdefault("SECURITY_TOTP_ISSUER", "Vitrina")
    app.config.setdefault("SECURITY_I18N_DIRNAME", ["builtin", app.config["BABEL_TRANSLATION_DIRECTORIES"]])
