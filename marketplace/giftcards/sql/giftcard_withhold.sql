-- Takes a part of what is left on a card away from its owner, frozen, set aside or not, for a function that has the cause. A stop of staff's
-- own is lifted where nothing is left to stop. It comes back by giftcard_put_back().
CREATE OR REPLACE FUNCTION giftcard_withhold(p_card bigint, p_amount bigint, p_cause text, p_now timestamptz) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE v_stop text;
BEGIN
    UPDATE giftcard_stops SET lifted_at = p_now
     WHERE giftcard_id = p_card AND lifted_at IS NULL AND (SELECT remaining FROM giftcards WHERE id = p_card) = p_amount RETURNING reason INTO v_stop;
    IF v_stop IS NOT NULL THEN
        PERFORM audit_record('giftcards.lift_stop', 'giftcard:' || p_card, p_now, p_cause, jsonb_build_object('reason', v_stop), '{}');
    END IF;
    INSERT INTO giftcard_events (giftcard_id, kind, at)  -- with nothing left it is no longer frozen, nor set aside
    SELECT id, CASE state WHEN 'frozen' THEN 'unfrozen' ELSE 'released' END, p_now FROM giftcards
     WHERE id = p_card AND state IN ('frozen', 'held') AND remaining = p_amount;
    INSERT INTO giftcard_movements (giftcard_id, amount, cause, at) VALUES (p_card, -p_amount, p_cause, p_now);
    UPDATE giftcards SET remaining = remaining - p_amount, state = CASE WHEN remaining = p_amount THEN 'spent' ELSE state END
     WHERE id = p_card AND state IN ('active', 'frozen', 'held');
    IF NOT FOUND THEN
        RAISE EXCEPTION 'certificate % has ended', p_card USING ERRCODE = 'check_violation', CONSTRAINT = 'giftcard_usable';
    END IF;
    PERFORM audit_record('giftcards.withhold', 'giftcard:' || p_card, p_now, p_cause,
        (SELECT jsonb_build_object('remaining', remaining + p_amount) FROM giftcards WHERE id = p_card),
        (SELECT jsonb_build_object('remaining', remaining) FROM giftcards WHERE id = p_card));
END $$;
REVOKE EXECUTE ON FUNCTION giftcard_withhold FROM PUBLIC;
