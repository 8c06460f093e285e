-- The money is there: its fact, its transfer and its audit record, once, whoever says it first. Money for a payment that has expired is
-- promised back in the same call; money for points credits them (with the last day p_expires). Returns whether this call was the first to say it.
CREATE OR REPLACE FUNCTION payment_complete(p_payment bigint, p_intent text, p_known_by text, p_refund text, p_now timestamptz, p_today date,
    p_expires date DEFAULT NULL) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE v payments;
BEGIN
    v := payment_lock(p_payment);
    INSERT INTO payment_completions (payment_id, intent_ref, at, known_by) VALUES (v.id, p_intent, p_now, p_known_by)
    ON CONFLICT (payment_id) DO NOTHING;
    IF NOT FOUND THEN RETURN false; END IF;
    PERFORM payment_post(v, 'payment', 'payment:' || v.id, payment_pot(v, 'gateway'), payment_pot(v, 'prepaid'), v.amount, p_now, p_today);
    PERFORM audit_record('payments.complete', 'payment:' || v.id, p_now, '', '{"state": "open"}',
        jsonb_build_object('state', 'paid', 'amount', v.amount, 'currency', v.currency, 'known_by', p_known_by));
    IF EXISTS (SELECT FROM payment_expiries WHERE payment_id = v.id) THEN
        PERFORM payment_refund(v.id, v.amount, 'late', '', p_refund, p_now);
    ELSIF v.purpose = 'topup' THEN
        PERFORM topup_credit(v, p_expires, p_now, p_today);
    END IF;
    RETURN true;
END $$;
REVOKE EXECUTE ON FUNCTION payment_complete FROM PUBLIC;
GRANT EXECUTE ON FUNCTION payment_complete TO vitrina_app;
