-- Counts points given or taken by hand against what one person, and everybody together, may on a day; goodwill has a budget of its own for
-- each person. Two at once wait for each other at the row of the day. Refused with the limit and what is left of it.
CREATE OR REPLACE FUNCTION correction_count(p_programme bigint, p_by bigint, p_day date, p_kind text, p_amount bigint) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    v_limit record;
    v_sum bigint;
BEGIN
    FOR v_limit IN
        SELECT l.* FROM programmes p CROSS JOIN LATERAL (VALUES
               (NULL::bigint, 'hand', p.correction_day, 'correction_programme_day'),
               (p_by, 'hand', p.correction_person_day, 'correction_person_day'),
               (p_by, 'goodwill', p.goodwill_day, 'goodwill_day')) l(user_id, budget, most, rule)
         WHERE p.id = p_programme AND (l.budget = 'goodwill') = (p_kind = 'goodwill') ORDER BY l.user_id NULLS FIRST
    LOOP
        INSERT INTO correction_days AS d (programme_id, user_id, day, budget, amount)
        VALUES (p_programme, v_limit.user_id, p_day, v_limit.budget, p_amount)
        ON CONFLICT (programme_id, day, budget, user_id) DO UPDATE SET amount = d.amount + excluded.amount RETURNING d.amount INTO v_sum;
        IF v_sum > v_limit.most THEN
            RAISE EXCEPTION 'more points than may be given or taken on a day' USING ERRCODE = 'check_violation', CONSTRAINT = v_limit.rule,
                DETAIL = json_build_object('limit', v_limit.most, 'left', greatest(0, v_limit.most - v_sum + p_amount))::text;
        END IF;
    END LOOP;
END $$;
REVOKE EXECUTE ON FUNCTION correction_count FROM PUBLIC, vitrina_app;
