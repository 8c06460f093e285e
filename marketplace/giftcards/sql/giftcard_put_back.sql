-- Gives an amount back to a card and returns what is left now. It adds the amount; an old balance is never written back. A card that was
-- used up can be used again; a frozen one stays frozen, and one past its last day stays so. A void card takes nothing: 'giftcard_usable'.
CREATE OR REPLACE FUNCTION giftcard_put_back(p_card bigint, p_amount bigint, p_cause text, p_now timestamptz) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE v_card giftcards;
BEGIN
    SELECT * INTO STRICT v_card FROM giftcards WHERE id = p_card FOR NO KEY UPDATE;
    IF v_card.state = 'void' THEN
        RAISE EXCEPTION 'certificate % is void', p_card USING ERRCODE = 'check_violation', CONSTRAINT = 'giftcard_usable';
    END IF;
    IF p_amount IS NULL OR p_amount NOT BETWEEN 1 AND v_card.value - v_card.remaining THEN
        RAISE EXCEPTION 'so much was not taken from certificate %', p_card USING ERRCODE = 'check_violation', CONSTRAINT = 'giftcard_remaining';
    END IF;
    INSERT INTO giftcard_movements (giftcard_id, amount, cause, at) VALUES (p_card, p_amount, p_cause, p_now);
    UPDATE giftcards SET remaining = remaining + p_amount, state = CASE state WHEN 'spent' THEN 'active' ELSE state END
     WHERE id = p_card;
    RETURN v_card.remaining + p_amount;
END $$;
REVOKE EXECUTE ON FUNCTION giftcard_put_back FROM PUBLIC;
GRANT EXECUTE ON FUNCTION giftcard_put_back TO vitrina_app;
