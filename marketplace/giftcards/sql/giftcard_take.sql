-- Takes a part of what is left on a card and returns what is left now. Whoever wants more of a card's value waits here, at its row.
-- What is refused is raised under the name of a rule: 'giftcard_usable', 'giftcard_remaining'. `p_today` is the programme's day.
CREATE OR REPLACE FUNCTION giftcard_take(p_card bigint, p_amount bigint, p_cause text, p_today date, p_now timestamptz) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE v_card giftcards;
BEGIN
    SELECT * INTO STRICT v_card FROM giftcards WHERE id = p_card FOR NO KEY UPDATE;
    IF v_card.state <> 'active' OR v_card.expires_on < p_today THEN
        RAISE EXCEPTION 'certificate % cannot be used', p_card USING ERRCODE = 'check_violation', CONSTRAINT = 'giftcard_usable';
    END IF;
    IF p_amount IS NULL OR p_amount NOT BETWEEN 1 AND v_card.remaining THEN
        RAISE EXCEPTION 'certificate % has less left', p_card USING ERRCODE = 'check_violation', CONSTRAINT = 'giftcard_remaining';
    END IF;
    INSERT INTO giftcard_movements (giftcard_id, amount, cause, at) VALUES (p_card, -p_amount, p_cause, p_now);
    UPDATE giftcards SET remaining = remaining - p_amount, state = CASE WHEN remaining = p_amount THEN 'spent' ELSE state END
     WHERE id = p_card;
    RETURN v_card.remaining - p_amount;
END $$;
REVOKE EXECUTE ON FUNCTION giftcard_take FROM PUBLIC;
GRANT EXECUTE ON FUNCTION giftcard_take TO vitrina_app;
