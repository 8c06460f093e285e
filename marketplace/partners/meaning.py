"""What a change of a brand means to those who look at the shop, part by part: decided by what differs alone."""

from collections.abc import Mapping

from marketplace.core.changes import Change, Difference, Meaning, Topic

_WORDS: Mapping[str, tuple[str, Topic]] = {
    "name_ru": ("renamed", "texts"), "name_en": ("renamed", "texts"), "description_ru": ("text", "texts"), "description_en": ("text", "texts"),
    "how_ru": ("text", "texts"), "how_en": ("text", "texts"), "keywords": ("search_words", "texts"), "picture": ("picture", "texts"),
    "palette": ("picture", "texts"), "motif": ("picture", "texts"), "initials": ("picture", "texts"),
}  # fmt: skip
# The worst for members first: the first one says what the change is about.
_ORDER = ("city_lost", "cities_limited", "online_lost", "city_added", "cities_all", "online_gained", "renamed")


def meanings(change: Change) -> list[Meaning]:
    """The parts of a change of a brand, what members feel most first; at least one."""
    if change.kind != "changed":
        return [Meaning(change.kind, change.kind)]
    found = [meant for one in change.differences for meant in _meanings(one)]
    return sorted(found, key=lambda one: _ORDER.index(one.word) if one.word in _ORDER else len(_ORDER))


def _meanings(one: Difference) -> list[Meaning]:
    field, was, will = one
    if field == "city_slugs":
        return _cities(was, will)
    if field == "online":
        return [Meaning("online_gained" if will == "True" else "online_lost", "cities", *one)]
    word, topic = _WORDS.get(field, ("other", "other"))
    return [Meaning(word, topic, *one)]


def _cities(was: str, will: str) -> list[Meaning]:
    """City by city; a brand without cities is taken in all of them."""
    if not was or not will:
        return [Meaning("cities_all" if was else "cities_limited", "cities", "city_slugs", was, will)]
    before, after = was.split(";"), will.split(";")
    lost = [Meaning("city_lost", "cities", "city_slugs", city, "") for city in before if city not in after]
    return lost + [Meaning("city_added", "cities", "city_slugs", "", city) for city in after if city not in before]
