"""What the sign-in pages say. The library's messages stand in our catalogue `flask_security`, in our own words."""

from flask import Flask, session


def _(text: str) -> str:
    """Mark a text for the catalogue; it is translated when it is said."""
    return text


# How the library calls the tone of a message, and how our pages do.
TONES = {"error": "bad", "success": "good", "info": "info"}

# The rules of identity.password_fault in words.
PASSWORD_FAULTS = {
    "short": _("At least 10 characters."),
    "long": _("At most 128 characters."),
    "common": _("This password is among the first to be guessed. Choose another one."),
    "personal": _("The password is too easy: it is made from your name or address."),
}


def init_app(app: Flask) -> None:
    """Give the library's messages the tones of our pages."""
    for name, value in app.config.items():
        if name.startswith("SECURITY_MSG_"):
            text, tone = value
            app.config[name] = (text, TONES.get(tone, tone))


def in_our_tones() -> None:
    """Give what the library has just said on its own the tones of our pages."""
    said = session.get("_flashes")
    if said and any(tone in TONES for tone, _text in said):
        session["_flashes"] = [(TONES.get(tone, tone), text) for tone, text in said]
