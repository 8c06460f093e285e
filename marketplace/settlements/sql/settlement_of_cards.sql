-- What became of a partner's cards: sold, cancelled or refunded by staff, exchanged for or from another's, expired with something on them. A card counts as sold
-- once, however often it goes on under another code; what comes back to one that has expired is unspent, too.
CREATE OR REPLACE FUNCTION settlement_of_cards(
    p_partner bigint, p_begins timestamptz, s statements, b statements)
RETURNS TABLE (kind text, event_id bigint, at timestamptz, giftcard_id bigint, priced_at timestamptz, amount bigint, counts boolean,
               origin text, origin_id bigint) LANGUAGE sql STABLE AS $$
    WITH cards AS NOT MATERIALIZED (
        SELECT g.*, (g.expires_on + 1)::timestamp AT TIME ZONE p.time_zone AS ends
          FROM giftcards g JOIN brands d ON d.id = g.brand_id JOIN programmes p ON p.id = g.programme_id WHERE d.partner_id = p_partner)
    SELECT 'sale', g.id, g.issued_at, g.id, g.issued_at, g.value, false, NULL, NULL::bigint FROM cards g
     WHERE g.order_id IS NOT NULL AND settlement_falls(g.issued_at, g.txid, p_begins, s, b)
    UNION ALL
    SELECT 'cancellation', g.id, c.at, g.id, g.issued_at, -g.value, false, 'sale', g.id
      FROM cards g JOIN order_cancellations c ON c.order_id = g.order_id
     WHERE settlement_falls(c.at, c.txid, p_begins, s, b)
    UNION ALL
    SELECT 'cancellation', g.id, v.at, g.id, settlement_sold_at(g.id), -v.amount, false, o.kind, o.id
      FROM cards g JOIN giftcard_voidings v ON v.giftcard_id = g.id CROSS JOIN LATERAL settlement_origin(g.id) o
     WHERE settlement_falls(v.at, v.txid, p_begins, s, b) AND EXISTS (SELECT FROM order_refunds r WHERE r.voiding_id = v.id)
    UNION ALL
    SELECT 'exchanged_in', g.id, x.at, g.id, x.at, g.value, false, NULL, NULL
      FROM cards g JOIN giftcard_successions x ON x.id = g.succession_id AND x.cause = 'exchange'
     WHERE settlement_falls(x.at, x.txid, p_begins, s, b)
    UNION ALL
    SELECT 'exchanged_out', g.id, x.at, g.id, x.at, -e.amount, false, NULL, NULL
      FROM cards g JOIN giftcard_endings e ON e.giftcard_id = g.id JOIN giftcard_successions x ON x.id = e.succession_id AND x.cause = 'exchange'
     WHERE settlement_falls(x.at, x.txid, p_begins, s, b)
    UNION ALL
    SELECT 'breakage', g.id, g.ends, g.id, g.ends, left_then.amount, false, NULL, NULL
      FROM cards g CROSS JOIN LATERAL (
               SELECT g.value + coalesce(sum(m.amount), 0)::bigint AS amount FROM giftcard_movements m
                WHERE m.giftcard_id = g.id AND m.at < g.ends AND settlement_seen(m.txid, s)) left_then
     WHERE g.ends >= s.from_at AND g.ends < s.to_at AND settlement_seen(g.txid, s) AND left_then.amount > 0
       AND NOT EXISTS (SELECT FROM order_cancellations c WHERE c.order_id = g.order_id AND settlement_seen(c.txid, s))
       AND NOT EXISTS (SELECT FROM giftcard_voidings v JOIN order_refunds r ON r.voiding_id = v.id
                        WHERE v.giftcard_id = g.id AND v.at < g.ends AND settlement_seen(v.txid, s))
    UNION ALL
    SELECT 'late_breakage', m.id, m.at, g.id, m.at, m.amount, false, NULL, NULL
      FROM cards g JOIN giftcard_movements m ON m.giftcard_id = g.id AND m.at >= g.ends
     WHERE g.ends < s.to_at AND g.ends >= p_begins AND settlement_falls(m.at, m.txid, p_begins, s, b)
$$;
REVOKE EXECUTE ON FUNCTION settlement_of_cards FROM PUBLIC;
