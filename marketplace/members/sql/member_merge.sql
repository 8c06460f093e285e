-- Makes a membership go on as another of the same person, as two people have agreed in a proposal that is applied in this very transaction:
-- the fact, the points and debts, the level (p_tier), who signs in, the bank cards that earn, and the records of all of it, in one call. Refused by name:
-- 'merge_agreed' (the proposal says something else), 'member_merged' (one of them goes on as another already), 'member_held'.
CREATE OR REPLACE FUNCTION member_merge(
    p_from bigint, p_into bigint, p_proposal bigint, p_tier text, p_why text, p_now timestamptz, p_today date) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    v_from members;
    v_into members;
    v_id bigint;
    v_card record;
    v_bound bigint;
BEGIN
    PERFORM FROM members WHERE id IN (p_from, p_into) ORDER BY id FOR UPDATE;
    SELECT * INTO STRICT v_from FROM members WHERE id = p_from;
    SELECT * INTO STRICT v_into FROM members WHERE id = p_into;
    IF p_tier NOT IN (v_from.tier, v_into.tier) OR v_from.programme_id <> v_into.programme_id OR NOT EXISTS (
        SELECT FROM proposals p JOIN proposal_applications a ON a.proposal_id = p.id AND a.txid = pg_current_xact_id()
          JOIN proposal_versions v ON v.proposal_id = p.id AND v.digest = a.digest
         WHERE p.id = p_proposal AND p.programme_id = v_from.programme_id AND p.kind = 'member_merge' AND p.subject = v_from.number
           AND v.payload ->> 'into' = v_into.number) THEN
        RAISE EXCEPTION 'nobody has agreed to this' USING ERRCODE = 'check_violation', CONSTRAINT = 'merge_agreed';
    END IF;
    PERFORM member_unheld(p_from);
    PERFORM member_unheld(p_into);
    INSERT INTO member_merges (from_member_id, into_member_id, proposal_id, tier_before, tier_after, at)
    VALUES (p_from, p_into, p_proposal, v_into.tier, p_tier, p_now) RETURNING id INTO v_id;
    PERFORM ledger_join(v_from.programme_id, p_from, p_into, 'merge:' || v_id, p_now, p_today);
    IF v_into.user_id IS NULL AND v_from.user_id IS NOT NULL THEN
        UPDATE members SET user_id = NULL WHERE id = p_from;
        PERFORM audit_record('members.link', 'member:' || p_from, p_now, p_why, jsonb_build_object('user_id', v_from.user_id), '{"user_id": null}');
        PERFORM audit_record('members.link', 'member:' || p_into, p_now, p_why, '{"user_id": null}', jsonb_build_object('user_id', v_from.user_id));
    END IF;
    UPDATE members SET tier = p_tier, user_id = coalesce(user_id, v_from.user_id) WHERE id = p_into;
    FOR v_card IN UPDATE member_cards SET unbound_at = p_now WHERE member_id = p_from AND unbound_at IS NULL RETURNING id, token LOOP
        PERFORM audit_record('members.unbind_card', 'member:' || p_from, p_now, p_why,
            jsonb_build_object('card_id', v_card.id, 'last4', right(v_card.token, 4), 'bound', true),
            jsonb_build_object('card_id', v_card.id, 'last4', right(v_card.token, 4), 'bound', false));
        INSERT INTO member_cards (programme_id, member_id, token, bound_at) VALUES (v_from.programme_id, p_into, v_card.token, p_now)
        RETURNING id INTO v_bound;
        PERFORM audit_record('members.bind_card', 'member:' || p_into, p_now, p_why, NULL,
            jsonb_build_object('card_id', v_bound, 'last4', right(v_card.token, 4)));
    END LOOP;
    PERFORM audit_record('members.merge', 'member:' || p_from, p_now, p_why, jsonb_build_object('number', v_from.number),
        jsonb_build_object('number', v_into.number));
    PERFORM audit_record('members.take_in', 'member:' || p_into, p_now, p_why, jsonb_build_object('tier', v_into.tier),
        jsonb_build_object('tier', p_tier, 'number', v_from.number));
    RETURN v_id;
END $$;
REVOKE EXECUTE ON FUNCTION member_merge FROM PUBLIC;
GRANT EXECUTE ON FUNCTION member_merge TO vitrina_app;
