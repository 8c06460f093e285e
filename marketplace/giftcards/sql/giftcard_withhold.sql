-- Takes a part of what is left on a card away from its owner, frozen or not, for a function that has the cause. It comes back by
-- giftcard_put_back().
CREATE OR REPLACE FUNCTION giftcard_withhold(p_card bigint, p_amount bigint, p_cause text, p_now timestamptz) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO giftcard_events (giftcard_id, kind, at)  -- with nothing left it is no longer frozen
    SELECT id, 'unfrozen', p_now FROM giftcards WHERE id = p_card AND state = 'frozen' AND remaining = p_amount;
    INSERT INTO giftcard_movements (giftcard_id, amount, cause, at) VALUES (p_card, -p_amount, p_cause, p_now);
    UPDATE giftcards SET remaining = remaining - p_amount, state = CASE WHEN remaining = p_amount THEN 'spent' ELSE state END
     WHERE id = p_card AND state IN ('active', 'frozen');
    IF NOT FOUND THEN
        RAISE EXCEPTION 'certificate % has ended', p_card USING ERRCODE = 'check_violation', CONSTRAINT = 'giftcard_usable';
    END IF;
    PERFORM audit_record('giftcards.withhold', 'giftcard:' || p_card, p_now, p_cause,
        (SELECT jsonb_build_object('remaining', remaining + p_amount) FROM giftcards WHERE id = p_card),
        (SELECT jsonb_build_object('remaining', remaining) FROM giftcards WHERE id = p_card));
END $$;
REVOKE EXECUTE ON FUNCTION giftcard_withhold FROM PUBLIC;
