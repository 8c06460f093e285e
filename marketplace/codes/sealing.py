"""A code and its PIN as they are kept: one ciphertext, bound to the row that it stands in."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field

from marketplace.core import vault
from marketplace.core.rekeying import Ciphertexts

_quoted = json.JSONEncoder(ensure_ascii=False).encode  # made once: json.dumps makes one at every call like this


@dataclass(frozen=True, slots=True)
class Secret:
    """A code in the clear, and its PIN where it has one. Its repr shows neither."""

    code: str = field(repr=False)
    pin: str = field(default="", repr=False)


def seal(code_id: int, code: str, pin: str = "") -> bytes:
    """Encrypt a code for the row `code_id`; it cannot be read at any other."""
    return vault.encrypt(_content(code, pin), place(code_id))


def seal_all(codes: Iterable[tuple[int, str, str]]) -> list[bytes]:
    """The same for some hundred rows (id, code, PIN), with one look at the keys.

    The transaction must have written something before. So whoever takes a key out waits for it, as for everybody who
    may have encrypted with that key.
    """
    encrypt = vault.installed().encrypt
    return [encrypt(_content(code, pin), place(code_id)) for code_id, code, pin in codes]


def unseal(code_id: int, ciphertext: bytes) -> Secret:
    """Read a code at its row; the caller has decided who may see it and audits that it was seen.

    Raises:
        vault.Unreadable: the ciphertext was moved from another row, or made with other keys.
    """
    facts = json.loads(vault.decrypt(ciphertext, place(code_id)))
    return Secret(facts["code"], facts.get("pin", ""))


def decoy_mark(blind: bytes) -> bytes:
    """What stands for a decoy with this blind index, and leads nobody to it who has no keys."""
    return vault.digest(b"decoy\0" + blind)


def place(code_id: int) -> bytes:
    """The name of the row that a ciphertext belongs to."""
    return b"code:%d" % code_id


def _content(code: str, pin: str) -> bytes:
    """What is encrypted: a JSON object without spaces."""
    facts = f'{{"code":{_quoted(code)},"pin":{_quoted(pin)}}}' if pin else f'{{"code":{_quoted(code)}}}'
    return facts.encode()


CIPHERTEXTS = Ciphertexts(
    "codes", "codes", ("id",), "ciphertext", place,
    "SELECT codes_reencrypt(%(id)b::bigint[], %(old)b::bytea[], %(new)b::bytea[])",
)  # fmt: skip
