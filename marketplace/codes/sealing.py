"""A code and its PIN as they are kept: one ciphertext, bound to the row that it stands in."""

import json
from dataclasses import dataclass, field

from marketplace.core import vault
from marketplace.core.rekeying import Ciphertexts

# Made once: json.dumps makes one at every call that wants no spaces.
_as_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


@dataclass(frozen=True, slots=True)
class Secret:
    """A code in the clear, and its PIN where it has one. Its repr shows neither."""

    code: str = field(repr=False)
    pin: str = field(default="", repr=False)


def seal(code_id: int, code: str, pin: str = "") -> bytes:
    """Encrypt a code for the row `code_id`; it cannot be read at any other."""
    facts = {"code": code, "pin": pin} if pin else {"code": code}
    return vault.encrypt(_as_json(facts).encode(), place(code_id))


def unseal(code_id: int, ciphertext: bytes) -> Secret:
    """Read a code at its row; the caller has decided who may see it and audits that it was seen.

    Raises:
        vault.Unreadable: the ciphertext was moved from another row, or made with other keys.
    """
    facts = json.loads(vault.decrypt(ciphertext, place(code_id)))
    return Secret(facts["code"], facts.get("pin", ""))


def place(code_id: int) -> bytes:
    """The name of the row that a ciphertext belongs to."""
    return b"code:%d" % code_id


CIPHERTEXTS = Ciphertexts(
    "codes", "codes", ("id",), "ciphertext", place,
    "SELECT codes_reencrypt(%(id)b::bigint[], %(old)b::bytea[], %(new)b::bytea[])",
)  # fmt: skip
