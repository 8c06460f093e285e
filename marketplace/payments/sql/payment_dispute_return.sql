-- Posts reinstated funds: exactly the opposite of what was posted when they were withdrawn. What of the debt is owed no more, because it was
-- kept back or given up, stays with the programme, and staff looks at it. For the function that gives the value back.
CREATE OR REPLACE FUNCTION payment_dispute_return(p_dispute bigint, p_now timestamptz, p_today date) RETURNS payment_dispute_takings
LANGUAGE plpgsql AS $$
DECLARE
    v payments;
    v_taken payment_dispute_takings;
    v_accounts bigint[];
    v_amounts bigint[];
    v_memos jsonb[];
    v_debt bigint;
    v_debtor bigint;
    v_still bigint;
BEGIN
    v := payment_lock((SELECT payment_id FROM payment_disputes WHERE id = p_dispute));
    SELECT * INTO STRICT v_taken FROM payment_dispute_takings WHERE dispute_id = p_dispute;
    INSERT INTO payment_dispute_returns (dispute_id, at) VALUES (p_dispute, p_now);
    SELECT e.account_id, b.account_id, least(-e.amount, -b.balance) INTO v_debt, v_debtor, v_still
      FROM transfers t JOIN entries e ON e.transfer_id = t.id JOIN accounts a ON a.id = e.account_id AND a.kind = 'debt'
      JOIN balances b ON b.account_id = ledger_heir(a.id) WHERE t.ref = 'dispute:' || p_dispute FOR NO KEY UPDATE OF b;
    SELECT array_agg(x.account_id ORDER BY x.id), array_agg(x.amount ORDER BY x.id), array_agg(x.memo ORDER BY x.id)
      INTO v_accounts, v_amounts, v_memos FROM (
        SELECT e.id, CASE e.account_id WHEN v_debt THEN v_debtor ELSE e.account_id END AS account_id, CASE e.account_id WHEN v_debt THEN v_still ELSE -e.amount END AS amount, e.memo
          FROM transfers t JOIN entries e ON e.transfer_id = t.id WHERE t.ref = 'dispute:' || p_dispute
        UNION ALL
        SELECT e.id, payment_pot(v, 'programme'), -e.amount - v_still, e.memo
          FROM transfers t JOIN entries e ON e.transfer_id = t.id WHERE t.ref = 'dispute:' || p_dispute AND e.account_id = v_debt) x
     WHERE x.amount <> 0;
    IF v_taken.owed > v_still THEN
        INSERT INTO payment_troubles (payment_id, since, kind) VALUES (v.id, p_now, 'owed_back')
        ON CONFLICT (payment_id) DO UPDATE SET since = excluded.since, kind = excluded.kind;
    END IF;
    PERFORM ledger_post(v.programme_id, 'dispute', 'dispute-back:' || p_dispute, p_now, p_today, v_accounts, v_amounts, NULL, v_memos);
    PERFORM promise('payments.letter', 'dispute:' || p_dispute || ':returned', p_now);
    PERFORM audit_record('payments.dispute_return', 'payment:' || v.id, p_now, '', jsonb_build_object('owed', v_taken.owed),
        jsonb_build_object('owed', 0));
    RETURN v_taken;
END $$;
REVOKE EXECUTE ON FUNCTION payment_dispute_return FROM PUBLIC;
