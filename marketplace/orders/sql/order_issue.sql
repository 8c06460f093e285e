-- Issues the card of an order whose code was obtained, and hands the points that were held for it to the partner: the card, the
-- transfer and the audit record are written together or not at all. What was cancelled has no hold left to capture.
CREATE OR REPLACE FUNCTION order_issue(p_order bigint, p_memo jsonb, p_card text, p_now timestamptz, p_today date) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    v orders;
    v_code record;
BEGIN
    PERFORM order_lock(p_order);
    SELECT * INTO v FROM orders WHERE id = p_order;
    SELECT c.id, c.last4, c.expires_on, h.id AS hold INTO v_code
      FROM order_obtainments t JOIN codes c ON c.id = t.code_id JOIN transfers h ON h.ref = 'order:' || p_order AND h.kind = 'hold'
     WHERE t.order_id = p_order;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'order %: its code is not there', p_order USING ERRCODE = 'check_violation', CONSTRAINT = 'order_step';
    END IF;
    PERFORM ledger_settle(v_code.hold, 'capture', order_payee(v.programme_id, v.brand_id), 'capture:' || p_order, p_now, p_today, p_memo);
    PERFORM giftcard_issue(p_order, v.programme_id, v.member_id, v.brand_id, v.offer_id, v.value, v.currency, v_code.id, v_code.last4,
        least(v.card_until, v_code.expires_on), p_card, p_now);
    PERFORM audit_record('orders.issue', 'order:' || p_order, p_now, '', '{"state": "obtained"}',
        jsonb_build_object('state', 'issued', 'price_points', v.price_points));
END $$;
REVOKE EXECUTE ON FUNCTION order_issue FROM PUBLIC;
GRANT EXECUTE ON FUNCTION order_issue TO vitrina_app;
