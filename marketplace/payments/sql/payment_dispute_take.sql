-- Posts withdrawn funds, for the function that has taken the value back: from those who were paid and had their value back (p_from, none
-- where nothing was handed over yet) as much as `p_had`; the rest is owed by the member.
CREATE OR REPLACE FUNCTION payment_dispute_take(
    p_dispute bigint, p_from bigint, p_had bigint, p_value bigint, p_now timestamptz, p_today date) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    v_dispute payment_disputes;
    v payments;
    v_accounts bigint[];
    v_amounts bigint[];
BEGIN
    SELECT * INTO STRICT v_dispute FROM payment_disputes WHERE id = p_dispute;
    v := payment_lock(v_dispute.payment_id);
    INSERT INTO payment_dispute_takings (dispute_id, at, value, owed)
    VALUES (p_dispute, p_now, p_value, v_dispute.amount - p_had);
    SELECT array_agg(leg.account ORDER BY leg.n), array_agg(leg.amount ORDER BY leg.n) INTO v_accounts, v_amounts FROM (VALUES
        (1, coalesce(p_from, payment_pot(v, 'prepaid')), -p_had),
        (2, CASE WHEN p_had < v_dispute.amount THEN ledger_open(v.programme_id, 'debt', v.member_id, v.currency) END, p_had - v_dispute.amount),
        (3, payment_pot(v, 'gateway'), v_dispute.amount)) leg(n, account, amount) WHERE leg.amount <> 0;
    PERFORM ledger_post(v.programme_id, 'dispute', 'dispute:' || p_dispute, p_now, p_today, v_accounts, v_amounts, NULL,
        array_fill(jsonb_build_object('what', 'dispute', 'payment', v.public_id), ARRAY[cardinality(v_accounts)]));
    PERFORM promise('payments.letter', 'dispute:' || p_dispute || ':taken', p_now);
    PERFORM audit_record('payments.dispute_take', 'payment:' || v.id, p_now, '', '{}',
        jsonb_build_object('amount', v_dispute.amount, 'currency', v.currency, 'owed', v_dispute.amount - p_had));
END $$;
REVOKE EXECUTE ON FUNCTION payment_dispute_take FROM PUBLIC;
