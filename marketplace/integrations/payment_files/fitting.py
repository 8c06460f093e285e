"""Whether a bank's file can carry what we know of a party, before a run is drafted: nothing is cut or left out silently."""

from typing import Literal

from marketplace.integrations.payment_files import onec, pain
from marketplace.integrations.payment_files.values import Party

Text = Literal["name", "town", "bank"]


def unfit(party: Party) -> Text | None:
    """The text that the file for its account cannot carry; None where all fit.

    By IBAN: name and town are written in SEPA's characters, which must leave something, at most 70 and 35 of them. For 1C: name and bank
    consist of characters of Windows-1251.
    """
    if party.iban:
        limits: tuple[tuple[Text, str, int], ...] = (
            ("name", party.name, pain.NAME_MAX), ("town", party.town, pain.TOWN_MAX)
        )  # fmt: skip
        return next((which for which, text, most in limits if not 0 < len(pain.plain(text)) <= most), None)
    texts: tuple[tuple[Text, str], ...] = (("name", party.name), ("bank", party.bank))
    return next((which for which, text in texts if not onec.carries(text)), None)
