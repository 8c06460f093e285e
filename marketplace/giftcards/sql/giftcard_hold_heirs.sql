-- The same certificates, locked: none of them goes on as another before the transaction ends.
CREATE OR REPLACE FUNCTION giftcard_hold_heirs(p_card bigint) RETURNS bigint[] LANGUAGE plpgsql AS $$
DECLARE v_cards bigint[];
BEGIN
    LOOP  -- while they are waited for, they may go on once more
        v_cards := ARRAY(SELECT giftcard_heirs(p_card));
        PERFORM FROM giftcards WHERE id = ANY (v_cards) ORDER BY id FOR NO KEY UPDATE;
        EXIT WHEN v_cards = ARRAY(SELECT giftcard_heirs(p_card));
    END LOOP;
    RETURN v_cards;
END $$;
REVOKE EXECUTE ON FUNCTION giftcard_hold_heirs FROM PUBLIC;
