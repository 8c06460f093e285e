"""camt.052, .053 and .054 in versions 02 to 12, read by local names: honest banks break order, facets and mandatory elements.

What lacks an amount, a sign or a currency cannot be read and is told with its line; everything else is read as well as it
can be. Entities and document types are refused, and no more than one entry is kept as XML at a time.
"""

import re
from collections.abc import Iterator

from lxml import etree

from marketplace.core.problems import Reason
from marketplace.core.uploading import UploadRefused
from marketplace.integrations.banks import camt_entries
from marketplace.integrations.banks.camt_entries import Statement
from marketplace.integrations.banks.safe_xml import elements
from marketplace.reconciliation import ENTRIES_MAX, BankFile

FORMS = {"BkToCstmrAcctRpt": "camt.052", "BkToCstmrStmt": "camt.053", "BkToCstmrDbtCdtNtfctn": "camt.054"}
_STATEMENTS = ("Rpt", "Stmt", "Ntfctn")
_BEGINS = re.compile(rb"^\s*(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\s*<")


def begins(content: bytes) -> bool:
    """Whether a file is XML."""
    return _BEGINS.match(content[:200].replace(b"\0", b"")) is not None


def read(name: str, content: bytes) -> BankFile:
    """The statements of a camt message; several messages may follow each other in an envelope. Raises UploadRefused."""
    statements: list[Statement] = []
    open_ones: dict[etree._Element, Statement] = {}
    count, form = 0, ""
    for element in elements(name, content, ("Ntry", *_STATEMENTS)):
        local = etree.QName(element).localname
        whole = _whole(element)
        if whole is None:
            continue
        form = FORMS.get(etree.QName(whole.getparent()).localname, "")
        if not form:
            continue
        if whole not in open_ones:
            open_ones[whole] = Statement(form)
        if local == "Ntry":
            count += 1
            if count > ENTRIES_MAX:
                raise UploadRefused(file=name, reason=Reason("there are more than %(most)s entries", most=ENTRIES_MAX))
            open_ones[whole].add(element)
        else:
            statements.append(open_ones.pop(whole).close(whole))
    if not statements:
        raise UploadRefused(file=name, reason="this XML file is no camt.052, camt.053 or camt.054")
    return BankFile([one.read for one in statements], list(_told(statements)))


def _whole(element: etree._Element) -> etree._Element | None:
    """The statement that an entry stands in, or the element itself where it is one."""
    if etree.QName(element).localname != "Ntry":
        return element if element.getparent() is not None else None
    parent = element.getparent()
    return parent if parent is not None and etree.QName(parent).localname in _STATEMENTS else None


def _told(statements: list[Statement]) -> Iterator[Reason]:
    for what, sentence in camt_entries.TOLD.items():
        if number := sum(one.odd[what] for one in statements):
            yield Reason(sentence, number=number)
