"""A camt statement while it is read: its entries as they come, its head and balances at its end."""

from collections import Counter
from collections.abc import Collection
from datetime import date
from itertools import islice

from lxml import etree

from marketplace.core.problems import Reason
from marketplace.integrations.banks.cells import (
    NAME_MAX,
    REFERENCE_MAX,
    Unreadable,
    currency_code,
    iso_day,
    minor_units,
    raw,
    told,
)
from marketplace.reconciliation import BankEntry, BankStatement, Unread, fits_account, keys_of, words_of

TOLD = {
    "pending": "entries that are not booked yet were left out: %(number)s",
    "nought": "entries without an amount of money were left out: %(number)s",
    "undated": "entries without a date have the day of their statement: %(number)s",
    "unsigned": "balances that do not say whether they are above zero were taken to be: %(number)s",
}
_OPENING, _CLOSING = ("OPBD", "PRCD"), ("CLBD",)
# Names of the payment alone, the likeliest first; others that may be; those that it shares with all of its file, batch or mandate.
_OWN, _OTHER, _SHARED = (
    ("EndToEndId", "UETR", "TxId"),
    ("InstrId", "AcctSvcrRef", "ClrSysRef", "ChqNb"),
    ("MsgId", "PmtInfId", "MndtId"),
)
_NO_DAY = date.min


class Statement:
    """One Rpt, Stmt or Ntfctn: fed with its entries, closed with the element itself."""

    def __init__(self, form: str) -> None:
        self.read = BankStatement(form, "", "", "")
        self.odd: Counter[str] = Counter()

    def add(self, element: etree._Element) -> None:
        """An entry, booked or not; what cannot be read is kept with its line."""
        try:
            entry = self._entry(element)
        except Unreadable as bad:
            text = etree.tostring(element, encoding="unicode", with_tail=False)
            self.read.unread.append(Unread(_line(element), raw(text), bad.reason))
        else:
            if entry is not None:
                self.read.entries.append(entry)

    def close(self, element: etree._Element) -> "Statement":
        """Its head and balances; entries of no day get the statement's."""
        read = self.read
        account = element.find("{*}Acct")
        if account is not None:
            read.account = fits_account(_text(account, "{*}Id/{*}IBAN") or _text(account, "{*}Id/{*}Othr/{*}Id"))[
                :REFERENCE_MAX
            ]
            read.currency = _text(account, "{*}Ccy")[:3]
        read.number = told(
            _text(element, "{*}LglSeqNb") or _text(element, "{*}ElctrncSeqNb") or _text(element, "{*}Id"), REFERENCE_MAX
        )
        if not read.currency:
            money = element.find("{*}Bal/{*}Amt")
            read.currency = (money.get("Ccy", "") if money is not None else "") or next(
                (one.currency for one in read.entries), ""
            )
        self._balances(element)
        read.from_day = read.from_day or iso_day(
            _text(element, "{*}FrToDt/{*}FrDtTm") or _text(element, "{*}FrToDt/{*}FrDt")
        )
        read.to_day = (
            read.to_day or iso_day(_text(element, "{*}FrToDt/{*}ToDtTm") or _text(element, "{*}FrToDt/{*}ToDt"))
            or iso_day(_text(element, "{*}CreDtTm"))
        )  # fmt: skip
        self._date_undated()
        return self

    def _entry(self, element: etree._Element) -> BankEntry | None:
        status = _text(element, "{*}Sts/{*}Cd") or _text(element, "{*}Sts")
        if status in ("PDNG", "FUTR", "INFO"):
            self.odd["pending"] += 1
            return None
        money = element.find("{*}Amt")
        currency = currency_code(money.get("Ccy", "") if money is not None else "")
        amount = _signed(element, minor_units(_text(element, "{*}Amt"), currency))
        if not amount:
            self.odd["nought"] += 1
            return None
        booked, valued = _day(element, "BookgDt"), _day(element, "ValDt")
        reference = _text(element, "{*}AcctSvcrRef")
        party, party_account, text = _other_side(element, came_in=amount > 0)
        return BankEntry(
            _line(element), amount, currency, booked or valued or _NO_DAY, valued, told(reference, REFERENCE_MAX),
            _keys(element, text), party, party_account, text, _text(element, "{*}RvslInd") in ("true", "1") or _is_return(element),
            own=keys_of(_refs(element, _OWN)), group_keys=keys_of(_refs(element, _SHARED)),
        )  # fmt: skip

    def _balances(self, element: etree._Element) -> None:
        found: dict[str, tuple[int, date | None]] = {}
        for balance in element.iterfind("{*}Bal"):
            money = balance.find("{*}Amt")
            if money is None or money.get("Ccy") != self.read.currency:
                continue
            if not _text(balance, "{*}CdtDbtInd"):
                self.odd["unsigned"] += 1
            try:
                amount = minor_units((money.text or "").strip(), self.read.currency)
            except Unreadable as bad:
                text = etree.tostring(balance, encoding="unicode", with_tail=False)
                self.read.unread.append(Unread(_line(balance), raw(text), bad.reason))
                continue
            sign = -1 if _text(balance, "{*}CdtDbtInd") == "DBIT" else 1
            code = _text(balance, "{*}Tp/{*}CdOrPrtry/{*}Cd")
            # Of several of one kind the first opens and the last closes.
            if code not in _OPENING or code not in found:
                found[code] = (sign * amount, _day(balance, "Dt"))
        opening = next((found[code] for code in _OPENING if code in found), None)
        closing = next((found[code] for code in _CLOSING if code in found), None)
        if opening and closing:
            self.read.opening, self.read.closing, self.read.to_day = opening[0], closing[0], closing[1]

    def _date_undated(self) -> None:
        if all(entry.booked is not _NO_DAY for entry in self.read.entries):
            return
        day = self.read.to_day
        for at, entry in enumerate(self.read.entries):
            if entry.booked is _NO_DAY and day:
                self.odd["undated"] += 1
                self.read.entries[at] = entry._replace(booked=day)
            elif entry.booked is _NO_DAY:
                reason = Reason("neither the entry nor its statement has a date")
                self.read.unread.append(Unread(entry.line, f"{entry.reference} {entry.text}".strip(), reason))
        self.read.entries = [entry for entry in self.read.entries if entry.booked is not _NO_DAY]


