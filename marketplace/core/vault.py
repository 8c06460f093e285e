"""Secrets at rest: encryption bound to a place, and a blind index that finds an equal text without showing it.

The keys lie in one JSON file outside the database, readable by its owner alone. AES-256-GCM encrypts; its first five
bytes of output are Tink's prefix, of which bytes 1 to 4 name the key, so that old ciphertexts stay readable after a
rotation. HMAC-SHA-256 makes the blind index; its key is never rotated, because every index would have to be made anew.

The file is looked at before each use (of a set: before each few hundred) and read again when it was replaced. So all
processes encrypt with a new key from the moment it is there, and a key that was taken out is used by none of them.
"""

import fcntl
import json
import logging
import os
import stat
import unicodedata
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import tink
from tink import aead, prf, secret_key_access

from marketplace.core import secrecy

BLIND_BYTES = 16
DIGEST_BYTES = 32
_DIGEST = b"digest\0"  # no blind index is made of such a text: those are in capitals
_SEED = b"seed\0"
_SEAL = b"seal\0"
# Capitals that look alike, Cyrillic beside Latin.
_CYRILLIC, _LATIN = "АВЕКМНОРСТУХІЅЈ", "ABEKMHOPCTYXISJ"
TO_LATIN, TO_CYRILLIC = str.maketrans(_CYRILLIC, _LATIN), str.maketrans(_LATIN, _CYRILLIC)
_DASHES = dict.fromkeys(map(ord, "-\u2010\u2011\u2012\u2013\u2014\u2212"))

log = logging.getLogger(__name__)
aead.register()
prf.register()


class KeysUnusable(Exception):
    """The key file is missing, open to others or not a key file. The message names the file and shows no key."""


class Unreadable(Exception):
    """A ciphertext that these keys cannot open, or that belongs to another place. Says nothing of its content."""


class Vault:
    """The keys of one file. Cheap to call and safe to share between threads; made once per process."""

    def __init__(self, keys_file: Path) -> None:
        """Raises KeysUnusable when the file cannot be used."""
        document = _read(keys_file)
        try:
            handle = _keyset(document["aead"])
            self._aead = handle.primitive(aead.Aead)
            self._prf = _keyset(document["prf"]).primitive(prf.PrfSet).primary()
            self.primary_key_id = int(document["aead"]["primaryKeyId"])
            self.key_ids = frozenset(int(key["keyId"]) for key in document["aead"]["key"])
        except (tink.TinkError, KeyError, TypeError, ValueError):
            raise KeysUnusable(f"{keys_file} is not a file made by `vitrina keys create`") from None

    def encrypt(self, plain: bytes, associated: bytes) -> bytes:
        """Encrypt under the newest key. `associated` names the place, and must be given again to read it."""
        return bytes(self._aead.encrypt(plain, associated))

    def decrypt(self, cipher: bytes, associated: bytes) -> bytes:
        """Read what `encrypt` made for the same place. Raises Unreadable."""
        try:
            return bytes(self._aead.decrypt(bytes(cipher), associated))
        except tink.TinkError:
            raise Unreadable("ciphertext does not open with these keys at this place") from None

    def renewed(self, cipher: bytes, associated: bytes) -> bytes:
        """The same content for the same place under the newest key. Raises Unreadable."""
        return self.encrypt(self.decrypt(cipher, associated), associated)

    def blind(self, text: str) -> bytes:
        """16 bytes that are equal for equal texts, whatever their case, spaces and dashes."""
        return bytes(self._prf.compute(normal(text).encode(), BLIND_BYTES))

    def digest(self, content: bytes) -> bytes:
        """32 bytes that are equal for equal contents; without the keys nobody can try contents out on them."""
        return bytes(self._prf.compute(_DIGEST + content, DIGEST_BYTES))

    def seal(self, facts: str) -> bytes:
        """32 bytes that only a holder of the keys can make for these facts; no digest of a content is ever the same."""
        return bytes(self._prf.compute(_SEAL + facts.encode(), DIGEST_BYTES))

    def seed(self, name: bytes) -> bytes:
        """32 bytes for another key that these keys imply, the same for the same name."""
        return bytes(self._prf.compute(_SEED + name, DIGEST_BYTES))


def normal(text: str) -> str:
    """A code as it is compared: compatible letters made one, capitals, without spaces and dashes; where every Cyrillic letter looks like a Latin
    one, in Latin ones, for nobody can tell such a code from its twin."""
    if text.isascii() and text.isalnum():
        return text.upper()  # nearly every code; there is nothing to make one or to leave out
    folded = unicodedata.normalize("NFKC", text).translate(_DASHES)
    plain = "".join(folded.split()).upper()
    latin = plain.translate(TO_LATIN)
    return latin if latin.isascii() else plain


def key_id(cipher: bytes) -> int:
    """Which key made a ciphertext: bytes 1 to 4 of Tink's prefix."""
    if len(cipher) < 5 or cipher[0] != 1:
        raise Unreadable("not a ciphertext of this vault")
    return int.from_bytes(cipher[1:5], "big")


_installed: Vault | None = None
_installed_from: Path | None = None
_read_as: tuple[int, ...] = ()  # which state of the file the keys were read from


def install(keys_file: Path) -> None:
    """Read the keys at start. Raises KeysUnusable."""
    global _installed, _installed_from, _read_as
    state = _state(keys_file)
    _installed, _installed_from, _read_as = Vault(keys_file), keys_file, state


