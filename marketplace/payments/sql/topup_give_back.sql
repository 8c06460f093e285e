-- Gives back exactly what was taken for a cause that is none any more; once, and nothing where nothing was taken.
CREATE OR REPLACE FUNCTION topup_give_back(p_payment payments, p_cause text, p_cause_id bigint, p_now timestamptz) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    v topup_takings;
    v_programme programmes;
    v_today date;
BEGIN
    SELECT * INTO v FROM topup_takings WHERE cause = p_cause AND cause_id = p_cause_id;
    IF NOT FOUND THEN RETURN; END IF;
    INSERT INTO topup_returns (taking_id, at) VALUES (v.id, p_now) ON CONFLICT DO NOTHING;
    IF NOT FOUND THEN RETURN; END IF;
    SELECT * INTO STRICT v_programme FROM programmes WHERE id = p_payment.programme_id;
    v_today := (p_now AT TIME ZONE v_programme.time_zone)::date;
    PERFORM ledger_top_up_return('topup-' || p_cause || ':' || p_cause_id, p_now, v_today, v_today + v_programme.grace_days,
        jsonb_build_object('what', 'topup_again', 'payment', p_payment.public_id));
    PERFORM audit_record('payments.topup_return', 'payment:' || p_payment.id, p_now, '',
        jsonb_build_object('owed_points', v.owed), jsonb_build_object('points', v.points + v.owed, 'owed_points', 0));
END $$;
REVOKE EXECUTE ON FUNCTION topup_give_back FROM PUBLIC;
