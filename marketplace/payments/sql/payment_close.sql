-- Asks for a payment to end unpaid, once; nothing has ended yet. Returns whether it was still open.
CREATE OR REPLACE FUNCTION payment_close(p_payment bigint, p_now timestamptz) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE v payments;
BEGIN
    v := payment_lock(p_payment);
    IF EXISTS (SELECT FROM payment_completions WHERE payment_id = v.id) OR EXISTS (SELECT FROM payment_expiries WHERE payment_id = v.id) THEN
        RETURN false;
    END IF;
    INSERT INTO payment_closings (payment_id, at, by) VALUES (v.id, p_now, acting()) ON CONFLICT DO NOTHING;
    IF FOUND THEN
        PERFORM audit_record('payments.close', 'payment:' || v.id, p_now, '', '{"state": "open"}', '{"state": "closing"}');
    END IF;
    RETURN true;
END $$;
REVOKE EXECUTE ON FUNCTION payment_close FROM PUBLIC;
GRANT EXECUTE ON FUNCTION payment_close TO vitrina_app;
