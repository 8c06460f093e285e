"""What was typed into the search box, as it is looked for: no database, no clock."""

# Two keyboards, key by key.
_LATIN = "`qwertyuiop[]asdfghjkl;'zxcvbnm,."
_RUSSIAN = "ёйцукенгшщзхъфывапролджэячсмитьбю"
_OTHER_LAYOUT = str.maketrans(_LATIN + _RUSSIAN, _RUSSIAN + _LATIN)
WORDS_MAX = 8
WORD_MAX = 32


def search_words(typed: str) -> str:
    """What was typed, as words that a query can be made of: small letters and digits, ё as е, bounded."""
    text = typed.lower().replace("ё", "е").replace("\u2019", "'").replace("'", "")
    words = "".join(c if c.isalnum() else " " for c in text).split()
    return " ".join(word[:WORD_MAX] for word in words[:WORDS_MAX])


def other_layout(typed: str) -> str:
    """The same keys on the other keyboard: «ltncrbq vbh» is «детский мир», «яфкф» is "zara"."""
    return typed.lower().translate(_OTHER_LAYOUT)
