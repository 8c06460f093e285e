-- Locks the balances of some accounts, and of all as which they go on, in order: whoever gives something back to an account that goes on as another
-- passes it on to that one.
CREATE OR REPLACE FUNCTION ledger_lock_line(p_accounts bigint[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM balances WHERE account_id IN (
        WITH RECURSIVE line AS (
            SELECT u AS id FROM unnest(p_accounts) u
            UNION SELECT b.passes_to FROM line l JOIN balances b ON b.account_id = l.id WHERE b.passes_to IS NOT NULL)
        SELECT id FROM line) ORDER BY account_id FOR NO KEY UPDATE;
END $$;
REVOKE EXECUTE ON FUNCTION ledger_lock_line FROM PUBLIC;
