-- Gives an amount back to a card and returns what is left now. It adds the amount; an old balance is never written back. A card that was
-- used up can be used again; a frozen one stays frozen, and one past its last day gets days of grace, once. What has gone on under another
-- code gets it there. A card that was taken back, or has become several, takes nothing: 'giftcard_usable'.
CREATE OR REPLACE FUNCTION giftcard_put_back(p_card bigint, p_amount bigint, p_cause text, p_now timestamptz) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    v_heir bigint;
    v_card giftcards;
BEGIN
    LOOP  -- while it is waited for, it may go on once more
        v_heir := giftcard_heir(p_card);
        SELECT * INTO STRICT v_card FROM giftcards WHERE id = v_heir FOR NO KEY UPDATE;
        EXIT WHEN v_heir = giftcard_heir(p_card);
    END LOOP;
    IF v_card.state = 'void' THEN
        RAISE EXCEPTION 'certificate % is void', v_heir USING ERRCODE = 'check_violation', CONSTRAINT = 'giftcard_usable';
    END IF;
    IF p_amount IS NULL OR p_amount NOT BETWEEN 1 AND v_card.value - v_card.remaining THEN
        RAISE EXCEPTION 'so much was not taken from certificate %', v_heir USING ERRCODE = 'check_violation', CONSTRAINT = 'giftcard_remaining';
    END IF;
    INSERT INTO giftcard_movements (giftcard_id, amount, cause, at) VALUES (v_heir, p_amount, p_cause, p_now);
    UPDATE giftcards SET remaining = remaining + p_amount, state = CASE state WHEN 'spent' THEN 'active' ELSE state END
     WHERE id = v_heir;
    PERFORM giftcard_grace(v_heir, p_now);
    RETURN v_card.remaining + p_amount;
END $$;
REVOKE EXECUTE ON FUNCTION giftcard_put_back FROM PUBLIC;
GRANT EXECUTE ON FUNCTION giftcard_put_back TO vitrina_app;
