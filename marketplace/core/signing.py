"""Signatures that others check without asking us: Ed25519 (RFC 8032), by keys that the vault's keys imply.

Each encryption key of the key file has a signing key of the same number. So `vitrina keys rotate` brings a new one, which signs
from then on; older ones are published until their key is taken out of the file, and what they signed is recognised here for ever.
"""

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from marketplace.core import vault

SIGNATURE_BYTES = 64


def signing_key() -> int:
    """The number of the key that signs now; it belongs into what is signed."""
    return vault.installed().primary_key_id


def sign(key_id: int, content: bytes) -> bytes:
    """The signature of a key over a content: 64 bytes."""
    return _key(key_id).sign(content)


def is_signed(key_id: int, content: bytes, signature: bytes) -> bool:
    """Whether we signed this content with the key of this number."""
    try:
        _key(key_id).public_key().verify(signature, content)
    except InvalidSignature:
        return False
    return True


def public_keys() -> dict[int, bytes]:
    """What others check signatures with: the 32 bytes of each public key, by its number."""
    return {key_id: _key(key_id).public_key().public_bytes_raw() for key_id in sorted(vault.installed().key_ids)}


def _key(key_id: int) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(vault.installed().seed(b"ed25519\0" + key_id.to_bytes(4, "big")))
