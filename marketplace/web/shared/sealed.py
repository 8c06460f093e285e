"""What an address carries for us alone: encrypted, so that whoever has it can neither read nor change it. The same is always written the same way."""

import base64
import binascii
import hashlib
import hmac
import json
from functools import lru_cache
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from flask import current_app

SEALED_MAX = 1_500  # characters; what is longer is none of ours


def sealed(purpose: str, said: Any) -> str:
    """Something that JSON can say, as characters that an address may have; `purpose`: what it is good for, and nothing else."""
    content = json.dumps(said, separators=(",", ":"), ensure_ascii=False).encode()
    return base64.urlsafe_b64encode(_box().encrypt(content, [purpose.encode()])).rstrip(b"=").decode()


def opened(purpose: str, text: str) -> Any:
    """What was sealed for this purpose. Raises ValueError: it was not, or not here."""
    if len(text) > SEALED_MAX or not text.isascii():
        raise ValueError
    try:
        held = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        return json.loads(_box().decrypt(held, [purpose.encode()]))
    except (binascii.Error, InvalidTag):
        raise ValueError from None


def _box() -> AESSIV:
    return _boxed(current_app.config["SECRET_KEY"])


@lru_cache(maxsize=4)
def _boxed(secret: str) -> AESSIV:
    return AESSIV(hmac.digest(secret.encode(), b"sealed in addresses", hashlib.sha512))
