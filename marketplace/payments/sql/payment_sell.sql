-- Hands what was paid over to an account, for the function that hands over what it was paid for. Refused while it is not there in full:
-- not paid, refunded in part, or withdrawn by a bank.
CREATE OR REPLACE FUNCTION payment_sell(p_purpose text, p_purpose_id bigint, p_to bigint, p_now timestamptz, p_today date)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE v payments;
BEGIN
    SELECT * INTO STRICT v FROM payments WHERE purpose = p_purpose AND purpose_id = p_purpose_id;
    PERFORM payment_lock(v.id);
    IF payment_available(v.id) <> v.amount THEN
        RAISE EXCEPTION 'payment %: the money is not there', v.id USING ERRCODE = 'check_violation', CONSTRAINT = 'payment_due';
    END IF;
    PERFORM payment_post(v, 'sale', 'sale:' || v.id, payment_pot(v, 'prepaid'), p_to,
        v.amount, p_now, p_today);
END $$;
REVOKE EXECUTE ON FUNCTION payment_sell FROM PUBLIC;
