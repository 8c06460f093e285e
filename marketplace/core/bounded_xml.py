"""XML from outside, element by element, in bounded memory: no entities, no depth, no endless tags, no endless names.

What the parser keeps while it reads (open elements, names, a tag that has not ended) is bounded here; what is read is
kept by anyone who listens.
"""

from collections.abc import Callable, Iterable, Iterator
from xml.parsers import expat

from marketplace.core.archives import broken
from marketplace.core.uploading import UploadRefused

DEPTH_MAX = 64
NAMES_MAX = 5_000  # different names of elements and attributes
TAG_MAX = 2**20  # bytes of one tag or comment

Start = Callable[[str, dict[str, str]], None]
End = Callable[[str], None]
Text = Callable[[str], None]


def listen(name: str, pieces: Iterable[bytes], start: Start, end: End, text: Text) -> Iterator[None]:
    """Tell elements and texts as they come, by local names; yields after each piece, so that what came can be taken.

    Raises:
        UploadRefused: this is no XML, or it breaks a bound; `name` is the file's.
        Whatever the listeners raise.
    """
    names: dict[str, str] = {}
    parser = expat.ParserCreate(intern=names)
    depth, fed, local = 0, 0, dict[str, str]()

    def started(tag: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > DEPTH_MAX:
            raise UploadRefused(file=name, reason="the file is nested too deeply")
        known = local.get(tag)
        if known is None:
            known = local[tag] = tag.rpartition(":")[2]
        start(known, attributes)

    def ended(tag: str) -> None:
        nonlocal depth
        depth -= 1
        end(local[tag])

    def defined(*_: object) -> None:
        raise UploadRefused(file=name, reason="the file defines its own entities")

    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = started, ended, text
    parser.StartDoctypeDeclHandler = defined
    try:
        for piece in pieces:
            parser.Parse(piece, False)
            fed += len(piece)
            if len(names) > NAMES_MAX or fed - max(parser.CurrentByteIndex, 0) > TAG_MAX:
                raise broken(name)
            yield
        parser.Parse(b"", True)
        yield
    except (expat.ExpatError, ValueError, LookupError):
        raise broken(name) from None
