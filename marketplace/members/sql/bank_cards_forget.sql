-- Takes the tokens out of the bank cards of some members, none of which earns any more; returns how many there were. For the function that knows whose
-- data go.
CREATE OR REPLACE FUNCTION bank_cards_forget(p_members bigint[]) RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE v_count bigint;
BEGIN
    UPDATE member_cards SET token = 'erased' WHERE member_id = ANY (p_members) AND unbound_at IS NOT NULL AND forgotten IS NULL;
    GET DIAGNOSTICS v_count = ROW_COUNT;
    RETURN v_count;
END $$;
REVOKE EXECUTE ON FUNCTION bank_cards_forget FROM PUBLIC, vitrina_app;
