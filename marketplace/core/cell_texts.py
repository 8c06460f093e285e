"""Texts of a spreadsheet while it is read: one cell's, in pieces; and the shared ones, packed as tightly as they came."""

import re
from array import array

from marketplace.core.archives import broken

# A character that XML cannot hold is written by its number; so is an underscore that would be mistaken for one.
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


class TextParts:
    """A text as it comes, cut one character after the longest that a cell may hold: anyone who counts sees that it is longer.

    A rich text comes in runs, and may have a reading beside it (rPh), which is none of it.
    """

    def __init__(self, longest: int) -> None:
        self._longest = longest
        self._parts: list[str] = []
        self._length = 0
        self._listening = self._reading = False

    def clear(self) -> None:
        """Another text begins."""
        self._parts.clear()
        self._length = 0
        self._listening = self._reading = False

    def listen(self, yes: bool) -> None:
        """What comes now is of the text, or is not."""
        self._listening = yes

    def start(self, tag: str) -> None:
        """An element of a rich text begins."""
        if tag == "rPh":
            self._reading = True
        self._listening = tag == "t" and not self._reading

    def end(self, tag: str) -> None:
        """An element of a rich text ends."""
        self._listening = False
        if tag == "rPh":
            self._reading = False

    def text(self, text: str) -> None:
        """A piece."""
        if self._listening and self._length <= self._longest:
            self._parts.append(text)
            self._length += len(text)

    def whole(self) -> str:
        """All that has come since the last `clear`."""
        whole = "".join(self._parts)[: self._longest + 1]
        return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), whole) if "_x" in whole else whole


class SharedTexts:
    """The texts that cells of a workbook name by number. They take the bytes that they have, and four more each."""

    def __init__(self, longest: int) -> None:
        self._bytes = bytearray()
        self._ends = array("L")
        self._one = TextParts(longest)

    def __len__(self) -> int:
        """How many there are."""
        return len(self._ends)

    def start(self, tag: str, _given: dict[str, str]) -> None:
        """An element begins."""
        if tag == "si":
            self._one.clear()
        else:
            self._one.start(tag)

    def text(self, text: str) -> None:
        """A piece of a text."""
        self._one.text(text)

    def end(self, tag: str) -> None:
        """An element ends."""
        self._one.end(tag)
        if tag == "si":
            self._bytes += self._one.whole().encode("utf-8", "replace")
            self._ends.append(len(self._bytes))

    def at(self, number: int, name: str) -> str:
        """The text of a number. Raises UploadRefused where there is none; `name` is the file's."""
        if not 0 <= number < len(self._ends):
            raise broken(name)
        return self._bytes[self._ends[number - 1] if number else 0 : self._ends[number]].decode()
