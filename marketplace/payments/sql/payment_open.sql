-- Writes a payment down for the function that has its purpose, and promises that it is followed to its end.
CREATE OR REPLACE FUNCTION payment_open(
    p_programme bigint, p_member bigint, p_purpose text, p_purpose_id bigint, p_public_id text, p_amount bigint, p_currency text,
    p_now timestamptz, p_until timestamptz) RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE v_id bigint;
BEGIN
    INSERT INTO payments (public_id, programme_id, member_id, purpose, purpose_id, amount, currency, placed_at, pay_until)
    VALUES (p_public_id, p_programme, p_member, p_purpose, p_purpose_id, p_amount, p_currency, p_now, p_until) RETURNING id INTO v_id;
    PERFORM promise('payments.watch', v_id::text, p_now);
    PERFORM audit_record('payments.place', 'payment:' || v_id, p_now,
        p_after => jsonb_build_object('amount', p_amount, 'currency', p_currency, 'purpose', p_purpose || ':' || p_purpose_id));
    RETURN v_id;
END $$;
REVOKE EXECUTE ON FUNCTION payment_open FROM PUBLIC;
