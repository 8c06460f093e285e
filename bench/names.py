"""Names of made-up brands in two languages, and the same names with the mistakes that people make when they type."""

import random

FIRST = {
    "Детский": "Detsky", "Северный": "Northern", "Золотой": "Golden", "Городской": "Urban", "Зелёный": "Green", "Лесной": "Forest",
    "Морской": "Marine", "Домашний": "Home", "Вечерний": "Evening", "Большой": "Grand", "Чистый": "Clean", "Быстрый": "Rapid",
    "Тёплый": "Warm", "Горный": "Mountain", "Речной": "River", "Светлый": "Bright", "Волжский": "Volga", "Уральский": "Ural",
    "Невский": "Nevsky", "Сибирский": "Siberian", "Балтийский": "Baltic", "Южный": "Southern", "Весёлый": "Merry", "Лучший": "Best",
}  # fmt: skip
SECOND = {
    "мир": "World", "сад": "Garden", "рынок": "Market", "дом": "House", "хлеб": "Bread", "путь": "Way", "берег": "Shore", "ветер": "Wind",
    "камень": "Stone", "мастер": "Master", "остров": "Island", "праздник": "Holiday", "стиль": "Style", "книжник": "Bookman",
    "чайник": "Teapot", "парус": "Sail", "маяк": "Lighthouse", "двор": "Yard", "экспресс": "Express", "спортсмен": "Sportsman",
}  # fmt: skip
LETTERS = "абвгдежзийклмнопрстуфхцчшщыэюя"


def brands(count: int, first: int = 0) -> tuple[list[str], list[str]]:
    """`count` Russian and English names; after all pairs are used up each has a word of its own behind it."""
    pairs = [(f"{a} {b}", f"{x} {y}") for a, x in FIRST.items() for b, y in SECOND.items()]
    made = [(pairs[n % len(pairs)], _own_word(n) if n >= len(pairs) else "") for n in range(first, first + count)]
    return [f"{ru} {own}".strip() for (ru, _), own in made], [f"{en} {own}".strip() for (_, en), own in made]


def mistyped(count: int, seed: int = 1) -> list[str]:
    """Names with one letter wrong, left out or doubled, as «деский мир»; always the same ones for a seed."""
    chance = random.Random(seed)
    names = [f"{a} {b}" for a in FIRST for b in SECOND]
    return ["деский мир", *(_spoilt(chance.choice(names).lower(), chance) for _ in range(count - 1))]


def _spoilt(name: str, chance: random.Random) -> str:
    first, _, second = name.partition(" ")
    at = chance.randrange(2, len(first) - 1)
    put = chance.choice(("", chance.choice(LETTERS), first[at] * 2))
    return f"{first[:at]}{put}{first[at + 1 :]} {second}"


def _own_word(number: int) -> str:
    """A word of four syllables that no other number has."""
    chance = random.Random(number)
    return "".join(chance.choice("бвдклмнпрст") + chance.choice("аеиоу") for _ in range(4)).capitalize()
