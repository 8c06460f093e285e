-- Takes out of the cancelled orders of some members what was written of why; returns how many had something. For the function that knows whose data go.
CREATE OR REPLACE FUNCTION order_words_forget(p_members bigint[]) RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE v_count bigint;
BEGIN
    UPDATE order_cancellations SET why = ''
     WHERE order_id IN (SELECT id FROM orders WHERE member_id = ANY (p_members)) AND forgotten IS NULL AND why <> '';
    GET DIAGNOSTICS v_count = ROW_COUNT;
    RETURN v_count;
END $$;
REVOKE EXECUTE ON FUNCTION order_words_forget FROM PUBLIC, vitrina_app;
