-- Posts money of a payment from one account to another, once by ref.
CREATE OR REPLACE FUNCTION payment_post(
    p_payment payments, p_kind text, p_ref text, p_from bigint, p_to bigint, p_amount bigint, p_now timestamptz, p_today date) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE v_memo jsonb := jsonb_build_object('what', p_kind, 'payment', p_payment.public_id);
BEGIN
    PERFORM ledger_post(p_payment.programme_id, p_kind, p_ref, p_now, p_today, ARRAY[p_from, p_to], ARRAY[-p_amount, p_amount],
        NULL, ARRAY[v_memo, v_memo]);
END $$;
REVOKE EXECUTE ON FUNCTION payment_post FROM PUBLIC;
