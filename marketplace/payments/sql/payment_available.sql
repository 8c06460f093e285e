-- How much of a payment can still be refunded: what was paid, less refunds that did not fail, less what a bank has withdrawn or was kept back
-- for a debt.
CREATE OR REPLACE FUNCTION payment_available(p_payment bigint) RETURNS bigint LANGUAGE sql STABLE AS $$
    SELECT coalesce((SELECT p.amount FROM payments p JOIN payment_completions c ON c.payment_id = p.id WHERE p.id = p_payment), 0)
         - coalesce((SELECT sum(r.amount) FROM payment_refunds r WHERE r.payment_id = p_payment
              AND NOT EXISTS (SELECT FROM payment_refund_ends e WHERE e.refund_id = r.id AND e.how = 'failed')), 0)::bigint
         - coalesce((SELECT sum(n.amount) FROM payment_nettings n WHERE n.payment_id = p_payment), 0)::bigint
         - coalesce((SELECT sum(d.amount) FROM payment_disputes d WHERE d.payment_id = p_payment AND payment_dispute_gone(d.id)), 0)::bigint
$$;
REVOKE EXECUTE ON FUNCTION payment_available FROM PUBLIC;
GRANT EXECUTE ON FUNCTION payment_available TO vitrina_app;
