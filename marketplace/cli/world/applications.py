"""A company that waits to be admitted in the demo world, one that is invited, and somebody asked to join a team."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from io import BytesIO

from PIL import Image, ImageDraw

from marketplace import identity, partners
from marketplace.partners import Company
from marketplace.programmes import Programme

AGO = timedelta(hours=5)
COMPANY = Company(
    known_as="Северное сияние", legal_name="ООО «Северное сияние»", inn="2901000017", kpp="290101001", bic="041117601",
    account="40702810000000009020", contact_name="Полина Ершова", contact_email="polina@siyanie.example",
    contact_phone="+7 900 123-45-67", city_slugs=("arkhangelsk",),
    shops="Троицкий проспект, 17\nулица Воскресенская, 102\nСеверодвинск, улица Ломоносова, 85",
)  # fmt: skip


def wait(of_slug: Mapping[str, Programme], now: datetime) -> None:
    """Hand one in with its papers, send one invitation to a company, and ask a cashier to join a team."""
    programme, at = of_slug["vysota"], now - AGO
    asked, _token = partners.apply(programme.id, COMPANY, language="ru", now=at)
    partners.add_document(asked, "vypiska.png", paper(), now=at)
    partners.invite(programme.id, known_as="Беломорье", email="info@belomorie.example", language="ru", now=at)
    veresk = partners.partner_by_slug(programme.id, "veresk")
    identity.invite(
        "lidia@veresk.example",
        identity.Role.CASHIER,
        programme_id=programme.id,
        partner_id=veresk.id,
        name="Лидия Громова",
        language="ru",
        now=at,
    )


def paper() -> bytes:
    """A scanned page, as far as a demo needs one."""
    page, file = Image.new("RGB", (620, 877), "white"), BytesIO()
    draw = ImageDraw.Draw(page)
    for line in range(22):
        draw.rectangle((60, 90 + 32 * line, 560 - 37 * (line % 5), 98 + 32 * line), fill="#9a9aa6")
    page.save(file, "PNG")
    return file.getvalue()
