"""XML of strangers, element by element: no document type, no entities, no network, and bounded memory."""

from collections.abc import Iterable, Iterator

from lxml import etree

from marketplace.core.uploading import UploadRefused

PIECE = 2**16
# Elements that may be kept at once: those of one entry and of everything that stands around the entries.
KEPT_MAX = 50_000
# A batch that is booked in one sum tells of each of its payments within one entry: so many elements more for each, up to so many payments.
PAYMENT_MAX, PAYMENTS_MAX = 50, 10_000
_PAYMENT = b"TxDtls>"
_COUNT = etree.XPath("count(//*)")


def elements(name: str, content: bytes, wanted: Iterable[str]) -> Iterator[etree._Element]:
    """Each element of these local names as it ends, with what stands in it; it is emptied once the next one is asked for.

    Raises:
        UploadRefused: this is no XML, it has a document type, or too much of it stands around what is wanted.
    """
    if b"<!DOCTYPE" in content.replace(b"\0", b""):
        raise UploadRefused(file=name, reason="the file has a document type (DOCTYPE), which no bank's file needs")
    parser = etree.XMLPullParser(
        events=("end",), tag=[f"{{*}}{local}" for local in wanted], resolve_entities=False, no_network=True,
        load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True,
    )  # fmt: skip
    marks = payments = 0  # tags, and ends of tags of a batch's payments, that came since an element was asked for
    try:
        for start in range(0, len(content), PIECE):
            piece = content[start : start + PIECE]
            parser.feed(piece)
            marks += piece.count(b"<")
            payments += piece.count(_PAYMENT)
            last = None
            for last in _ended(name, parser):
                yield last
            if last is not None:
                marks, payments = int(_COUNT(last.getroottree())), 0
            if marks > 2 * KEPT_MAX + min(payments, 2 * PAYMENTS_MAX) * PAYMENT_MAX:
                raise UploadRefused(file=name, reason="the file expands far beyond the limit")
        parser.close()
        yield from _ended(name, parser)
    except etree.XMLSyntaxError:
        raise UploadRefused(file=name, reason="this is not valid XML") from None


def _ended(name: str, parser: etree.XMLPullParser) -> Iterator[etree._Element]:
    for _, element in parser.read_events():
        if element.getroottree().docinfo.doctype:
            raise UploadRefused(file=name, reason="the file has a document type (DOCTYPE), which no bank's file needs")
        yield element
        before, parent = element.getprevious(), element.getparent()
        element.clear(keep_tail=True)
        if before is not None and parent is not None and before.tag == element.tag:
            parent.remove(before)
