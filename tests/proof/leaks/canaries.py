"""Codes and PINs that stand nowhere else, every form in which one could be written, and the search for all of them."""

import hashlib
import hmac
import subprocess
import tempfile
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Callable, Iterable
from pathlib import Path
from random import Random

from marketplace.core import ids

HASHES = ("md5", "sha1", "sha224", "sha256", "sha384", "sha512", "sha3_256", "blake2b", "blake2s")
PREFIX = 12  # bytes of a hash that are looked for: one that was shortened is found as well
FOUND_LENGTH_MIN = 9  # what is shorter is found by accident


class Canary:
    """A code with its PIN."""

    def __init__(self, chance: Random) -> None:
        self.code = "CN" + "".join(chance.choice(ids.ALPHABET) for _ in range(18))
        self.pin = "".join(chance.choice("0123456789") for _ in range(14))

    @property
    def line(self) -> str:
        """Its row in a partner's file."""
        return f"{self.code};{self.pin}"


def file_of(canaries: Iterable[Canary]) -> bytes:
    """A partner's file with these codes."""
    return ("code;pin\n" + "".join(f"{canary.line}\n" for canary in canaries)).encode()


def written(secret: str) -> set[bytes]:
    """How a secret could stand in a file: as it is, turned round, in other alphabets, at any place of a base64 text."""
    plain = {secret, secret.lower(), secret.upper(), secret[::-1], "-".join(_fours(secret)), " ".join(_fours(secret))}
    plain |= {
        part
        for part in ("".join(filter(str.isdigit, secret)), "".join(filter(str.isalpha, secret)))
        if len(part) >= FOUND_LENGTH_MIN
    }
    forms = {form.encode() for form in plain}
    for form in [secret.encode(), secret.lower().encode(), secret[::-1].encode()]:
        forms |= {form.hex().encode(), form.hex().upper().encode()}
        for encode in (b64encode, urlsafe_b64encode):
            forms |= {_inside(encode, form, before) for before in range(3)}
    return forms


def hashed(canary: Canary, keys: Iterable[bytes]) -> set[bytes]:
    """What a guess could be compared with: hashes of code and PIN without a key, or with a key that is not in the key file."""
    code, pin = canary.code, canary.pin
    texts = [code, code.lower(), pin, f"{code}{pin}", f"{code}:{pin}", canary.line, file_of([canary]).decode()]
    digests = {hashlib.new(name, text.encode()).digest() for name in HASHES for text in texts}
    digests |= {hmac.digest(key, text.encode(), "sha256") for key in keys for text in texts}
    return {form for digest in digests for form in (digest[:PREFIX].hex().encode(), b64encode(digest[:PREFIX]))}


def search(needles: Iterable[bytes], folder: Path, but: Iterable[str] = ()) -> set[bytes]:
    """Which of these stand anywhere in a folder's files, whatever kind of files they are; `but` are names left out."""
    with tempfile.NamedTemporaryFile() as patterns:
        patterns.write(b"\n".join(needles))
        patterns.flush()
        left_out = [f"--exclude={name}" for name in but]
        found = subprocess.run(
            ["grep", "-r", "-a", "-o", "-h", "-F", "-f", patterns.name, *left_out, str(folder)],
            capture_output=True,
            check=False,
        )
    assert found.returncode in (0, 1), found.stderr[:500]
    return set(found.stdout.split(b"\n")) - {b""}


def _fours(text: str) -> list[str]:
    return [text[at : at + 4] for at in range(0, len(text), 4)]


def _inside(encode: Callable[[bytes], bytes], form: bytes, before: int) -> bytes:
    """The part of the base64 text that does not depend on what stands around."""
    whole = encode(bytes(before) + form)
    start = -(-before * 8 // 6)
    return whole[start : (before + len(form)) * 8 // 6]
