-- What a transfer brought to accounts that go on as others goes there at once, in transfers of its own.
CREATE OR REPLACE FUNCTION ledger_pass_on(p_transfer bigint, p_at timestamptz, p_today date) RETURNS void LANGUAGE plpgsql AS $$
DECLARE v_account bigint;
BEGIN
    FOR v_account IN SELECT DISTINCT e.account_id FROM entries e JOIN balances b ON b.account_id = e.account_id AND b.passes_to IS NOT NULL
                       JOIN transfers t ON t.id = e.transfer_id
                      WHERE e.transfer_id = p_transfer AND (t.kind <> 'merge' OR e.amount > 0 AND b.keeps_lots OR NOT b.keeps_lots AND b.balance <> 0)
                      ORDER BY e.account_id LOOP
        PERFORM ledger_pass(v_account, 'merge:after:' || p_transfer, p_at, p_today);
    END LOOP;
END $$;
REVOKE EXECUTE ON FUNCTION ledger_pass_on FROM PUBLIC, vitrina_app;
