"""Credit transfers in ISO 20022, pain.001.001.09 (and .03, which banks give up in November 2026), in the characters that SEPA allows.

The batch form, with identifiers of our own: the message is the run's, each payment's end-to-end identifier is its number. A payee's
address is structured, town and country, as SEPA asks from November 2026 on.
"""

import re
import unicodedata
from functools import lru_cache
from pathlib import Path
from xml.etree import ElementTree

import sepaxml
from lxml import etree
from text_unidecode import unidecode

from marketplace.core.money import minor_digits
from marketplace.integrations.payment_files.values import Order, Party

DIGITS = 2  # the library divides every amount by a hundred
SCHEMAS = ("pain.001.001.09", "pain.001.001.03")
NAME_MAX, TOWN_MAX, PURPOSE_MAX = 70, 35, 140
_OUTSIDE = re.compile(r"[^A-Za-z0-9/?:().,'+ -]")


def write(order: Order, schema: str = "pain.001.001.09") -> bytes:
    """The file. Amounts have two decimals; every account is an IBAN, whose holder's name and town are fit (`fitting.unfit`). The same
    order gives the same bytes, which are valid against the schema."""
    assert schema in SCHEMAS, f"we do not write {schema}"
    assert minor_digits(order.currency) == DIGITS, f"{order.currency} is counted in other units"
    payer = order.payer
    config = {
        "name": plain(payer.name)[:NAME_MAX], "IBAN": payer.iban, "batch": True, "currency": order.currency, "address": _address(payer),
    } | ({"BIC": payer.bic} if payer.bic else {})  # fmt: skip
    transfer = sepaxml.SepaTransfer(config, schema=schema, clean=True)
    for one in order.payments:
        payment = {
            "name": plain(one.payee.name)[:NAME_MAX], "IBAN": one.payee.iban, "amount": one.amount, "execution_date": order.pays_on,
            "description": plain(one.purpose)[:PURPOSE_MAX].strip(" /") or str(one.number), "endtoend_id": f"{order.ref[:20]}-{one.number}", "currency": order.currency,
            "address": _address(one.payee),
        } | ({"BIC": one.payee.bic} if one.payee.bic else {})  # fmt: skip
        transfer.add_payment(payment)
    made = _named(transfer.export(validate=False), order, schema)
    wrong = _schema(schema)
    assert wrong.validate(etree.fromstring(made)), f"no bank takes this file: {wrong.error_log.last_error}"
    return made


@lru_cache
def _schema(name: str) -> etree.XMLSchema:
    """The schema as the library brings it, without leave to fetch anything."""
    parser = etree.XMLParser(no_network=True, resolve_entities=False)
    return etree.XMLSchema(etree.parse(Path(sepaxml.__file__).with_name("schemas") / f"{name}.xsd", parser))


def _named(written: bytes, order: Order, schema: str) -> bytes:
    """The library's file under our own identifiers and time, where it has made up some."""
    space = f"urn:iso:std:iso:20022:tech:xsd:{schema}"
    ElementTree.register_namespace("", space)
    document = ElementTree.fromstring(written)  # noqa: S314 - we have just written it
    said = {"MsgId": order.ref, "PmtInfId": f"{order.ref}-1", "CreDtTm": f"{order.made_at:%Y-%m-%dT%H:%M:%S}"}
    for name, text in said.items():
        for element in document.iter(f"{{{space}}}{name}"):
            element.text = text
    made: bytes = ElementTree.tostring(document, encoding="UTF-8", xml_declaration=True)
    return made


def plain(text: str) -> str:
    """A text in SEPA's characters: other letters by their sound, all other characters left out; no slash at its ends, nor two together."""
    spelt = _OUTSIDE.sub(" ", unidecode(unicodedata.normalize("NFC", text)))
    return re.sub("//+", "/", " ".join(spelt.split())).strip(" /")


def _address(party: Party) -> dict[str, str]:
    return {"town": plain(party.town)[:TOWN_MAX], "country": party.country}
