-- Nobody can pay it any more, as the provider has said; never after money came. Returns whether it has expired unpaid.
CREATE OR REPLACE FUNCTION payment_expire(p_payment bigint, p_known_by text, p_now timestamptz) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE v payments;
BEGIN
    v := payment_lock(p_payment);
    IF EXISTS (SELECT FROM payment_completions WHERE payment_id = v.id) THEN RETURN false; END IF;
    INSERT INTO payment_expiries (payment_id, at, known_by) VALUES (v.id, p_now, p_known_by) ON CONFLICT DO NOTHING;
    IF FOUND THEN
        PERFORM audit_record('payments.expire', 'payment:' || v.id, p_now, '', '{"state": "open"}',
            jsonb_build_object('state', 'expired', 'known_by', p_known_by));
    END IF;
    RETURN true;
END $$;
REVOKE EXECUTE ON FUNCTION payment_expire FROM PUBLIC;
GRANT EXECUTE ON FUNCTION payment_expire TO vitrina_app;
