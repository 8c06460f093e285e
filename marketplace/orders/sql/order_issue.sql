-- Issues the card of an order whose code was obtained, and hands the points that were held for it to the partner, with the money that
-- was paid: the card, the transfers and the audit record are written together or not at all. What was cancelled has no hold left to
-- capture; what money is due for and was not paid is refused ('payment_due'). A loaded code is taken here, at the last moment
-- ('order_stock' where none is left); its blind index comes back.
CREATE OR REPLACE FUNCTION order_issue(p_order bigint, p_memo jsonb, p_card text, p_now timestamptz, p_today date) RETURNS bytea
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    v orders;
    v_hold bigint;
    v_code record;
    v_card giftcards;
BEGIN
    PERFORM order_lock(p_order);
    SELECT * INTO v FROM orders WHERE id = p_order;
    PERFORM FROM members WHERE id = v.member_id FOR KEY SHARE;  -- their membership goes on as another before or after, not meanwhile
    SELECT id INTO v_hold FROM transfers WHERE ref = 'order:' || p_order AND kind = 'hold';
    IF v.fulfilment = 'stock' AND v_hold IS NOT NULL THEN
        SELECT code_id AS id, last4, expires_on, blind INTO v_code FROM code_claim(v.denomination_id, p_today);
        IF v_code.id IS NULL THEN
            RAISE EXCEPTION 'no code is left' USING ERRCODE = 'check_violation', CONSTRAINT = 'order_stock';
        END IF;
    ELSE
        SELECT c.id, c.last4, c.expires_on, NULL::bytea AS blind INTO v_code
          FROM order_obtainments t JOIN codes c ON c.id = t.code_id WHERE t.order_id = p_order;
    END IF;
    IF v_code.id IS NULL OR v_hold IS NULL THEN
        RAISE EXCEPTION 'order %: its code is not there', p_order USING ERRCODE = 'check_violation', CONSTRAINT = 'order_step';
    END IF;
    IF v.money_part > 0 THEN
        PERFORM payment_sell('order', p_order, order_payee(v.programme_id, v.brand_id, v.currency), p_now, p_today);
    END IF;
    PERFORM ledger_settle(v_hold, 'capture', order_payee(v.programme_id, v.brand_id, 'points'), 'capture:' || p_order, p_now, p_today, p_memo);
    v_card := giftcard_issue(p_order, v.programme_id, v.member_id, v.brand_id, v.offer_id, v.value, v.currency, v_code.id, v_code.last4,
        least(v.card_until, v_code.expires_on), p_card, p_now);
    PERFORM giftcard_follow(v_card.id, p_now);
    PERFORM audit_record('orders.issue', 'order:' || p_order, p_now, '',
        jsonb_build_object('state', CASE v.fulfilment WHEN 'stock' THEN 'placed' ELSE 'obtained' END),
        jsonb_build_object('state', 'issued', 'price_points', v.price_points));
    RETURN v_code.blind;
END $$;
REVOKE EXECUTE ON FUNCTION order_issue FROM PUBLIC;
GRANT EXECUTE ON FUNCTION order_issue TO vitrina_app;
