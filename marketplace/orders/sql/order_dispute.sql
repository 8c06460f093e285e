-- Brings what was taken back for a dispute into line with where its funds are; asked as often as anybody likes. Withdrawn funds take value
-- back, of the card or of whatever it has gone on as: of one that our tills watch, the share that the money bought, as far as it is left; of
-- another, all of it while nobody has seen its code. What is gone already is owed by the member. Reinstated funds give back exactly what
-- was taken: to the card, or to what it has become; where that has no room for it, as money. An order that was taken back
-- meanwhile gets reinstated money refunded. Returns what was done: 'take', 'return' or ''.
CREATE OR REPLACE FUNCTION order_dispute(p_order bigint, p_dispute bigint, p_refund text, p_now timestamptz, p_today date) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    v orders;
    v_payment payments;
    v_dispute payment_disputes;
    v_due text;
    v_cards bigint[];
    v_values bigint[];
    v_piece payment_dispute_pieces;
    v_card bigint;
    v_share bigint;
    v_value bigint := 0;
    v_left bigint;
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
        PERFORM payment_dispute_take(p_dispute, NULL, v_dispute.amount, 0, p_now, p_today);
    ELSIF v_due = 'take' THEN
        v_share := least(v.value, ceil(v.value::numeric * (v.price_points - v.points_part) * v_dispute.amount / v.price_points / v_payment.amount));
        SELECT array_agg(piece.card), array_agg(piece.value), coalesce(sum(piece.value), 0) INTO v_cards, v_values, v_value
          FROM order_dispute_pieces((SELECT id FROM giftcards WHERE order_id = p_order), v_share) piece;
        v_had := div(v_dispute.amount::numeric * least(v_value, v_share), greatest(v_share, 1));
        PERFORM payment_dispute_take(p_dispute, order_payee(v.programme_id, v.brand_id, v.currency),
            v_had, v_value, p_now, p_today);
        FOR v_piece IN SELECT * FROM payment_dispute_cut(p_dispute, v_cards, v_values) LOOP
            PERFORM giftcard_withhold(v_piece.giftcard_id, v_piece.value, 'dispute:' || v_piece.id, p_now);
        END LOOP;
    ELSIF v_due = 'return' THEN
        v_taken := payment_dispute_return(p_dispute, p_now, p_today);
        v_left := 0;
        FOR v_piece IN SELECT * FROM payment_dispute_pieces WHERE dispute_id = p_dispute ORDER BY id LOOP
            SELECT g.id INTO v_card FROM giftcards g WHERE g.id = ANY (giftcard_hold_heirs(v_piece.giftcard_id)) AND g.state <> 'void'
               AND g.value - g.remaining >= v_piece.value ORDER BY g.id LIMIT 1;
            IF v_card IS NULL THEN
                v_left := v_left + v_piece.value;  -- what the card has become has no room for it: its money goes back instead
            ELSE
                PERFORM giftcard_put_back(v_card, v_piece.value, 'dispute_back:' || v_piece.id, p_now);
            END IF;
        END LOOP;
        IF EXISTS (SELECT FROM order_cancellations WHERE order_id = p_order) THEN
            PERFORM payment_give_back('order', p_order, p_refund, 'reinstated', p_now, p_today);
        ELSIF v_left > 0 THEN
            v_had := least(payment_available(v_payment.id), div(v_dispute.amount::numeric * v_left, v_taken.value));
            IF v_had > 0 THEN PERFORM payment_refund(v_payment.id, v_had, 'returned', 'reinstated', p_refund, p_now); END IF;
        END IF;
    END IF;
    RETURN v_due;
END $$;
REVOKE EXECUTE ON FUNCTION order_dispute FROM PUBLIC;
GRANT EXECUTE ON FUNCTION order_dispute TO vitrina_app;
