-- Notes which refund of the provider's a refund is. One that was made at the provider and not here is written down first; where it comes to
-- more than is left, nothing is: 'payment_refundable'. Where ours of all that was left was refused, because this one had been made already,
-- the rest goes back now. Returns the refund.
CREATE OR REPLACE FUNCTION payment_refund_receive(
    p_payment bigint, p_public_id text, p_provider_ref text, p_amount bigint, p_new_id text, p_rest_id text, p_now timestamptz) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    v payments;
    v_id bigint;
    v_cause text;
BEGIN
    v := payment_lock(p_payment);
    SELECT refund_id INTO v_id FROM payment_refund_receipts WHERE provider_ref = p_provider_ref;
    IF FOUND THEN RETURN v_id; END IF;
    SELECT id INTO v_id FROM payment_refunds WHERE public_id = p_public_id AND payment_id = v.id AND amount = p_amount;
    IF v_id IS NULL THEN
        v_id := payment_refund(v.id, p_amount, 'provider', '', p_new_id, p_now);
        SELECT r.cause INTO v_cause FROM payment_refunds r JOIN payment_refund_ends e ON e.refund_id = r.id AND e.how = 'failed'
         WHERE r.payment_id = v.id AND r.cause IN ('returned', 'late')
           AND NOT EXISTS (SELECT FROM payment_refund_receipts t WHERE t.refund_id = r.id) LIMIT 1;
        IF FOUND AND payment_available(v.id) > 0 THEN
            PERFORM payment_refund(v.id, payment_available(v.id), v_cause, '', p_rest_id, p_now);
        END IF;
    END IF;
    INSERT INTO payment_refund_receipts (refund_id, provider_ref, at) VALUES (v_id, p_provider_ref, p_now);
    RETURN v_id;
END $$;
REVOKE EXECUTE ON FUNCTION payment_refund_receive FROM PUBLIC;
GRANT EXECUTE ON FUNCTION payment_refund_receive TO vitrina_app;
