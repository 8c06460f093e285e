-- Takes out of refunds of some payments what was written of why; returns how many had something.
CREATE OR REPLACE FUNCTION refund_words_forget(p_payments bigint[]) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE v_count bigint;
BEGIN
    UPDATE payment_refunds SET why = '' WHERE payment_id = ANY (p_payments) AND forgotten IS NULL AND why <> '';
    GET DIAGNOSTICS v_count = ROW_COUNT;
    RETURN v_count;
END $$;
REVOKE EXECUTE ON FUNCTION refund_words_forget FROM PUBLIC;
GRANT EXECUTE ON FUNCTION refund_words_forget TO vitrina_app;
