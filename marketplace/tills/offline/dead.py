"""A set of marks in few bytes, for a till that asks whether a card is dead: a Golomb-coded set.

The marks are keyed digests, so their first eight bytes are as good as any hash. Each is mapped to a number below n × 2^P, the numbers
are sorted, and their differences are written by Golomb and Rice: the quotient by 2^P in ones and a zero, then P bits (as BIP 158
does). A mark that is in the set is always found; one that is not is found once in 2^P times, and then the till only asks online.
"""

from collections.abc import Iterable, Iterator

P = 16


def encoded(marks: Iterable[bytes]) -> tuple[int, bytes]:
    """How many marks there are, and the set."""
    of = set(marks)
    bits: list[str] = []
    last = 0
    for number in sorted(_number(mark, len(of)) for mark in of):
        quotient, rest = divmod(number - last, 1 << P)
        bits.append("1" * quotient + "0" + f"{rest:0{P}b}")
        last = number
    row = "".join(bits)
    return len(of), _packed(row)


def holds(count: int, data: bytes, mark: bytes) -> bool:
    """Whether a mark seems to be in a set."""
    return count > 0 and _number(mark, count) in _numbers(count, data)


def _packed(row: str) -> bytes:
    padded = row + "0" * (-len(row) % 8)
    return int(padded or "0", 2).to_bytes(len(padded) // 8, "big")


def _number(mark: bytes, count: int) -> int:
    return int.from_bytes(mark[:8], "big") * (count << P) >> 64


def _numbers(count: int, data: bytes) -> Iterator[int]:
    row, at, last = f"{int.from_bytes(data, 'big'):0{len(data) * 8}b}", 0, 0
    for _ in range(count):
        stop = row.index("0", at)
        rest = row[stop + 1 : stop + 1 + P]
        last += ((stop - at) << P) + int(rest, 2)
        at = stop + 1 + P
        yield last
