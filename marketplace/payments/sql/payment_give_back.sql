-- Has all of a payment that is left go back to its source, because what it was for is taken back. What was handed over comes back first;
-- what the programme has refunded of its own comes back to it; what the member owes is kept back. Refused while it could still be paid: 'payment_open'.
CREATE OR REPLACE FUNCTION payment_give_back(p_purpose text, p_purpose_id bigint, p_refund text, p_why text, p_now timestamptz, p_today date)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    v payments;
    v_to bigint;
    v_gift bigint;
    v_left bigint;
BEGIN
    SELECT * INTO STRICT v FROM payments WHERE purpose = p_purpose AND purpose_id = p_purpose_id;
    PERFORM payment_lock(v.id);
    IF NOT EXISTS (SELECT FROM payment_completions WHERE payment_id = v.id) THEN
        IF NOT EXISTS (SELECT FROM payment_expiries WHERE payment_id = v.id) THEN
            RAISE EXCEPTION 'payment %: it can still be paid', v.id USING ERRCODE = 'check_violation', CONSTRAINT = 'payment_open';
        END IF;
        RETURN;
    END IF;
    IF payment_is_sold(v.id) THEN
        SELECT e.account_id INTO STRICT v_to FROM transfers t JOIN entries e ON e.transfer_id = t.id AND e.amount > 0 WHERE t.ref = 'sale:' || v.id;
        SELECT coalesce(sum(r.amount), 0) INTO v_gift FROM payment_refunds r WHERE r.payment_id = v.id AND r.borne_by = 'programme'
           AND NOT EXISTS (SELECT FROM payment_refund_ends e WHERE e.refund_id = r.id AND e.how = 'failed');
        PERFORM payment_post(v, 'sale', 'sale-back:' || v.id, v_to, payment_pot(v, 'prepaid'), v.amount, p_now, p_today);
        IF v_gift > 0 THEN
            PERFORM payment_post(v, 'sale', 'gift-back:' || v.id, payment_pot(v, 'prepaid'), payment_pot(v, 'programme'), v_gift, p_now, p_today);
        END IF;
    END IF;
    v_left := payment_available(v.id);
    v_left := v_left - payment_net(v, v_left, payment_pot(v, 'prepaid'), p_now, p_today);
    IF v_left > 0 THEN PERFORM payment_refund(v.id, v_left, 'returned', p_why, p_refund, p_now); END IF;
END $$;
REVOKE EXECUTE ON FUNCTION payment_give_back FROM PUBLIC;
