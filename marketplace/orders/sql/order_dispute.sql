-- Brings what was taken back for a dispute into line with where its funds are; asked as often as anybody likes. Withdrawn funds take value
-- back: of a card that our tills watch, the share that the money bought, as far as it is left; of another, all of it while nobody has seen
-- its code. What is gone already is owed by the member. Reinstated funds give back exactly what was taken. An order that was taken back
-- meanwhile gets reinstated money refunded. Returns what was done: 'take', 'return' or ''.
CREATE OR REPLACE FUNCTION order_dispute(p_order bigint, p_dispute bigint, p_refund text, p_now timestamptz, p_today date) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    v orders;
    v_payment payments;
    v_dispute payment_disputes;
    v_due text;
    v_card giftcards;
    v_share bigint;
    v_value bigint := 0;
    v_had bigint;
    v_taken payment_dispute_takings;
BEGIN
    PERFORM order_lock(p_order);
    SELECT * INTO STRICT v FROM orders WHERE id = p_order;
    SELECT * INTO STRICT v_dispute FROM payment_disputes WHERE id = p_dispute;
    v_payment := payment_lock(v_dispute.payment_id);
    IF v_payment.purpose <> 'order' OR v_payment.purpose_id <> p_order THEN
        RAISE EXCEPTION 'dispute % is of no order %', p_dispute, p_order USING ERRCODE = 'check_violation', CONSTRAINT = 'order_step';
    END IF;
    v_due := payment_dispute_due(p_dispute);
    IF v_due = 'take' AND NOT payment_is_sold(v_payment.id) THEN
        PERFORM payment_dispute_take(p_dispute, NULL, v_dispute.amount, NULL, 0, p_now, p_today);
    ELSIF v_due = 'take' THEN
        SELECT h.* INTO STRICT v_card FROM giftcards g JOIN giftcards h ON h.id = giftcard_heir(g.id) WHERE g.order_id = p_order
           FOR NO KEY UPDATE OF h;
        v_share := least(v.value, ceil(v.value::numeric * (v.price_points - v.points_part) * v_dispute.amount / v.price_points / v_payment.amount));
        IF v_card.state IN ('active', 'frozen') AND v.fulfilment = 'own' THEN
            v_value := least(v_card.remaining, v_share);
        ELSIF v_card.state IN ('active', 'frozen') AND v_card.revealed_at IS NULL THEN
            v_value := v_card.remaining;
            v_share := v_value;
        END IF;
        IF v_value > 0 THEN PERFORM giftcard_withhold(v_card.id, v_value, 'dispute:' || p_dispute, p_now); END IF;
        v_had := div(v_dispute.amount::numeric * least(v_value, v_share), greatest(v_share, 1));
        PERFORM payment_dispute_take(p_dispute, ledger_open(v.programme_id, 'partner', (SELECT partner_id FROM brands WHERE id = v.brand_id), v.currency),
            v_had, CASE WHEN v_value > 0 THEN v_card.id END, v_value, p_now, p_today);
    ELSIF v_due = 'return' THEN
        v_taken := payment_dispute_return(p_dispute, p_now, p_today);
        IF v_taken.value > 0 THEN PERFORM giftcard_put_back(v_taken.giftcard_id, v_taken.value, 'dispute_back:' || p_dispute, p_now); END IF;
        IF EXISTS (SELECT FROM order_cancellations WHERE order_id = p_order) THEN
            PERFORM payment_give_back('order', p_order, p_refund, 'reinstated', p_now, p_today);
        END IF;
    END IF;
    RETURN v_due;
END $$;
REVOKE EXECUTE ON FUNCTION order_dispute FROM PUBLIC;
GRANT EXECUTE ON FUNCTION order_dispute TO vitrina_app;