def installed() -> Vault:
    """The vault of this process, with the keys that are in the file now."""
    assert _installed is not None, "vault.install() comes first"
    if _installed_from is not None and _state(_installed_from) != _read_as:
        _read_again(_installed_from)
    return _installed


def _read_again(keys_file: Path) -> None:
    """Take the keys of a file that has changed. A file that cannot be used stops no shop: the keys from before stay."""
    global _read_as
    state = _state(keys_file)
    try:
        install(keys_file)
    except KeysUnusable as refused:
        _read_as = state
        log.warning("the key file has changed and cannot be used, the keys from before stay: %s", refused)


def _state(path: Path) -> tuple[int, ...]:
    try:
        found = path.stat()
    except OSError:
        return ()
    return found.st_ino, found.st_mtime_ns, found.st_ctime_ns, found.st_size


def encrypt(plain: bytes, associated: bytes) -> bytes:
    """Encrypt with the installed keys; see Vault.encrypt."""
    return installed().encrypt(plain, associated)


def decrypt(cipher: bytes, associated: bytes) -> bytes:
    """Decrypt with the installed keys; see Vault.decrypt. Noted: whoever answers now may tell a secret."""
    secrecy.note()
    return installed().decrypt(cipher, associated)


def blind(text: str) -> bytes:
    """The blind index of a text with the installed keys; see Vault.blind."""
    return installed().blind(text)


def digest(content: bytes) -> bytes:
    """A keyed digest with the installed keys; see Vault.digest."""
    return installed().digest(content)


def seal(facts: str) -> bytes:
    """The seal of some facts with the installed keys; see Vault.seal."""
    return installed().seal(facts)


def new_key_file(path: Path) -> None:
    """Make a file with fresh keys, readable by its owner alone. Raises FileExistsError rather than losing keys."""
    document = {
        "aead": _as_json(tink.new_keyset_handle(aead.aead_key_templates.AES256_GCM)),
        "prf": _as_json(tink.new_keyset_handle(prf.prf_key_templates.HMAC_SHA256)),
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    _write(path, document, os.O_EXCL)


def rotate(path: Path) -> int:
    """Add a key that encrypts from now on; the older ones stay and still read. Returns the new key's id.

    The file is replaced in one step; running processes notice it by themselves.
    """
    with _alone(path):
        document = _read(path)
        Vault(path)
        held = {key["keyId"] for key in document["aead"]["key"]}
        fresh = _as_json(tink.new_keyset_handle(aead.aead_key_templates.AES256_GCM))
        while fresh["primaryKeyId"] in held:  # once in four thousand million
            fresh = _as_json(tink.new_keyset_handle(aead.aead_key_templates.AES256_GCM))
        document["aead"]["key"].append(fresh["key"][0])
        document["aead"]["primaryKeyId"] = fresh["primaryKeyId"]
        _replace(path, document)
    return int(fresh["primaryKeyId"])


def retire(path: Path, unused: Collection[int]) -> None:
    """Take keys out of the file; what they encrypted can never be read again. The newest is never taken out."""
    with _alone(path):
        document = _read(path)
        assert int(document["aead"]["primaryKeyId"]) not in unused, "the key that encrypts is in use"
        document["aead"]["key"] = [key for key in document["aead"]["key"] if int(key["keyId"]) not in unused]
        _replace(path, document)


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Nobody else changes the file meanwhile: of two who add a key at once, neither loses the other's."""
    while True:
        try:
            held = path.open("rb")
        except OSError:
            _read(path)  # says why
            raise
        with held:
            fcntl.flock(held, fcntl.LOCK_EX)
            if os.fstat(held.fileno()).st_ino != path.stat().st_ino:
                continue  # it was replaced while we waited
            yield
            return


def _replace(path: Path, document: dict[str, Any]) -> None:
    """Put a new file in the place of the old one in one step; it belongs to whom the old one belonged."""
    draft, owner = path.with_name(f".{path.name}.{os.getpid()}"), path.stat()
    _write(draft, document, os.O_EXCL)
    if (owner.st_uid, owner.st_gid) != (os.geteuid(), os.getegid()) and os.geteuid() == 0:
        os.chown(draft, owner.st_uid, owner.st_gid)
    draft.replace(path)


def _read(path: Path) -> dict[str, Any]:
    try:
        mode = stat.S_IMODE(path.stat().st_mode)
        if mode & 0o077:
            raise KeysUnusable(f"{path} is open to others (mode {mode:03o}): chmod 600 it")
        document = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        hint = ": make it with `vitrina keys create`" if isinstance(error, FileNotFoundError) else ""
        raise KeysUnusable(f"key file {path} cannot be read ({error.strerror}){hint}") from None
    except ValueError:
        raise KeysUnusable(f"{path} is not a file made by `vitrina keys create`") from None
    if not isinstance(document, dict):
        raise KeysUnusable(f"{path} is not a file made by `vitrina keys create`")
    return document


def _write(path: Path, document: dict[str, Any], flags: int) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | flags, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(document, file, indent=1)
        file.flush()
        os.fsync(file.fileno())


def _keyset(document: dict[str, Any]) -> Any:
    return tink.json_proto_keyset_format.parse(json.dumps(document), secret_key_access.TOKEN)


def _as_json(handle: Any) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(tink.json_proto_keyset_format.serialize(handle, secret_key_access.TOKEN))
    return document
