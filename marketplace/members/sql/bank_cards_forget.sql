-- Takes the tokens out of a member's bank cards, none of which earns any more; returns how many there were.
CREATE OR REPLACE FUNCTION bank_cards_forget(p_member bigint) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE v_count bigint;
BEGIN
    UPDATE member_cards SET token = 'erased' WHERE member_id = p_member AND unbound_at IS NOT NULL AND forgotten IS NULL;
    GET DIAGNOSTICS v_count = ROW_COUNT;
    RETURN v_count;
END $$;
REVOKE EXECUTE ON FUNCTION bank_cards_forget FROM PUBLIC;
GRANT EXECUTE ON FUNCTION bank_cards_forget TO vitrina_app;
