-- Asks for points to be bought, with their payment: as the programme's terms are at this moment, or not at all. Once by ref. p_amount is the sum
-- that the member was shown. Refused by name: 'topup_off', 'topup_points', 'topup_price', 'topup_day'. Returns the top-up.
CREATE OR REPLACE FUNCTION topup_place(
    p_member bigint, p_ref text, p_points bigint, p_amount bigint, p_payment text, p_now timestamptz, p_until timestamptz) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    v programmes;
    v_id bigint;
    v_left bigint;
BEGIN
    SELECT p.* INTO STRICT v FROM members m JOIN programmes p ON p.id = m.programme_id WHERE m.id = p_member;
    PERFORM member_living(p_member);
    PERFORM pg_advisory_xact_lock(hashtextextended('topup', p_member));
    SELECT id INTO v_id FROM topups WHERE member_id = p_member AND ref = p_ref;
    IF FOUND THEN RETURN v_id; END IF;
    IF v.topup_price IS NULL THEN PERFORM topup_refuse('topup_off', '{}'); END IF;
    IF (p_points >= v.topup_least AND p_points <= v.topup_most AND p_points % (10 ^ v.decimals)::bigint = 0) IS NOT TRUE THEN
        PERFORM topup_refuse('topup_points', jsonb_build_object('least', v.topup_least, 'most', v.topup_most));
    END IF;
    IF (p_amount = p_points / (10 ^ v.decimals)::bigint * v.topup_price) IS NOT TRUE THEN PERFORM topup_refuse('topup_price', '{}'); END IF;
    v_left := v.topup_day - topup_of_day(p_member, p_now, v.time_zone);
    IF p_points > v_left THEN PERFORM topup_refuse('topup_day', jsonb_build_object('left', greatest(v_left, 0))); END IF;
    INSERT INTO topups (programme_id, member_id, ref, points, fresh_days, placed_at)
    VALUES (v.id, p_member, p_ref, p_points, v.fresh_days, p_now) RETURNING id INTO v_id;
    PERFORM payment_open(v.id, p_member, 'topup', v_id, p_payment, p_amount, v.currency, p_now, p_until);
    RETURN v_id;
END $$;
REVOKE EXECUTE ON FUNCTION topup_place FROM PUBLIC;
GRANT EXECUTE ON FUNCTION topup_place TO vitrina_app;
