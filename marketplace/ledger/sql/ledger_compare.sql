-- A repeated ref must bring the same accounts, amounts and last days.
CREATE OR REPLACE FUNCTION ledger_compare(p_transfer bigint, p_ref text, p_accounts bigint[], p_amounts bigint[], p_expires date[]) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM unnest(p_accounts, p_amounts, p_expires) WITH ORDINALITY g(account, amount, expires, n)
          FULL JOIN (SELECT account_id, amount, expires_on, row_number() OVER (ORDER BY id) AS n
                       FROM entries WHERE transfer_id = p_transfer) w ON w.n = g.n
         WHERE (w.account_id, w.amount, w.expires_on) IS DISTINCT FROM (g.account, g.amount, g.expires)
    ) THEN
        PERFORM ledger_refuse('transfer_same', format('ref %s stands for another transfer', p_ref));
    END IF;
END $$;
REVOKE EXECUTE ON FUNCTION ledger_compare FROM PUBLIC;
