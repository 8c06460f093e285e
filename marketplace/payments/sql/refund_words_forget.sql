-- Takes out of refunds of the payments of some members what was written of why; returns how many had something. For the function that knows whose data go.
CREATE OR REPLACE FUNCTION refund_words_forget(p_members bigint[]) RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE v_count bigint;
BEGIN
    UPDATE payment_refunds SET why = ''
     WHERE payment_id IN (SELECT id FROM payments WHERE member_id = ANY (p_members)) AND forgotten IS NULL AND why <> '';
    GET DIAGNOSTICS v_count = ROW_COUNT;
    RETURN v_count;
END $$;
REVOKE EXECUTE ON FUNCTION refund_words_forget FROM PUBLIC, vitrina_app;