def _signed(element: etree._Element, amount: int) -> int:
    """What undoes a booking has the sign of what it does itself, as ISO 20022 has it."""
    direction = _text(element, "{*}CdtDbtInd")
    if direction not in ("CRDT", "DBIT"):
        raise Unreadable("the entry does not say whether money came in or went out")
    return amount if direction == "CRDT" else -amount


def _other_side(element: etree._Element, *, came_in: bool) -> tuple[str, str, str]:
    """Who is on the other side, their account, and what it is for; of a batch the first that says so, and all texts."""
    parties = element.find("{*}NtryDtls/{*}TxDtls/{*}RltdPties")
    side = "Dbtr" if came_in else "Cdtr"
    name = account = ""
    if parties is not None:
        name = _text(parties, f"{{*}}{side}/{{*}}Nm") or _text(parties, f"{{*}}{side}/{{*}}Pty/{{*}}Nm")
        account = _text(parties, f"{{*}}{side}Acct/{{*}}Id/{{*}}IBAN") or _text(
            parties, f"{{*}}{side}Acct/{{*}}Id/{{*}}Othr/{{*}}Id"
        )
    texts = [node.text or "" for node in element.iterfind("{*}NtryDtls/{*}TxDtls/{*}RmtInf/{*}Ustrd")]
    texts += [_text(element, "{*}AddtlNtryInf")]
    return told(name, NAME_MAX), told(account, REFERENCE_MAX), told(" ".join(filter(None, texts)))


def _keys(element: etree._Element, text: str) -> tuple[str, ...]:
    """Whatever may name the payment or, for a batch, its parts: the texts of a batch name none of them for certain."""
    names = [
        *_refs(element, _OWN),
        _text(element, "{*}NtryRef"),
        _text(element, "{*}AcctSvcrRef"),
        *_refs(element, _OTHER),
    ]
    parts = "{*}NtryDtls/{*}TxDtls"
    names += [node.text or "" for node in element.iterfind(f"{parts}/{{*}}RmtInf/{{*}}Strd/{{*}}CdtrRefInf/{{*}}Ref")]
    if len(list(islice(element.iterfind(parts), 2))) < 2:
        names += words_of(text)
    return keys_of(names)


def _refs(element: etree._Element, wanted: Collection[str]) -> list[str]:
    """The references of these names, of all parts of an entry; those that come first in `wanted` first."""
    found: dict[str, list[str]] = {name: [] for name in wanted}
    for refs in (*element.iterfind("{*}NtryDtls/{*}TxDtls/{*}Refs"), *element.iterfind("{*}NtryDtls/{*}Btch")):
        for node in refs:
            local = etree.QName(node).localname if isinstance(node.tag, str) else ""
            if local in found and node.text:
                found[local].append(node.text)
    return [text for texts in found.values() for text in texts]


def _is_return(element: etree._Element) -> bool:
    return element.find("{*}NtryDtls/{*}TxDtls/{*}RtrInf") is not None


def _day(element: etree._Element, place: str) -> date | None:
    return iso_day(_text(element, f"{{*}}{place}/{{*}}Dt") or _text(element, f"{{*}}{place}/{{*}}DtTm"))


def _text(element: etree._Element, path: str) -> str:
    return (element.findtext(path) or "").strip()


def _line(element: etree._Element) -> int:
    return element.sourceline or 1
