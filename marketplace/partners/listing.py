"""Partners, applications and shops as lists."""

from marketplace.core.listing import Choice, Column, Days, Equal, Kind, Listing, Term, Way


def _words(*columns: str) -> str:
    """Columns as `Way.WORDS` reads them."""
    return "translate(lower(" + " || ' ' || ".join(columns) + "), 'ё', 'е')"


PARTNERS = Listing(
    name="partners",
    source="partners partner",
    scope="partner.programme_id = %(programme)s",
    key="partner.id",
    columns=(
        Column("name_ru", sql="partner.name_ru"),
        Column("name_en", sql="partner.name_en"),
        Column("legal_name", sql="partner.legal_name"),
        Column("inn", sql="partner.inn"),
        Column("brands", Kind.NUMBER, "(SELECT count(*) FROM brands WHERE brands.partner_id = partner.id)"),
        Column("people", Kind.NUMBER, "(SELECT count(DISTINCT user_id) FROM grants WHERE grants.partner_id = partner.id)"),
        Column("since", Kind.MOMENT, "(SELECT max(at) FROM partner_events WHERE partner_events.partner_id = partner.id)"),
        Column("state", Kind.WORD, "partner.state"),
        Column("slug", sql="partner.slug", hidden=True),
        Column("words", sql=_words("partner.name_ru", "partner.name_en", "partner.legal_name"), hidden=True),
    ),
    sort="id",
    filters=(
        Choice("state", {"approved": "state = 'approved'", "suspended": "state = 'suspended'", "left": "state = 'left'"}, ("state",)),
    ),
    search=(Term("words", Way.WORDS), Term("inn", Way.START)),
)  # fmt: skip
APPLICATIONS = Listing(
    name="applications",
    source="partner_applications asked LEFT JOIN partner_application_ends ended ON ended.application_id = asked.id",
    scope="asked.programme_id = %(programme)s",
    key="asked.id",
    columns=(
        Column("known_as", sql="asked.known_as"),
        Column("legal_name", sql="asked.legal_name"),
        Column("number", sql="CASE WHEN asked.inn <> '' THEN asked.inn ELSE asked.vat END"),
        Column("email", Kind.EMAIL, "asked.contact_email"),
        Column("papers", Kind.NUMBER, "(SELECT count(*) FROM partner_documents d WHERE d.application_id = asked.id)"),
        Column("at", Kind.MOMENT, "coalesce(asked.applied_at, asked.invited_at)"),
        Column("state", Kind.WORD, "coalesce(ended.outcome, CASE WHEN asked.applied_at IS NULL THEN 'invited' ELSE 'applied' END)"),
        Column("ref", sql="asked.ref", hidden=True),
        Column("words", sql=_words("asked.known_as", "asked.legal_name"), hidden=True),
    ),
    sort="-id",
    filters=(
        Choice(
            "state",
            {
                "open": "state IN ('applied', 'invited')", "applied": "state = 'applied'", "invited": "state = 'invited'",
                "approved": "state = 'approved'", "refused": "state = 'refused'", "all": "true",
            },
            ("state",), default="open",
        ),
        Days("at", "at"),
    ),
    search=(Term("words", Way.WORDS), Term("number", Way.START)),
)  # fmt: skip
SHOPS = Listing(
    name="partner_shops",
    source="shops shop JOIN brands brand ON brand.id = shop.brand_id",
    scope="brand.partner_id = %(partner)s AND %(today)s::date IS NOT NULL",
    key="shop.id",
    columns=(
        Column("name_ru", sql="shop.name_ru"),
        Column("name_en", sql="shop.name_en"),
        Column("address_ru", sql="shop.address_ru"),
        Column("address_en", sql="shop.address_en"),
        Column("brand", Kind.WORD, "brand.slug"),
        Column("city", Kind.WORD, "shop.city_slug"),
        Column("closed", Kind.WORD, """CASE
            WHEN EXISTS (SELECT FROM shop_closures c WHERE c.shop_id = shop.id AND c.lifted_at IS NULL AND c.until_on IS NULL
                            AND c.from_on <= %(today)s::date) THEN 'closed'
            WHEN EXISTS (SELECT FROM shop_closures c WHERE c.shop_id = shop.id AND c.lifted_at IS NULL
                            AND %(today)s::date BETWEEN c.from_on AND c.until_on) THEN 'days'
            WHEN EXISTS (SELECT FROM shop_closures c WHERE c.shop_id = shop.id AND c.lifted_at IS NULL AND c.from_on > %(today)s::date) THEN 'soon'
            ELSE 'open' END"""),
        Column("words", sql=_words("shop.name_ru", "shop.name_en", "shop.address_ru", "shop.address_en"), hidden=True),
    ),
    sort="id",
    filters=(
        Equal("city", "city"),
        Choice("closed", {name: f"closed = '{name}'" for name in ("open", "days", "soon", "closed")}, ("closed",)),
    ),
    search=(Term("words", Way.WORDS),),
)  # fmt: skip
