-- Adds what happened to a case, and has the case say so: the one writer of both. `p_seen` is the version on which whoever acts looked; NULL
-- for those who act whatever it is by now. Returns the event's id; nothing where the case has changed since (`p_seen`), or where an event
-- of this `p_ref` is there already.
--
-- Raises check_violation 'case_step' for what cannot happen to a case that stands as it does. To a merged one nothing happens
-- any more, but that its member is known as another.
CREATE OR REPLACE FUNCTION case_append(
    p_case bigint, p_seen integer, p_what text, p_text text, p_facts jsonb, p_ref text, p_first_due timestamptz, p_solve_due timestamptz,
    p_at timestamptz)
RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    v_case cases;
    v_state text;
    v_event bigint;
BEGIN
    SELECT * INTO STRICT v_case FROM cases WHERE id = p_case FOR UPDATE;
    IF (p_seen IS NOT NULL AND v_case.version <> p_seen) OR EXISTS (SELECT FROM case_events WHERE ref = p_ref) THEN
        RETURN NULL;
    END IF;
    IF (v_case.state = 'merged' AND p_what <> 'identified') OR NOT (CASE p_what
            WHEN 'opened' THEN v_case.version = 0
            WHEN 'waiting' THEN v_case.state = 'open'
            WHEN 'resumed' THEN v_case.state IN ('waits_member', 'waits_partner')
            WHEN 'answered' THEN v_case.state <> 'closed'
            WHEN 'closed' THEN v_case.state <> 'closed'
            WHEN 'reminded' THEN v_case.state = 'waits_member'
            WHEN 'reopened' THEN v_case.state = 'closed'
            ELSE v_case.version > 0 END) THEN
        RAISE EXCEPTION 'case % is %: % cannot happen to it', p_case, v_case.state, p_what
            USING ERRCODE = 'check_violation', CONSTRAINT = 'case_step';
    END IF;
    v_state := CASE p_what WHEN 'opened' THEN 'open' WHEN 'resumed' THEN 'open' WHEN 'reopened' THEN 'open' WHEN 'closed' THEN 'closed'
        WHEN 'merged' THEN 'merged' WHEN 'waiting' THEN 'waits_' || (p_facts ->> 'for') ELSE v_case.state END;
    UPDATE cases SET
        version = version + 1, state = v_state, changed_at = p_at, first_due_at = p_first_due, solve_due_at = p_solve_due,
        answered_at = coalesce(answered_at, CASE WHEN p_what = 'answered' THEN p_at END),
        owner_id = CASE WHEN p_what = 'assigned' THEN (p_facts ->> 'owner')::bigint ELSE owner_id END,
        member_id = CASE WHEN p_what = 'identified' THEN (p_facts ->> 'member')::bigint ELSE member_id END,
        incident_id = CASE WHEN p_what = 'linked' THEN (p_facts ->> 'incident')::bigint ELSE incident_id END,
        merged_into = CASE WHEN p_what = 'merged' THEN (p_facts ->> 'into')::bigint ELSE merged_into END,
        giftcard_id = CASE WHEN p_what = 'took_in' THEN coalesce(giftcard_id, (p_facts ->> 'card')::bigint) ELSE giftcard_id END,
        order_id = CASE WHEN p_what = 'took_in' THEN coalesce(order_id, (p_facts ->> 'order')::bigint) ELSE order_id END,
        category = CASE WHEN p_what = 'sorted' THEN p_facts ->> 'category' ELSE category END,
        priority = CASE WHEN p_what = 'sorted' THEN p_facts ->> 'priority' ELSE priority END
     WHERE id = p_case;
    INSERT INTO case_events (case_id, version, what, text, facts, actor, ref, at)
    VALUES (p_case, v_case.version + 1, p_what, p_text, p_facts, acting(), p_ref, p_at) RETURNING id INTO v_event;
    RETURN v_event;
END $$;
REVOKE EXECUTE ON FUNCTION case_append FROM PUBLIC;
GRANT EXECUTE ON FUNCTION case_append TO vitrina_app;
