-- What a partner bears of the price of cards that were ordered within a joint promotion: its share of the discount, charged as the card is sold, given
-- back whole as its order is cancelled, and for what is refunded of it, in proportion. Each refund takes what has been refunded so far less what was
-- before, so that all of them together give back exactly what was charged; before is what an earlier statement counts, and in this one what is older.
CREATE OR REPLACE FUNCTION settlement_promotions(
    p_partner bigint, p_begins timestamptz, s statements, b statements)
RETURNS TABLE (kind text, event_id bigint, at timestamptz, giftcard_id bigint, priced_at timestamptz, amount bigint, counts boolean,
               origin text, origin_id bigint) LANGUAGE sql STABLE AS $$
    WITH agreed AS MATERIALIZED (
        SELECT j.offer_id, j.discount_bp::bigint * j.partner_bp AS borne_part,
               j.from_day::timestamp AT TIME ZONE c.time_zone AS starts, j.to_day::timestamp AT TIME ZONE c.time_zone AS ends
          FROM joint_promotions j JOIN contracts c ON c.id = j.contract_id
         WHERE j.contract_id = s.contract_id AND (SELECT count(*) FROM joint_promotion_signatures g WHERE g.promotion_id = j.id) = 2),
    promoted AS NOT MATERIALIZED (
        SELECT g.id, g.txid, g.order_id, g.issued_at, g.value, settlement_share(g.value, a.borne_part, 100000000) AS borne
          FROM agreed a JOIN orders o ON o.offer_id = a.offer_id AND o.placed_at >= a.starts AND o.placed_at < a.ends
          JOIN giftcards g ON g.order_id = o.id JOIN brands d ON d.id = g.brand_id AND d.partner_id = p_partner)
    SELECT 'promotion', p.id, p.issued_at, p.id, p.issued_at, -p.borne, false, NULL, NULL::bigint FROM promoted p
     WHERE p.borne > 0 AND settlement_falls(p.issued_at, p.txid, p_begins, s, b)
    UNION ALL
    SELECT 'promotion_cancelled', p.id, c.at, p.id, p.issued_at, p.borne, false, 'promotion', p.id
      FROM promoted p JOIN order_cancellations c ON c.order_id = p.order_id
     WHERE p.borne > 0 AND settlement_falls(c.at, c.txid, p_begins, s, b)
    UNION ALL
    SELECT 'promotion_refunded', r.id, r.at, p.id, p.issued_at,
           settlement_share(p.borne, so_far.value + r.value, p.value) - settlement_share(p.borne, so_far.value, p.value), false, 'promotion', p.id
      FROM promoted p JOIN order_refunds r ON r.order_id = p.order_id
     CROSS JOIN LATERAL (
               SELECT coalesce(sum(e.value), 0)::bigint AS value FROM order_refunds e
                WHERE e.order_id = p.order_id AND e.id <> r.id AND e.at < s.to_at AND settlement_seen(e.txid, s)
                  AND (NOT settlement_falls(e.at, e.txid, p_begins, s, b) OR (e.at, e.id) < (r.at, r.id))) so_far
     WHERE p.borne > 0 AND settlement_falls(r.at, r.txid, p_begins, s, b)
$$;
REVOKE EXECUTE ON FUNCTION settlement_promotions FROM PUBLIC;
