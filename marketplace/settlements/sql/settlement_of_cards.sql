-- What became of a partner's cards: sold, cancelled or refunded by staff, exchanged for or from another's, withheld for a bank's dispute and given
-- back, expired with something on them. What is taken back goes by the terms of the sale. A card counts as sold once, however often it goes on
-- under another code; what comes back to one that has expired is unspent, too. One that is extended after its last day gives back what had expired, and may expire again. Extensions count from the drawing on that has seen them, never in an earlier one.
CREATE OR REPLACE FUNCTION settlement_of_cards(
    p_partner bigint, p_begins timestamptz, s statements, b statements)
RETURNS TABLE (kind text, event_id bigint, at timestamptz, giftcard_id bigint, priced_at timestamptz, amount bigint, counts boolean,
               origin text, origin_id bigint) LANGUAGE sql STABLE AS $$
    WITH cards AS NOT MATERIALIZED (
        SELECT g.*, p.time_zone, (g.born_until + 1)::timestamp AT TIME ZONE p.time_zone AS ends
          FROM giftcards g JOIN brands d ON d.id = g.brand_id JOIN programmes p ON p.id = g.programme_id WHERE d.partner_id = p_partner),
    -- Each day that was a card's last one, of its birth or of an extension: at its end it expires, unless it was extended before.
    last_days AS NOT MATERIALIZED (
        SELECT g.id, g.txid, g.order_id, g.value, g.born_until AS day, g.ends, NULL::bigint AS extension_id FROM cards g
        UNION ALL
        SELECT g.id, x.txid, g.order_id, g.value, x.until, (x.until + 1)::timestamp AT TIME ZONE g.time_zone, x.id
          FROM cards g JOIN giftcard_extensions x ON x.giftcard_id = g.id)
    SELECT 'sale', g.id, g.issued_at, g.id, g.issued_at, g.value, false, NULL, NULL::bigint FROM cards g
     WHERE g.order_id IS NOT NULL AND settlement_falls(g.issued_at, g.txid, p_begins, s, b)
    UNION ALL
    SELECT 'cancellation', g.id, c.at, g.id, g.issued_at, -g.value, false, 'sale', g.id
      FROM cards g JOIN order_cancellations c ON c.order_id = g.order_id
     WHERE settlement_falls(c.at, c.txid, p_begins, s, b)
    UNION ALL
    SELECT 'cancellation', g.id, v.at, g.id, o.at, -v.amount, false, o.kind, o.id
      FROM cards g JOIN giftcard_voidings v ON v.giftcard_id = g.id CROSS JOIN LATERAL (SELECT * FROM settlement_origins(g.id) LIMIT 1) o
     WHERE settlement_falls(v.at, v.txid, p_begins, s, b) AND EXISTS (SELECT FROM order_refunds r WHERE r.voiding_id = v.id)
    UNION ALL
    SELECT 'exchanged_in', g.id, x.at, g.id, x.at, g.value, false, NULL, NULL
      FROM cards g JOIN giftcard_successions x ON x.id = g.succession_id AND x.cause = 'exchange'
     WHERE settlement_falls(x.at, x.txid, p_begins, s, b)
    UNION ALL
    SELECT 'exchanged_out', g.id, x.at, g.id, o.at, -e.amount, false, o.kind, o.id
      FROM cards g JOIN giftcard_endings e ON e.giftcard_id = g.id JOIN giftcard_successions x ON x.id = e.succession_id AND x.cause = 'exchange'
     CROSS JOIN LATERAL (SELECT * FROM settlement_origins(g.id) LIMIT 1) o
     WHERE settlement_falls(x.at, x.txid, p_begins, s, b)
    UNION ALL
    SELECT CASE WHEN m.amount < 0 THEN 'withheld' ELSE 'withheld_back' END, m.id, m.at, g.id, o.at, m.amount, false, o.kind, o.id
      FROM cards g JOIN giftcard_movements m ON m.giftcard_id = g.id AND (m.cause LIKE 'dispute:%' OR m.cause LIKE 'dispute_back:%')
     CROSS JOIN LATERAL (SELECT * FROM settlement_origins(g.id) LIMIT 1) o
     WHERE settlement_falls(m.at, m.txid, p_begins, s, b)
    UNION ALL
    SELECT CASE WHEN d.extension_id IS NULL THEN 'breakage' ELSE 'breakage_again' END, coalesce(d.extension_id, d.id), d.ends, d.id, d.ends,
           left_then.amount, false, NULL, NULL
      FROM last_days d CROSS JOIN LATERAL (
               SELECT d.value + coalesce(sum(m.amount), 0)::bigint AS amount FROM giftcard_movements m
                WHERE m.giftcard_id = d.id AND m.at < d.ends AND settlement_seen(m.txid, s)) left_then
      LEFT JOIN LATERAL (SELECT x.at FROM giftcard_extensions x WHERE x.giftcard_id = d.id AND x.was = d.day AND settlement_seen(x.txid, s)) put_off ON true
     WHERE settlement_falls(d.ends, d.txid, p_begins, s, b) AND left_then.amount > 0 AND (put_off.at IS NULL OR put_off.at >= d.ends)
       AND (put_off.at IS NOT NULL OR NOT EXISTS (SELECT FROM order_cancellations c WHERE c.order_id = d.order_id AND settlement_seen(c.txid, s)))
       AND NOT EXISTS (SELECT FROM giftcard_voidings v JOIN order_refunds r ON r.voiding_id = v.id
                        WHERE v.giftcard_id = d.id AND v.at < d.ends AND settlement_seen(v.txid, s))
    UNION ALL
    SELECT 'breakage_back', x.id, x.at, g.id, e.ends, -left_then.amount, false, CASE WHEN w.id IS NULL THEN 'breakage' ELSE 'breakage_again' END, coalesce(w.id, g.id)
      FROM cards g JOIN giftcard_extensions x ON x.giftcard_id = g.id
      LEFT JOIN LATERAL (SELECT y.id FROM giftcard_extensions y WHERE y.giftcard_id = g.id AND y.until = x.was AND y.id < x.id ORDER BY y.id DESC LIMIT 1) w ON true
     CROSS JOIN LATERAL (SELECT (x.was + 1)::timestamp AT TIME ZONE g.time_zone AS ends) e
     CROSS JOIN LATERAL (
               SELECT g.value + coalesce(sum(m.amount), 0)::bigint AS amount FROM giftcard_movements m
                WHERE m.giftcard_id = g.id AND m.at < greatest(x.at, e.ends) AND settlement_seen(m.txid, s)) left_then
     WHERE settlement_falls(x.at, x.txid, p_begins, s, b) AND e.ends >= p_begins AND (x.at >= e.ends OR e.ends < s.from_at) AND left_then.amount > 0
    UNION ALL
    SELECT 'late_breakage', m.id, m.at, g.id, m.at, m.amount, false, NULL, NULL
      FROM cards g JOIN giftcard_movements m ON m.giftcard_id = g.id AND m.at >= g.ends
     CROSS JOIN LATERAL (
               SELECT (coalesce(max(x.until), g.born_until) + 1)::timestamp AT TIME ZONE g.time_zone AS ends FROM giftcard_extensions x
                WHERE x.giftcard_id = g.id AND x.at <= m.at AND settlement_seen(x.txid, s)) last
     WHERE g.ends < s.to_at AND settlement_falls(m.at, m.txid, p_begins, s, b) AND m.at >= last.ends AND last.ends >= p_begins
$$;
REVOKE EXECUTE ON FUNCTION settlement_of_cards FROM PUBLIC;
