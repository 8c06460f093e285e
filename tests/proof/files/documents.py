"""What can be wrong with a JSON document."""

import json
from collections.abc import Iterator
from copy import deepcopy
from random import Random
from typing import Any

VALUES: list[Any] = [
    None, True, False, 0, -1, 1e308, 10**30, 2**63, -(2**63), 0.1, 1.005, "", " ", "\0", "\ud800", "\u202e", "x" * 5000, "1e999", "NaN", [],
    {}, [[]], [None], {"": None}, "<script>", "&#0;", "&#x110000;", "=1+1", "\U0001f4a9", "FIXED", "RANGE", "USD", "ZZZ", 5, [1e308], [0.001],
    [5] * 600, "5", ["5"], {"a": 1},
]  # fmt: skip
RAW = [
    "1e999",
    "-1e999",
    "1e-999",
    "NaN",
    "Infinity",
    "-Infinity",
    "1" * 5000,
    "0" * 50,
    "1.",
    ".5",
    "+1",
    "0x1",
    "'a'",
    "\\u0000",
    "1e99999999999",
]
SEAT = "a seat for something raw"


def changed(random: Random, content: bytes) -> bytes:
    """Some values are others, keys are gone or new; a value may be one that JSON itself does not know."""
    document = json.loads(content)
    for _ in range(random.choice([1, 1, 2, 6])):
        places = list(_places(document))
        if not places:
            break
        holder, key = random.choice(places)
        what = random.random()
        if what < 0.15:
            del holder[key]
        elif what < 0.3 and isinstance(holder, dict):
            holder[random.choice(["", "productId", "\0", "__class__", "content", "x" * 300])] = holder[key]
        else:
            # A copy: the next change may go into it, and would be in every later file, too.
            holder[key] = SEAT if random.random() < 0.25 else deepcopy(random.choice(VALUES))
    text = json.dumps(document, ensure_ascii=random.random() < 0.5).replace(f'"{SEAT}"', random.choice(RAW))
    return text.encode("utf-8", "surrogatepass")


def doubled_keys(random: Random, content: bytes) -> bytes:
    """The same key twice in an object."""
    key = random.choice([b'"productId": ', b'"brand": ', b'"recipientCurrencyCode": ', b'"content": '])
    return content.replace(
        key, key + random.choice([b"1", b"null", b"[]", b'"x"', b"{}"]) + b", " + key, random.choice([1, 2, -1])
    )


def _places(node: Any) -> Iterator[tuple[Any, Any]]:
    inner = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, value in list(inner):
        yield node, key
        yield from _places(value)


def deep(depth: int = 200_000) -> bytes:
    """Lists in lists in lists."""
    return b"[" * depth + b"]" * depth


def empty_lists(size: int) -> bytes:
    """A few megabytes that become hundreds: each of two characters is a list of its own."""
    return b'{"content": [' + b"[]," * ((size - 30) // 3) + b"[]]}"


def small_objects(size: int) -> bytes:
    """The same with objects that have a key each."""
    piece = b'{"a":{}},'
    return b"[" + piece * ((size - 30) // len(piece)) + b"{}]"
