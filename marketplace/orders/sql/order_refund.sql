-- Takes a certificate away and gives back what was paid for all that is left of it, as order_back() says of each order that it comes from. Points go back to the lots that they
-- came from, late ones with the day p_grace; or, with p_to, to that member as new ones that last until p_until. Money goes back to its
-- source, as far as it is there; what the member owes is kept back of it. p_orders: for each order {order, memo, refund}, the last a new public id for its payment's refund.
-- Returns the voiding. Refused as giftcard_void() refuses, and 'order_refunds': nothing was paid for it that could come back.
CREATE OR REPLACE FUNCTION order_refund(
    p_card bigint, p_reason text, p_note text, p_orders jsonb, p_to bigint, p_now timestamptz, p_today date, p_grace date, p_until date) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    v_voiding giftcard_voidings;
    v record;
    o orders;
    v_before record;
    v_money record;
    v_id bigint;
    v_taken bigint;
    v_any boolean := false;
BEGIN
    PERFORM order_lock(x.order_id) FROM (SELECT g.order_id FROM giftcard_origins(p_card) g ORDER BY g.order_id) x;
    v_voiding := giftcard_void(p_card, p_reason, p_note, p_today, p_now);
    FOR v IN SELECT b.*, w.memo, w.refund FROM order_back(p_card) b
               LEFT JOIN jsonb_to_recordset(p_orders) AS w("order" bigint, memo jsonb, refund text) ON w."order" = b.order_id
              ORDER BY b.order_id LOOP
        SELECT * INTO STRICT o FROM orders WHERE id = v.order_id;
        SELECT coalesce(sum(r.value), 0)::bigint AS value INTO v_before FROM order_refunds r WHERE r.order_id = o.id;
        SELECT NULL::bigint AS refund_id, 0::bigint AS amount, 0::bigint AS netted INTO v_money;
        IF v.money > 0 THEN
            SELECT * INTO v_money FROM payment_give_back_part('order', o.id, v.money, v.refund, p_note, p_now, p_today);
        END IF;
        INSERT INTO order_refunds (order_id, voiding_id, value, points, money, netted, payment_refund_id, to_member_id, at)
        VALUES (o.id, v_voiding.id, v.value, v.points, v_money.amount + v_money.netted, v_money.netted, v_money.refund_id, p_to, p_now)
        RETURNING id INTO v_id;
        IF v.points > 0 THEN
            SELECT id INTO STRICT v_taken FROM transfers
             WHERE ref = CASE WHEN o.fulfilment <> 'stock' OR o.money_part > 0 THEN 'capture:' ELSE 'order:' END || o.id;
            PERFORM ledger_return_part(v_taken, v.points, CASE WHEN p_to IS NOT NULL THEN ledger_open(o.programme_id, 'member', p_to, 'points') END,
                'order-refund:' || v_id, p_now, p_today, v.memo, CASE WHEN p_to IS NULL THEN p_grace ELSE p_until END);
        END IF;
        PERFORM audit_record('orders.refund', 'order:' || o.id, p_now, p_note, jsonb_build_object('refunded', v_before.value),
            jsonb_build_object('refunded', v_before.value + v.value, 'points_part', v.points, 'money_part', v_money.amount));
        v_any := true;
    END LOOP;
    IF NOT v_any THEN
        RAISE EXCEPTION 'nothing of certificate % can come back', p_card USING ERRCODE = 'check_violation', CONSTRAINT = 'order_refunds';
    END IF;
    RETURN v_voiding.id;
END $$;
REVOKE EXECUTE ON FUNCTION order_refund FROM PUBLIC;
GRANT EXECUTE ON FUNCTION order_refund TO vitrina_app;
