-- Posts reinstated funds: exactly the opposite of what was posted when they were withdrawn. For the function that gives the value back.
CREATE OR REPLACE FUNCTION payment_dispute_return(p_dispute bigint, p_now timestamptz, p_today date) RETURNS payment_dispute_takings
LANGUAGE plpgsql AS $$
DECLARE
    v payments;
    v_taken payment_dispute_takings;
    v_accounts bigint[];
    v_amounts bigint[];
    v_memos jsonb[];
BEGIN
    v := payment_lock((SELECT payment_id FROM payment_disputes WHERE id = p_dispute));
    SELECT * INTO STRICT v_taken FROM payment_dispute_takings WHERE dispute_id = p_dispute;
    INSERT INTO payment_dispute_returns (dispute_id, at) VALUES (p_dispute, p_now);
    SELECT array_agg(e.account_id ORDER BY e.id), array_agg(-e.amount ORDER BY e.id), array_agg(e.memo ORDER BY e.id)
      INTO v_accounts, v_amounts, v_memos
      FROM transfers t JOIN entries e ON e.transfer_id = t.id WHERE t.ref = 'dispute:' || p_dispute;
    PERFORM ledger_post(v.programme_id, 'dispute', 'dispute-back:' || p_dispute, p_now, p_today, v_accounts, v_amounts, NULL, v_memos);
    PERFORM audit_record('payments.dispute_return', 'payment:' || v.id, p_now, '', jsonb_build_object('owed', v_taken.owed),
        jsonb_build_object('owed', 0));
    RETURN v_taken;
END $$;
REVOKE EXECUTE ON FUNCTION payment_dispute_return FROM PUBLIC;
