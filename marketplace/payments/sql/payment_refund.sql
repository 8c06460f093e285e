-- Writes down that an amount is to go back to its source, and promises it. All refunds of a payment that did not fail, with what a bank has
-- withdrawn, come to no more than was paid: 'payment_refundable'. Staff refunds nothing of what is still to be handed over, for that would leave the
-- order without its money and its end: 'payment_not_handed_over'. Points that were bought with it are taken back at once. The same public id again gives the same refund.
CREATE OR REPLACE FUNCTION payment_refund(p_payment bigint, p_amount bigint, p_cause text, p_why text, p_public_id text, p_now timestamptz)
RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    v payments;
    v_id bigint;
    v_left bigint;
BEGIN
    v := payment_lock(p_payment);
    SELECT id INTO v_id FROM payment_refunds WHERE public_id = p_public_id AND payment_id = v.id AND amount = p_amount;
    IF FOUND THEN RETURN v_id; END IF;
    v_left := payment_available(v.id);
    IF p_amount IS NULL OR p_amount < 1 OR p_amount > v_left THEN
        RAISE EXCEPTION 'payment %: so much cannot be refunded', v.id USING ERRCODE = 'check_violation', CONSTRAINT = 'payment_refundable',
            DETAIL = json_build_object('available', v_left)::text;
    END IF;
    IF p_cause = 'staff' AND NOT EXISTS (SELECT FROM transfers WHERE ref = 'sale:' || v.id)
       AND NOT EXISTS (SELECT FROM payment_refunds WHERE payment_id = v.id AND cause IN ('returned', 'late')) THEN
        RAISE EXCEPTION 'payment %: what it is for is still to be handed over', v.id USING ERRCODE = 'check_violation', CONSTRAINT = 'payment_not_handed_over';
    END IF;
    INSERT INTO payment_refunds (public_id, payment_id, amount, cause, borne_by, at, by, why)
    VALUES (p_public_id, v.id, p_amount, p_cause, CASE WHEN payment_is_sold(v.id) THEN 'programme' ELSE 'prepaid' END, p_now, acting(), p_why)
    RETURNING id INTO v_id;
    PERFORM topup_take(v, 'refund', v_id, p_now);
    PERFORM promise('payments.refund', v_id::text, p_now);
    PERFORM audit_record('payments.refund', 'payment:' || v.id, p_now, p_why, jsonb_build_object('available', v_left),
        jsonb_build_object('available', v_left - p_amount, 'amount', p_amount, 'currency', v.currency, 'cause', p_cause));
    RETURN v_id;
END $$;
REVOKE EXECUTE ON FUNCTION payment_refund FROM PUBLIC;
GRANT EXECUTE ON FUNCTION payment_refund TO vitrina_app;
