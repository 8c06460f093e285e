-- Sends all that is left of a member's points to breakage, whether their last day is over or not: one transfer, once by ref. Nothing left,
-- nothing written. Returns how many points there were.
CREATE OR REPLACE FUNCTION ledger_end(p_programme bigint, p_member bigint, p_ref text, p_at timestamptz) RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE
    v_purse bigint := ledger_open(p_programme, 'member', p_member, 'points');
    v_breakage bigint := ledger_open(p_programme, 'breakage', NULL, 'points');
    v_balance bigint;
    v_transfer bigint;
    v_lots bigint[];
    v_amounts bigint[];
BEGIN
    SELECT balance INTO STRICT v_balance FROM balances WHERE account_id = v_purse FOR NO KEY UPDATE;
    IF v_balance = 0 THEN RETURN 0; END IF;
    v_transfer := (SELECT b.transfer_id FROM ledger_begin(p_programme, 'erasure', p_ref, p_at, NULL) b);
    WITH gone AS (DELETE FROM open_lots WHERE account_id = v_purse RETURNING lot_id, remaining)
    SELECT array_agg(lot_id ORDER BY lot_id), array_agg(-remaining ORDER BY lot_id) INTO v_lots, v_amounts FROM gone;
    UPDATE balances SET balance = 0 WHERE account_id = v_purse;
    INSERT INTO entries (transfer_id, account_id, amount, balance_after, at, lot_ids, lot_amounts)
    VALUES (v_transfer, v_purse, -v_balance, 0, p_at, v_lots, v_amounts);
    INSERT INTO entries (transfer_id, account_id, amount, at) VALUES (v_transfer, v_breakage, v_balance, p_at);
    RETURN v_balance;
END $$;
REVOKE EXECUTE ON FUNCTION ledger_end FROM PUBLIC;
