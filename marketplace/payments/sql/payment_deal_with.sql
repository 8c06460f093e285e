-- A person has looked at what was wrong with a payment and says what was done about it: it waits for nobody any more. Refused as 'payment_untroubled' where nothing waits. Returns what was wrong.
CREATE OR REPLACE FUNCTION payment_deal_with(p_payment bigint, p_why text, p_now timestamptz) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    v payments;
    v_kind text;
BEGIN
    v := payment_lock(p_payment);
    DELETE FROM payment_troubles WHERE payment_id = v.id RETURNING kind INTO v_kind;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'payment %: nobody has to look at it', v.id USING ERRCODE = 'check_violation', CONSTRAINT = 'payment_untroubled';
    END IF;
    PERFORM audit_record('payments.deal_with', 'payment:' || v.id, p_now, p_why, jsonb_build_object('trouble', v_kind), '{"trouble": "dealt_with"}');
    RETURN v_kind;
END $$;
REVOKE EXECUTE ON FUNCTION payment_deal_with FROM PUBLIC;
GRANT EXECUTE ON FUNCTION payment_deal_with TO vitrina_app;
