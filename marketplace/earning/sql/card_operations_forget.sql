-- Takes out of card operations with which card and where was paid: of all of a member's, and of those of these cards that were nobody's or
-- still wait. Sums, days and points stay. Returns how many there were.
CREATE OR REPLACE FUNCTION card_operations_forget(p_programme bigint, p_member bigint, p_tokens text[]) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    v_taken_in bigint;
    v_waiting bigint;
BEGIN
    UPDATE card_operations SET token = 'erased', merchant = ''
     WHERE forgotten IS NULL AND (member_id = p_member OR (programme_id = p_programme AND member_id IS NULL AND token = ANY (p_tokens)));
    GET DIAGNOSTICS v_taken_in = ROW_COUNT;
    UPDATE waiting_operations SET token = 'erased', merchant = '' WHERE forgotten IS NULL AND programme_id = p_programme AND token = ANY (p_tokens);
    GET DIAGNOSTICS v_waiting = ROW_COUNT;
    RETURN v_taken_in + v_waiting;
END $$;
REVOKE EXECUTE ON FUNCTION card_operations_forget FROM PUBLIC;
GRANT EXECUTE ON FUNCTION card_operations_forget TO vitrina_app;
