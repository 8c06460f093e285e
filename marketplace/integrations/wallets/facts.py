"""What a wallet shows of a card: words and a link. Never its code."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Facts:
    """A card as a pass says it, all texts in the owner's language.

    Attributes:
        serial: the pass's own name, which never changes.
        token: what a device shows to ask for this pass again.
        as_of: when what is left was read; the pass says so.
        ends_at: the moment after its last good day.
        void: the card has ended or cannot be used: the pass is greyed out.
        link: the page that shows the card at a till, behind the sign-in.
        home: the address of the programme, where the web service answers.
    """

    serial: str
    token: str = field(repr=False)
    programme: str
    brand: str
    left: str
    as_of: datetime
    ends_at: datetime
    void: bool
    link: str
    home: str
    words: dict[str, str]


@dataclass(frozen=True, slots=True)
class Keys:
    """A certificate and its private key in PEM, as the wallet's owner gave them to the operator."""

    certificate: bytes
    key: bytes = field(repr=False)
    intermediate: bytes = b""
