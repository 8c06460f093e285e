-- Takes back the points that the money bought which went back or was withdrawn, cumulatively, so that parts come to the whole: for the function
-- that has noted that it did. Nothing where they were never credited. Once for each cause.
CREATE OR REPLACE FUNCTION topup_take(p_payment payments, p_cause text, p_cause_id bigint, p_now timestamptz) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    v topups;
    v_due bigint;
    v_got record;
    v_ref text := 'topup-' || p_cause || ':' || p_cause_id;
BEGIN
    IF p_payment.purpose <> 'topup' OR NOT EXISTS (SELECT FROM transfers WHERE ref = 'topup:' || p_payment.purpose_id) THEN RETURN; END IF;
    SELECT * INTO STRICT v FROM topups WHERE id = p_payment.purpose_id;
    v_due := least(v.points, ceil(v.points::numeric * (p_payment.amount - payment_available(p_payment.id)) / p_payment.amount))
           - (SELECT coalesce(sum(k.points + k.owed), 0) FROM topup_takings k
               WHERE k.topup_id = v.id AND NOT EXISTS (SELECT FROM topup_returns b WHERE b.taking_id = k.id));
    IF v_due <= 0 THEN RETURN; END IF;
    SELECT taken, owed INTO v_got FROM ledger_top_up_take('topup:' || v.id, v_ref, p_now,
        (p_now AT TIME ZONE (SELECT time_zone FROM programmes WHERE id = v.programme_id))::date, v_due,
        jsonb_build_object('what', 'topup_back', 'payment', p_payment.public_id));
    INSERT INTO topup_takings (topup_id, cause, cause_id, points, owed, at) VALUES (v.id, p_cause, p_cause_id, v_got.taken, v_got.owed, p_now);
    PERFORM audit_record('payments.topup_take', 'payment:' || p_payment.id, p_now, '', '{}',
        jsonb_build_object('points', v_got.taken, 'owed_points', v_got.owed));
END $$;
REVOKE EXECUTE ON FUNCTION topup_take FROM PUBLIC;
