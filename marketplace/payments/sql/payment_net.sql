-- Keeps back what a member owes in the currency of a payment, of so much of it that is to go back to him and lies on an account. Returns how much.
CREATE OR REPLACE FUNCTION payment_net(p_payment payments, p_left bigint, p_from bigint, p_now timestamptz, p_today date) RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE
    v_debt bigint;
    v_owed bigint;
    v_net bigint;
    v_id bigint;
BEGIN
    SELECT a.id INTO v_debt FROM accounts a WHERE a.programme_id = p_payment.programme_id AND a.kind = 'debt' AND a.owner_id = p_payment.member_id
       AND a.unit = p_payment.currency;
    IF NOT FOUND THEN RETURN 0; END IF;
    v_debt := ledger_heir(v_debt);
    SELECT -balance INTO v_owed FROM balances WHERE account_id = v_debt FOR NO KEY UPDATE;
    v_net := least(p_left, v_owed);
    IF v_net <= 0 THEN RETURN 0; END IF;
    INSERT INTO payment_nettings (payment_id, amount, at) VALUES (p_payment.id, v_net, p_now) RETURNING id INTO v_id;
    PERFORM payment_post(p_payment, 'dispute', 'debt-net:' || v_id, p_from, v_debt, v_net, p_now, p_today);
    PERFORM audit_record('payments.net', 'payment:' || p_payment.id, p_now, '', jsonb_build_object('owed', v_owed),
        jsonb_build_object('owed', v_owed - v_net, 'amount', v_net, 'currency', p_payment.currency));
    RETURN v_net;
END $$;
REVOKE EXECUTE ON FUNCTION payment_net FROM PUBLIC;
