-- Which points paid for a partner's cards, by who had paid for them: spent as a card is issued, back as its order is cancelled or refunded, then
-- below zero. In the programme's minor units. What comes back goes by the terms of the sale; `before`: what of the same points had come back by then.
CREATE OR REPLACE FUNCTION settlement_points(p_partner bigint, p_begins timestamptz, s statements, b statements)
RETURNS TABLE (kind text, funder text, event_id bigint, at timestamptz, giftcard_id bigint, priced_at timestamptz, points bigint, before bigint) LANGUAGE sql STABLE AS $$
    WITH cards AS NOT MATERIALIZED (
        SELECT g.id, g.txid, g.order_id, g.issued_at FROM giftcards g JOIN brands d ON d.id = g.brand_id
         WHERE d.partner_id = p_partner AND g.order_id IS NOT NULL)
    SELECT 'points_' || f.funder, f.funder, g.id, g.issued_at, g.id, g.issued_at, f.points, 0::bigint
      FROM cards g JOIN transfers t ON t.ref = 'order:' || g.order_id CROSS JOIN LATERAL ledger_funded(t.id) f
     WHERE settlement_falls(g.issued_at, g.txid, p_begins, s, b)
    UNION ALL
    SELECT 'points_' || f.funder || '_back', f.funder, g.id, c.at, g.id, g.issued_at, -f.points, 0
      FROM cards g JOIN order_cancellations c ON c.order_id = g.order_id
      JOIN transfers t ON t.ref = 'order:' || g.order_id CROSS JOIN LATERAL ledger_funded(t.id) f
     WHERE settlement_falls(c.at, c.txid, p_begins, s, b)
    UNION ALL
    SELECT 'points_' || f.funder || '_refunded', f.funder, r.id, r.at, g.id, g.issued_at, -f.points,
           coalesce((SELECT -o.points FROM ledger_funded(t.id, 0, n.so_far - n.points) o WHERE o.funder = f.funder), 0)
      FROM cards g JOIN order_refunds r ON r.order_id = g.order_id JOIN transfers x ON x.ref = 'order-refund:' || r.id
      JOIN transfer_returns n ON n.transfer_id = x.id JOIN transfers t ON t.ref = 'order:' || g.order_id
     CROSS JOIN LATERAL ledger_funded(t.id, n.so_far - n.points, n.so_far) f
     WHERE settlement_falls(r.at, r.txid, p_begins, s, b)
$$;
REVOKE EXECUTE ON FUNCTION settlement_points FROM PUBLIC;
