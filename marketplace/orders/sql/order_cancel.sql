-- Takes an order back: its cancellation, its points and its audit record are written together or not at all. Points come back (with the last day
-- p_grace, where their own has passed) only while there is nothing for them: no code that was obtained or may have been, and no card but a void
-- one that nobody saw or used, and that no supplier has sold us. A code that was obtained is no bar where the order's money is gone again: no card is made of it. All of the
-- money that is left goes back to its source; while the order could still be paid it is refused ('payment_open').
CREATE OR REPLACE FUNCTION order_cancel(p_order bigint, p_why text, p_memo jsonb, p_now timestamptz, p_today date, p_grace date,
    p_refund text DEFAULT NULL) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    v orders;
    v_card giftcards;
    v_issued boolean;
    v_unpaid boolean;
    v_taken transfers;
BEGIN
    PERFORM order_lock(p_order);
    SELECT * INTO v FROM orders WHERE id = p_order;
    SELECT * INTO v_card FROM giftcards WHERE order_id = p_order;
    v_issued := FOUND;
    v_unpaid := v.money_part > 0 AND NOT v_issued AND EXISTS (
        SELECT FROM payments p JOIN payment_completions c ON c.payment_id = p.id
         WHERE p.purpose = 'order' AND p.purpose_id = p_order AND payment_available(p.id) < p.amount);
    IF v_issued AND (v.fulfilment = 'supplier' OR v_card.state <> 'void' OR v_card.revealed_at IS NOT NULL OR v_card.remaining < v_card.value
                      OR EXISTS (SELECT FROM giftcard_voidings WHERE giftcard_id = v_card.id))
       OR NOT v_issued AND NOT v_unpaid AND EXISTS (SELECT FROM order_obtainments WHERE order_id = p_order)
       OR EXISTS (SELECT FROM order_unknown_outcomes WHERE order_id = p_order AND (closed_at IS NULL OR sold AND NOT v_unpaid)) THEN
        RAISE EXCEPTION 'order %: there is something for its points', p_order USING ERRCODE = 'check_violation', CONSTRAINT = 'order_step';
    END IF;
    INSERT INTO order_cancellations (order_id, at, by, why) VALUES (p_order, p_now, acting(), p_why);
    IF v_issued AND v.fulfilment = 'stock' THEN
        INSERT INTO offer_cancellations AS c (member_id, offer_id, day, number) VALUES (v.member_id, v.offer_id, p_today, 1)
        ON CONFLICT (member_id, offer_id, day) DO UPDATE SET number = c.number + 1;
    END IF;
    SELECT t.* INTO STRICT v_taken FROM orders o JOIN transfers t
        ON t.ref = CASE WHEN v_issued AND (o.fulfilment <> 'stock' OR o.money_part > 0) THEN 'capture:' ELSE 'order:' END || o.id WHERE o.id = p_order;
    IF v_taken.kind = 'hold' THEN
        PERFORM ledger_settle(v_taken.id, 'release', NULL, 'cancel:' || p_order, p_now, p_today, p_memo, p_grace);
    ELSE
        PERFORM ledger_reverse(v_taken.id, 'cancel:' || p_order, p_now, p_today, p_memo, p_grace);
    END IF;
    IF v.money_part > 0 THEN PERFORM payment_give_back('order', p_order, p_refund, p_why, p_now, p_today); END IF;
    PERFORM audit_record('orders.cancel', 'order:' || p_order, p_now, p_why,
        jsonb_build_object('state', CASE WHEN v_issued THEN 'issued' WHEN EXISTS (SELECT FROM order_obtainments WHERE order_id = p_order) THEN 'obtained' ELSE 'placed' END),
        (SELECT jsonb_build_object('state', 'cancelled', 'price_points', price_points) FROM orders WHERE id = p_order));
END $$;
REVOKE EXECUTE ON FUNCTION order_cancel FROM PUBLIC;
GRANT EXECUTE ON FUNCTION order_cancel TO vitrina_app;
