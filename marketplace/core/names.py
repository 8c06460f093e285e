"""People's names as a search compares them: in small Latin letters, so that «Анна», Anna and «Aнна» with a Latin A are one; in SQL alone."""

# Cyrillic letters that become two; then those that become one, with Latin ones that stand for the same sound; then Latin ways of writing them.
_TWO = (("щ", "sh"), ("ш", "sh"), ("ч", "ch"), ("ж", "zh"), ("ю", "iu"), ("я", "ia"))
_ONE = ("абвгдеёзийклмнопрстуфхцыэyjwъь", "abvgdeeziiklmnoprstufhcieiiv")  # what has no partner at the end falls out
_SOUND_ALIKE = (("shch", "sh"), ("kh", "h"), ("ts", "c"), ("x", "ks"), ("ii", "i"))

# What is left of a word for the ear: groups that are one sound, letters that are one sound, and those after them that fall out.
_HEARD = (("ph", "f"), ("dzh", ""))
_ALIKE = ("cqzaeiouvhyj", "kks")


def folded(sql: str) -> str:
    """The expression that folds a text. An index over a column has the same expression, so a change here is one of the index."""
    made = f"lower({sql})"
    for letters, sound in _TWO:
        made = f"replace({made}, '{letters}', '{sound}')"
    made = f"translate({made}, '{_ONE[0]}', '{_ONE[1]}')"
    for letters, sound in _SOUND_ALIKE:
        made = f"replace({made}, '{letters}', '{sound}')"
    return made


def sounded(sql: str) -> str:
    """The expression that reduces each word of a text to the consonants that both alphabets spell alike, for names that were not spelled letter by letter.

    "Whitfield" and «Уитфилд» are both " tfld ": vowels, h, v, w and j fall out, because one language writes by ear what the other writes by rule (W is
    «У» or «В», H is «Х», «Г» or nothing); c, q and k are one, and s and z; a doubled letter is one. A space stands before and after each word.
    """
    made = folded(sql)
    for letters, sound in _HEARD:
        made = f"replace({made}, '{letters}', '{sound}')"
    made = f"translate({made}, '{_ALIKE[0]}', '{_ALIKE[1]}')"
    return rf"(' ' || regexp_replace({made}, '([^ ])\1+', '\1', 'g') || ' ')"
