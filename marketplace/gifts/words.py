"""What opens a gift: its letter's link, which is kept nowhere, and the giver's word, which stands in no letter."""

import hmac

from marketplace.core import vault
from marketplace.core.db import execute
from marketplace.core.rekeying import Ciphertexts
from marketplace.gifts import rules
from marketplace.gifts.errors import BadGift, WordLocked, WrongWord
from marketplace.gifts.values import Gift

TOKEN_DIGITS = 40
_KEEP = """INSERT INTO gift_words (gift_id, word) VALUES (%(gift)s, %(word)s)
    ON CONFLICT (gift_id) DO UPDATE SET word = excluded.word, wrong = 0"""
_WRONG = "UPDATE gift_words SET wrong = wrong + 1 WHERE gift_id = %(gift)s AND wrong < %(most)s RETURNING wrong"


def token(of: Gift) -> str:
    """What the link of a gift's newest letter holds. Only who has the key file can make it, so none is kept."""
    return f"{of.letter_id}-{_digest(of)}"


def is_token(given: str, of: Gift) -> bool:
    """Whether this is the link of the gift's newest letter."""
    return hmac.compare_digest(token(of).encode(), given.encode("utf-8", "replace"))


def keep(gift_id: int, word: str) -> None:
    """Let this be the gift's word, with all tries anew; the same word keeps those that were wrong. Raises BadGift."""
    if not rules.is_word(word):
        raise BadGift(field="word")
    before = execute("SELECT word FROM gift_words WHERE gift_id = %(gift)s FOR UPDATE", {"gift": gift_id}).scalar()
    if before is not None and vault.decrypt(before, place(gift_id)).decode() == word.strip():
        return
    execute(_KEEP, {"gift": gift_id, "word": vault.encrypt(word.strip().encode(), place(gift_id))})


def word_of(of: Gift) -> str:
    """The word, for the giver."""
    cipher = execute("SELECT word FROM gift_words WHERE gift_id = %(gift)s", {"gift": of.id}).scalar_one()
    return vault.decrypt(cipher, place(of.id)).decode()


def tries_left(of: Gift) -> int:
    """How many wrong words may still be typed."""
    wrong = execute("SELECT wrong FROM gift_words WHERE gift_id = %(gift)s", {"gift": of.id}).scalar_one()
    return rules.TRIES - int(wrong)


def prove(of: Gift, typed: str) -> None:
    """Compare what was typed with the giver's word; the right one resets the count of tries.

    Raises:
        WrongWord: it counts, so the transaction is committed. WordLocked: whatever was typed.
    """
    row = execute("SELECT word, wrong FROM gift_words WHERE gift_id = %(gift)s FOR UPDATE", {"gift": of.id}).one()
    if row.wrong >= rules.TRIES:
        raise WordLocked
    word = rules.plain_word(vault.decrypt(row.word, place(of.id)).decode())
    if hmac.compare_digest(word.encode(), rules.plain_word(typed).encode()):
        execute("UPDATE gift_words SET wrong = 0 WHERE gift_id = %(gift)s AND wrong > 0", {"gift": of.id})
        return
    wrong = execute(_WRONG, {"gift": of.id, "most": rules.TRIES}).scalar_one()
    raise WrongWord(tries_left=rules.TRIES - int(wrong))


def place(gift_id: int) -> bytes:
    """The name of the row that a ciphertext belongs to."""
    return f"gift:{gift_id}".encode()


def _digest(of: Gift) -> str:
    content = f"gift {of.letter_id} {of.ref}"
    return vault.digest(content.encode()).hex()[:TOKEN_DIGITS]


CIPHERTEXTS = Ciphertexts(
    "words of gifts", "gift_words", ("gift_id",), "word", place,
    """WITH renewed AS (
        UPDATE gift_words w SET word = n.new FROM unnest(%(gift_id)b::bigint[], %(old)b::bytea[], %(new)b::bytea[]) n(gift_id, old, new)
         WHERE w.gift_id = n.gift_id AND w.word = n.old RETURNING w.gift_id)
    SELECT count(*) FROM renewed""",
)  # fmt: skip
