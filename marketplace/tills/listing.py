"""What was taken, as a partner's list: at his terminals, or of his cards at another's, whose tills and receipts he does not see."""

from marketplace.core.listing import Choice, Column, Days, Equal, Kind, Listing

_HERE = "redemption.acceptor_partner_id = %(partner)s"
_STANDS = "reversal.id IS NULL"

REDEMPTIONS = Listing(
    name="redemptions",
    source="""redemptions redemption JOIN giftcards card ON card.id = redemption.giftcard_id JOIN brands ON brands.id = card.brand_id
        JOIN terminals ON terminals.id = redemption.terminal_id JOIN partners acceptor ON acceptor.id = redemption.acceptor_partner_id
        LEFT JOIN reversals reversal ON reversal.redemption_id = redemption.id
        LEFT JOIN offline_takings taking ON taking.redemption_id = redemption.id""",
    scope="%(partner)s IN (redemption.acceptor_partner_id, redemption.issuer_partner_id)",
    key="redemption.id",
    columns=(
        Column("at", Kind.MOMENT, "redemption.at", sorts_by="at"),
        Column("till", sql=f"CASE WHEN {_HERE} THEN terminals.name ELSE acceptor.name_ru END", english=f"CASE WHEN {_HERE} THEN terminals.name ELSE acceptor.name_en END"),
        Column("receipt", sql=f"CASE WHEN {_HERE} THEN redemption.receipt ELSE '' END"),
        Column("card", Kind.CODE, "card.last4"),
        Column("brand", Kind.WORD, "brands.slug"),
        Column("amount", Kind.MONEY, "redemption.amount", currency="currency"),
        Column("counts", Kind.MONEY, f"CASE WHEN {_STANDS} THEN redemption.amount ELSE 0 END", currency="currency"),
        Column("currency", sql="card.currency"),
        Column("state", Kind.WORD, f"CASE WHEN {_STANDS} THEN 'taken' ELSE 'back' END"),
        Column("way", Kind.WORD, "CASE WHEN taking.id IS NULL THEN '' ELSE 'offline' END"),
        Column("place", Kind.WORD, f"CASE WHEN {_HERE} THEN 'here' ELSE 'there' END"),
        Column("ref", sql="redemption.ref", hidden=True),
        Column("terminal_id", sql=f"CASE WHEN {_HERE} THEN redemption.terminal_id END", hidden=True),
    ),
    sort="-at",
    filters=(
        Equal("receipt", "receipt"),
        Days("at", "at"),
        Choice("state", {"taken": "state = 'taken'", "back": "state = 'back'"}, ("state",)),
        Choice("way", {"offline": "way = 'offline'"}, ("way",)),
        Choice("place", {"here": "place = 'here'", "there": "place = 'there'"}, ("place",)),
        Equal("till", "till"),
        Equal("brand", "brand"),
    ),
)  # fmt: skip

_AT_DESK = "answer.desk = CASE WHEN %(partner)s::bigint IS NULL THEN 'programme' ELSE 'partner' END"
_NAMED = "%(partner)s::bigint IS NULL OR till.partner_id = alarm.partner_id"

ALARMS = Listing(
    name="till_alarms",
    source=f"""till_alarms alarm JOIN partners whose ON whose.id = alarm.partner_id JOIN terminals till ON till.id = alarm.terminal_id
        JOIN partners acceptor ON acceptor.id = till.partner_id LEFT JOIN batches batch ON batch.id = alarm.batch_id
        LEFT JOIN users person ON person.id = alarm.user_id AND ({_NAMED})
        LEFT JOIN till_alarm_answers answer ON answer.alarm_id = alarm.id AND {_AT_DESK}""",
    scope="whose.programme_id = %(programme)s AND (%(partner)s::bigint IS NULL OR alarm.partner_id = %(partner)s)",
    key="alarm.id",
    columns=(
        Column("kind", Kind.WORD, "alarm.kind"),
        Column("batch", sql="coalesce(batch.name, '')"),
        Column("partner", Kind.WORD, "whose.slug"),
        Column("till", Kind.WORD, f"CASE WHEN {_NAMED} THEN till.name ELSE 'partner:' || acceptor.slug END"),
        Column("person", sql="coalesce(nullif(person.name, ''), person.email, '')"),  # colleagues know each other by their names
        Column("at", Kind.MOMENT, "alarm.at", sorts_by="id"),  # written in this order
        Column("state", Kind.WORD, "CASE WHEN answer.alarm_id IS NULL THEN 'open' ELSE 'answered' END"),
        Column("note", sql="coalesce(answer.note, '')"),
    ),
    sort="-at",
    filters=(
        Choice("state", {state: f"state = '{state}'" for state in ("open", "answered")} | {"all": "id > 0"}, ("state",), default="open"),
        Choice("what", {kind: f"kind = '{kind}'" for kind in ("guessing", "canary", "reversing")}, ("kind",)),
        Days("at", "at"),
    ),
    per_page=20,
)  # fmt: skip
