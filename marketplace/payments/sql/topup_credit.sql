-- Hands over what was paid for points, and credits them: for payment_complete alone, with the fact that the money came.
CREATE OR REPLACE FUNCTION topup_credit(p_payment payments, p_expires date, p_now timestamptz, p_today date) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE v topups;
BEGIN
    SELECT * INTO STRICT v FROM topups WHERE id = p_payment.purpose_id;
    PERFORM payment_sell('topup', v.id, payment_pot(p_payment, 'programme'), p_now, p_today);
    PERFORM ledger_top_up(v.programme_id, v.member_id, 'topup:' || v.id, p_now, p_today, v.points, p_expires,
        CASE WHEN v.fresh_days > 0 THEN least(p_today + v.fresh_days, p_expires) END,
        jsonb_build_object('what', 'topup', 'payment', p_payment.public_id));
END $$;
REVOKE EXECUTE ON FUNCTION topup_credit FROM PUBLIC;
