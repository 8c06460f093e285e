-- Locks members' balances together with what they owe. Whoever writes a debt holds its member's balance.
CREATE OR REPLACE FUNCTION ledger_lock_with_debts(p_accounts bigint[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM balances WHERE account_id IN (
        SELECT u FROM unnest(p_accounts) u
        UNION SELECT d.id FROM accounts m JOIN accounts d ON d.programme_id = m.programme_id AND d.kind = 'debt'
               AND d.owner_id = m.owner_id AND d.unit = m.unit WHERE m.id = ANY (p_accounts))
      ORDER BY account_id FOR NO KEY UPDATE;
END $$;
REVOKE EXECUTE ON FUNCTION ledger_lock_with_debts FROM PUBLIC;
