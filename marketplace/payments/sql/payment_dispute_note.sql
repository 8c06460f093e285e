-- Notes a dispute and, if one is named, a step of it; once each. Nothing is taken or given back by this. Returns the dispute.
CREATE OR REPLACE FUNCTION payment_dispute_note(
    p_payment bigint, p_provider_ref text, p_amount bigint, p_reason text, p_what text, p_outcome text, p_now timestamptz) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    v payments;
    v_id bigint;
BEGIN
    v := payment_lock(p_payment);
    INSERT INTO payment_disputes (payment_id, provider_ref, amount, reason, at) VALUES (v.id, p_provider_ref, p_amount, p_reason, p_now)
    ON CONFLICT (provider_ref) DO NOTHING;
    IF FOUND THEN
        PERFORM audit_record('payments.dispute', 'payment:' || v.id, p_now, '', '{}',
            jsonb_build_object('dispute', 'opened', 'amount', p_amount, 'currency', v.currency, 'reason', p_reason));
    END IF;
    SELECT id INTO STRICT v_id FROM payment_disputes WHERE provider_ref = p_provider_ref AND payment_id = v.id;
    IF p_what IS NOT NULL THEN
        INSERT INTO payment_dispute_steps (dispute_id, what, outcome, at) VALUES (v_id, p_what, p_outcome, p_now) ON CONFLICT DO NOTHING;
        IF FOUND THEN
            PERFORM audit_record('payments.dispute_step', 'payment:' || v.id, p_now, '', '{}',
                jsonb_build_object('dispute', p_what, 'outcome', p_outcome));
        END IF;
    END IF;
    RETURN v_id;
END $$;
REVOKE EXECUTE ON FUNCTION payment_dispute_note FROM PUBLIC;
GRANT EXECUTE ON FUNCTION payment_dispute_note TO vitrina_app;
