-- Says whether a PIN that was compared counts: 'right', 'wrong' or 'locked', and until when it is locked. The comparison itself is made
-- before, but its outcome is told by this function alone, one after another for each code: of many at once no more than five
-- wrong ones are answered, and a right one that comes after them is not. What is wrong counts, so the transaction must be committed.
-- Tries are of the code, because a card can go on with it as another member's.
CREATE OR REPLACE FUNCTION terminal_pin(p_card bigint, p_right boolean, p_now timestamptz, OUT outcome text, OUT until timestamptz, OUT tries_left integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    v_code bigint := (SELECT code_id FROM giftcards WHERE id = p_card);
    v_tries pin_tries;
BEGIN
    -- A code at which nobody has been wrong has no row that could be waited for.
    PERFORM pg_advisory_xact_lock(hashtextextended('pin of code ' || v_code, 0));
    SELECT * INTO v_tries FROM pin_tries WHERE code_id = v_code;
    IF v_tries.locked_until > p_now THEN
        outcome := 'locked'; until := v_tries.locked_until; RETURN;
    END IF;
    IF p_right THEN
        DELETE FROM pin_tries WHERE code_id = v_code;
        outcome := 'right'; RETURN;
    END IF;
    INSERT INTO pin_tries AS t (code_id, tries) VALUES (v_code, 1)
    ON CONFLICT (code_id) DO UPDATE SET
        tries = CASE WHEN t.locked_until IS NULL THEN t.tries + 1 ELSE 1 END,
        locked_until = CASE WHEN t.tries = 4 THEN p_now + interval '30 minutes' END
    RETURNING locked_until, 5 - tries INTO until, tries_left;
    outcome := 'wrong';
END $$;
REVOKE EXECUTE ON FUNCTION terminal_pin FROM PUBLIC;
GRANT EXECUTE ON FUNCTION terminal_pin TO vitrina_app;
