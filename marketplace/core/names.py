"""People's names as a search compares them: in small Latin letters, so that «Анна», Anna and «Aнна» with a Latin A are one; in SQL alone."""

# Cyrillic letters that become two; then those that become one, with Latin ones that stand for the same sound; then Latin ways of writing them.
_TWO = (("щ", "sh"), ("ш", "sh"), ("ч", "ch"), ("ж", "zh"), ("ю", "iu"), ("я", "ia"))
_ONE = ("абвгдеёзийклмнопрстуфхцыэyjwъь", "abvgdeeziiklmnoprstufhcieiiv")  # what has no partner at the end falls out
_SAME = (("shch", "sh"), ("kh", "h"), ("ts", "c"), ("x", "ks"), ("ii", "i"))


def folded(sql: str) -> str:
    """The expression that folds a text. An index over a column has the same expression, so a change here is one of the index."""
    made = f"lower({sql})"
    for letters, sound in _TWO:
        made = f"replace({made}, '{letters}', '{sound}')"
    made = f"translate({made}, '{_ONE[0]}', '{_ONE[1]}')"
    for letters, sound in _SAME:
        made = f"replace({made}, '{letters}', '{sound}')"
    return made
