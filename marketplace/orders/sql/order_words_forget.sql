-- Takes out of cancelled orders what was written of why; returns how many had something.
CREATE OR REPLACE FUNCTION order_words_forget(p_orders bigint[]) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE v_count bigint;
BEGIN
    UPDATE order_cancellations SET why = '' WHERE order_id = ANY (p_orders) AND forgotten IS NULL AND why <> '';
    GET DIAGNOSTICS v_count = ROW_COUNT;
    RETURN v_count;
END $$;
REVOKE EXECUTE ON FUNCTION order_words_forget FROM PUBLIC;
GRANT EXECUTE ON FUNCTION order_words_forget TO vitrina_app;
