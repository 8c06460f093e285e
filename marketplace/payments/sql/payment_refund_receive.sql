-- Notes which refund of the provider's a refund is. One that was made at the provider and not here is written down first; where it comes to
-- more than is left, nothing is: 'payment_refundable'. Returns the refund.
CREATE OR REPLACE FUNCTION payment_refund_receive(
    p_payment bigint, p_public_id text, p_provider_ref text, p_amount bigint, p_new_id text, p_now timestamptz) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    v payments;
    v_id bigint;
BEGIN
    v := payment_lock(p_payment);
    SELECT refund_id INTO v_id FROM payment_refund_receipts WHERE provider_ref = p_provider_ref;
    IF FOUND THEN RETURN v_id; END IF;
    SELECT id INTO v_id FROM payment_refunds WHERE public_id = p_public_id AND payment_id = v.id AND amount = p_amount;
    IF NOT FOUND THEN
        v_id := payment_refund(v.id, p_amount, 'provider', '', p_new_id, p_now);
    END IF;
    INSERT INTO payment_refund_receipts (refund_id, provider_ref, at) VALUES (v_id, p_provider_ref, p_now);
    RETURN v_id;
END $$;
REVOKE EXECUTE ON FUNCTION payment_refund_receive FROM PUBLIC;
GRANT EXECUTE ON FUNCTION payment_refund_receive TO vitrina_app;
