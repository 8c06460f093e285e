"""When and in what a partner's tills took cards, once for everything that holds it against the tills' own tables."""

# Redemptions in the programme's currency, alone what a till's table can tell of; `taken_at` and `taken_day` are when the card was there: without a
# network that is before they came to us.
TAKEN = """SELECT r.id, r.ref, r.terminal_id, r.acceptor_partner_id, r.amount, r.receipt, t.name AS till, g.currency, coalesce(o.taken_at, r.at) AS taken_at,
        (coalesce(o.taken_at, r.at) AT TIME ZONE p.time_zone)::date AS taken_day
   FROM redemptions r JOIN terminals t ON t.id = r.terminal_id JOIN giftcards g ON g.id = r.giftcard_id
   JOIN programmes p ON p.id = g.programme_id AND p.currency = g.currency LEFT JOIN offline_takings o ON o.redemption_id = r.id"""
REVERSED = "EXISTS (SELECT FROM reversals v WHERE v.redemption_id = r.id)"
MATCHED = "EXISTS (SELECT FROM till_matches m WHERE m.redemption_id = r.id AND m.released_at IS NULL)"
# Of a time that one of the partner's tables tells of.
TOLD = "EXISTS (SELECT FROM till_exports x WHERE x.partner_id = r.acceptor_partner_id AND r.taken_at >= x.from_at AND r.taken_at <= x.to_at)"
