-- What would come back for all that is left of a certificate, order by order: of each one's value what is still there, and the same share of its points
-- and of its money as of the value that was not withheld for a bank's dispute, rounded down over all of the order's refunds; of money no more than can
-- be refunded. No row for an order that was taken back, or of which nothing is left.
CREATE OR REPLACE FUNCTION order_back(p_card bigint)
RETURNS TABLE (order_id bigint, member_id bigint, value bigint, points bigint, money bigint) LANGUAGE sql STABLE AS $$
    SELECT o.id, o.member_id, part.value,
           greatest(least(div(o.points_part::numeric * (had.value + part.value), whole.value)::bigint, o.points_part) - had.points, 0),
           greatest(least(div((o.money_part - withheld.money)::numeric * (had.value + part.value), whole.value)::bigint - had.money,
                          payment_available(p.id)), 0)
      FROM giftcard_origins(p_card) g JOIN orders o ON o.id = g.order_id
      LEFT JOIN payments p ON p.purpose = 'order' AND p.purpose_id = o.id AND o.money_part > 0
     CROSS JOIN LATERAL (SELECT coalesce(sum(r.value), 0)::bigint AS value, coalesce(sum(r.points), 0)::bigint AS points,
                                coalesce(sum(r.money), 0)::bigint AS money FROM order_refunds r WHERE r.order_id = o.id) had
     CROSS JOIN LATERAL (SELECT coalesce(sum(t.value), 0)::bigint AS value, coalesce(sum(d.amount - t.owed), 0)::bigint AS money
                           FROM payment_disputes d JOIN payment_dispute_takings t ON t.dispute_id = d.id
                          WHERE d.payment_id = p.id AND t.value > 0
                            AND NOT EXISTS (SELECT FROM payment_dispute_returns b WHERE b.dispute_id = d.id)) withheld
     CROSS JOIN LATERAL (SELECT greatest(o.value - withheld.value, 0) AS value) whole
     CROSS JOIN LATERAL (SELECT least(g.value, whole.value - had.value) AS value) part
     WHERE part.value > 0 AND NOT EXISTS (SELECT FROM order_cancellations c WHERE c.order_id = o.id)
     ORDER BY o.id
$$;
REVOKE EXECUTE ON FUNCTION order_back FROM PUBLIC;
GRANT EXECUTE ON FUNCTION order_back TO vitrina_app;
