"""Puts together what stands on a printed card: the card, its brand, its programme, in the reader's language."""

from marketplace import catalogue, partners, programmes
from marketplace.codes import Secret
from marketplace.core import formats
from marketplace.giftcards.certificate import Certificate, pdf
from marketplace.giftcards.values import Card
from marketplace.partners import brandmark


def printed(card: Card, secret: Secret, *, order_number: str, language: str) -> bytes:
    """The card as one page of PDF. `secret` comes from `reveal(…, printed=True)`, which left its trace.

    Call it outside a transaction: setting the page takes some milliseconds of work and no database.
    """
    brand = partners.brand(card.brand_id)
    name, how = (brand.name_ru, brand.how_ru) if language == "ru" else (brand.name_en, brand.how_en)
    return pdf(
        Certificate(
            language=language,
            programme=programmes.get(card.programme_id).name(language),
            brand=name,
            value=formats.money(card.value, card.currency, language),
            code=secret.code,
            pin=secret.pin,
            until=formats.day(card.expires_on, language),
            order=order_number,
            face=brandmark.face(brand.name_ru, brand.initials, brand.palette, brand.motif),
            ink=brandmark.ink(brand.name_ru, brand.palette),
            how=tuple(line.strip() for line in how.splitlines() if line.strip()),
            symbology=brand.symbology,
            part_use=brand.part_use if catalogue.called([card.offer_id])[card.offer_id].worth_money else None,
        )
    )
