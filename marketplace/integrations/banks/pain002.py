"""pain.002: what a bank says of the payments that it was given, read by local names in every version."""

from typing import Literal

from lxml import etree

from marketplace.core.bounds import COLUMN_MAX
from marketplace.core.uploading import UploadRefused
from marketplace.integrations.banks.cells import REFERENCE_MAX, told
from marketplace.integrations.banks.safe_xml import elements
from marketplace.reconciliation import PaymentStatus

NOTE_MAX = COLUMN_MAX["payout_events.note"]
_Named = tuple[Literal["file", "batch", "payment"], str, str, str]
_SETTLED, _REJECTED = ("ACSC", "ACCC"), ("RJCT", "CANC")


def read(name: str, content: bytes) -> list[PaymentStatus]:
    """What the report says: of each payment that it names, else of each batch, else of the whole file. Raises UploadRefused."""
    message = payment = ""
    of_file, found = PaymentStatus("file", "", "", "", "", "", ""), list[PaymentStatus]()
    pending: list[etree._Element] = []
    for element in elements(name, content, ("OrgnlGrpInfAndSts", "TxInfAndSts", "OrgnlPmtInfAndSts")):
        local = etree.QName(element).localname
        if local == "OrgnlGrpInfAndSts":
            message = _text(element, "OrgnlMsgId")
            of_file = _status(element, "GrpSts", ("file", message, "", ""))
        elif local == "TxInfAndSts":
            found.append(
                _status(element, "TxSts", ("payment", message, _batch(element), _text(element, "OrgnlEndToEndId")))
            )
            pending.append(element)
        else:
            payment = _text(element, "OrgnlPmtInfId")
            if not pending:
                found.append(_status(element, "PmtInfSts", ("batch", message, payment, "")))
            pending.clear()
    found = [one for one in found if one.status] or ([of_file] if of_file.status else [])
    if not found:
        raise UploadRefused(file=name, reason="this XML file is no pain.002 with the status of a payment")
    return found


def _batch(element: etree._Element) -> str:
    parent = element.getparent()
    return _text(parent, "OrgnlPmtInfId") if parent is not None else ""


def _status(element: etree._Element, place: str, named: _Named) -> PaymentStatus:
    said = _text(element, place)
    status = "settled" if said in _SETTLED else "rejected" if said in _REJECTED else "pending" if said else ""
    code = _text(element, "StsRsnInf/{*}Rsn/{*}Cd") or _text(element, "StsRsnInf/{*}Rsn/{*}Prtry") or said
    notes = (node.text or "" for node in element.iterfind("{*}StsRsnInf/{*}AddtlInf"))
    return PaymentStatus(*named, status, told(code, 35), told(" ".join(notes), NOTE_MAX))


def _text(element: etree._Element, path: str) -> str:
    return told(element.findtext(f"{{*}}{path}"), REFERENCE_MAX)
