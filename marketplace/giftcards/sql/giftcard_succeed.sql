-- Ends certificates and has others go on with all that was left of them, in one act; asked again under the same ref it does nothing.
-- Each of p_children is {member, brand, offer, value, code, last4, public_id, expires_on}.
--
-- One that goes on as one (reissue, gift, rebind, membership) keeps its value, and what was used of it stays used, so that a purchase that is reversed later
-- still finds room. Otherwise each child is worth what it is given. No chain of these makes a certificate worth more, or last longer.
-- Refused under the name of a rule: 'giftcard_usable' (one of them has ended, or is not at hand), 'giftcard_succession' (what comes of
-- them would not be theirs).
CREATE OR REPLACE FUNCTION giftcard_succeed(
    p_programme bigint, p_cause text, p_ref text, p_parents bigint[], p_children jsonb, p_today date, p_now timestamptz) RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE
    v_succession bigint;
    v_parents giftcards[];
    v_parent giftcards;
    v_child record;
    v_card bigint;
    v_alone boolean := giftcard_goes_on_as_one(p_cause);
    v_left bigint := 0;
    v_born bigint := 0;
BEGIN
    INSERT INTO giftcard_successions (programme_id, ref, cause, at) VALUES (p_programme, p_ref, p_cause, p_now)
    ON CONFLICT (programme_id, ref) DO NOTHING RETURNING id INTO v_succession;
    IF NOT FOUND THEN
        RETURN (SELECT id FROM giftcard_successions WHERE programme_id = p_programme AND ref = p_ref);
    END IF;
    -- Always in the same order, so that two acts on the same certificates wait for each other.
    FOR v_parent IN SELECT * FROM giftcards WHERE id = ANY (p_parents) AND programme_id = p_programme ORDER BY id FOR NO KEY UPDATE LOOP
        IF v_parent.state NOT IN ('active', CASE p_cause WHEN 'reissue' THEN 'frozen' WHEN 'rebind' THEN 'frozen' WHEN 'membership' THEN 'frozen' WHEN 'gift' THEN 'held' ELSE 'active' END) OR v_parent.expires_on < p_today THEN
            RAISE EXCEPTION 'certificate % cannot go on', v_parent.id USING ERRCODE = 'check_violation', CONSTRAINT = 'giftcard_usable';
        END IF;
        v_parents := v_parents || v_parent;
        v_left := v_left + v_parent.remaining;
        INSERT INTO giftcard_endings (giftcard_id, succession_id, amount) VALUES (v_parent.id, v_succession, v_parent.remaining);
        INSERT INTO giftcard_movements (giftcard_id, amount, cause, at) VALUES (v_parent.id, -v_parent.remaining, 'ending:' || v_parent.id, p_now);
        INSERT INTO giftcard_events (giftcard_id, kind, at) VALUES (v_parent.id, 'replaced', p_now);
        UPDATE giftcards SET remaining = 0, state = 'void' WHERE id = v_parent.id;
        PERFORM audit_record('giftcards.replace', 'giftcard:' || v_parent.id, p_now, p_cause,
            jsonb_build_object('state', v_parent.state, 'remaining', v_parent.remaining),
            jsonb_build_object('state', 'void', 'remaining', 0, 'succession_id', v_succession));
    END LOOP;
    IF cardinality(v_parents) IS DISTINCT FROM (SELECT count(DISTINCT p) FROM unnest(p_parents) p) THEN
        RAISE EXCEPTION 'not all of these certificates are there' USING ERRCODE = 'check_violation', CONSTRAINT = 'giftcard_usable';
    END IF;
    v_parent := v_parents[1];
    FOR v_child IN SELECT * FROM jsonb_to_recordset(p_children)
        AS c(member bigint, brand bigint, offer bigint, value bigint, code bigint, last4 text, public_id text, expires_on date) LOOP
        INSERT INTO giftcards (public_id, programme_id, member_id, succession_id, brand_id, offer_id, offer_kind, code_id, value, remaining, currency,
                               issued_at, expires_on, born_until, last4)
        VALUES (v_child.public_id, p_programme, v_child.member, v_succession, v_child.brand, v_child.offer,
                CASE WHEN p_cause = 'exchange' THEN (SELECT kind FROM offers WHERE id = v_child.offer) ELSE v_parent.offer_kind END, v_child.code, v_child.value,
                CASE WHEN v_alone THEN v_left ELSE v_child.value END, v_parent.currency, p_now, v_child.expires_on, v_child.expires_on, v_child.last4)
        RETURNING id INTO v_card;
        IF v_alone AND v_left < v_child.value THEN
            INSERT INTO giftcard_movements (giftcard_id, amount, cause, at) VALUES (v_card, v_left - v_child.value, 'carried:' || v_card, p_now);
        END IF;
        v_born := v_born + CASE WHEN v_alone THEN v_left ELSE v_child.value END;
        IF p_cause <> 'membership' THEN PERFORM promise('giftcards.deliver', v_card::text, p_now); END IF;
    END LOOP;
    PERFORM giftcard_succession_check(v_succession, v_left, v_born);
    RETURN v_succession;
END $$;
REVOKE EXECUTE ON FUNCTION giftcard_succeed FROM PUBLIC;
