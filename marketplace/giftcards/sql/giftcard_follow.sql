-- Has a certificate whose owner's membership goes on as another go on with it: the same code, value, part used and last day, shown or frozen as it
-- was, and stopped where it was reported lost or stolen; the printed code goes on working. Nothing for one that is not at hand (used up, set aside,
-- expired, ended), or that staff has stopped for a suspicion or a dispute: it follows once it is at hand again (giftcard_followed).
CREATE OR REPLACE FUNCTION giftcard_follow(p_card bigint, p_now timestamptz) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    v giftcards;
    v_new giftcards;
    v_owner bigint;
    v_today date;
    v_succession bigint;
    v_stop giftcard_stops;
BEGIN
    SELECT * INTO STRICT v FROM giftcards WHERE id = p_card FOR NO KEY UPDATE;
    v_owner := member_now(v.member_id);
    v_today := (p_now AT TIME ZONE (SELECT time_zone FROM programmes WHERE id = v.programme_id))::date;
    SELECT * INTO v_stop FROM giftcard_stops WHERE giftcard_id = p_card AND lifted_at IS NULL;
    IF v_owner = v.member_id OR v.state NOT IN ('active', 'frozen') OR v.expires_on < v_today OR v_stop.reason <> 'lost' THEN RETURN; END IF;
    IF v_stop.id IS NOT NULL THEN
        UPDATE giftcard_stops SET lifted_at = p_now WHERE id = v_stop.id;
        PERFORM audit_record('giftcards.lift_stop', 'giftcard:' || p_card, p_now, 'membership', jsonb_build_object('reason', v_stop.reason), '{}');
    END IF;
    v_succession := giftcard_succeed(
        v.programme_id, 'membership', 'membership:' || v.id, ARRAY[v.id], jsonb_build_array(jsonb_build_object(
            'member', v_owner, 'brand', v.brand_id, 'offer', v.offer_id, 'value', v.value, 'code', v.code_id, 'last4', v.last4,
            'public_id', giftcard_new_id(), 'expires_on', v.expires_on)), v_today, p_now);
    SELECT * INTO STRICT v_new FROM giftcards WHERE succession_id = v_succession;
    INSERT INTO giftcard_events (giftcard_id, kind, at) SELECT v_new.id, 'revealed', v.revealed_at WHERE v.revealed_at IS NOT NULL;
    INSERT INTO giftcard_events (giftcard_id, kind, at) SELECT v_new.id, 'frozen', p_now WHERE v.state = 'frozen';
    UPDATE giftcards SET revealed_at = v.revealed_at, state = v.state WHERE id = v_new.id;
    IF v_stop.id IS NOT NULL THEN
        INSERT INTO giftcard_stops (giftcard_id, reason, note, at) VALUES (v_new.id, v_stop.reason, v_stop.note, p_now);
        PERFORM audit_record('giftcards.stop', 'giftcard:' || v_new.id, p_now, 'membership', '{}', jsonb_build_object('reason', v_stop.reason));
    END IF;
    INSERT INTO giftcard_marks (giftcard_id, rest, at) SELECT v_new.id, rest, at FROM giftcard_marks WHERE giftcard_id = v.id ORDER BY id DESC LIMIT 1;
    PERFORM audit_record('giftcards.follow', 'giftcard:' || v_new.id, p_now, '', jsonb_build_object('card', v.public_id, 'member_id', v.member_id),
        jsonb_build_object('card', v_new.public_id, 'member_id', v_owner));
END $$;
REVOKE EXECUTE ON FUNCTION giftcard_follow FROM PUBLIC;
