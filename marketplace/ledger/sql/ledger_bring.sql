-- Makes the lots of a transfer: one for each account and last day; p_origin says what their points are, p_funder who paid for them.
CREATE OR REPLACE FUNCTION ledger_bring(
    p_transfer bigint, p_accounts bigint[], p_amounts bigint[], p_expires date[], p_origin text DEFAULT 'earned',
    p_funder text DEFAULT 'programme') RETURNS void
LANGUAGE sql AS $$
    WITH born AS (
        INSERT INTO lots (account_id, transfer_id, amount, expires_on, origin, funder)
        SELECT e.account, p_transfer, sum(e.amount), e.expires, p_origin, p_funder
          FROM unnest(p_accounts, p_amounts, p_expires) e(account, amount, expires)
          JOIN balances b ON b.account_id = e.account AND b.keeps_lots
         WHERE e.amount > 0 GROUP BY e.account, e.expires ORDER BY e.account, e.expires
        RETURNING id, account_id, expires_on, amount
    )
    INSERT INTO open_lots (lot_id, account_id, expires_on, remaining) SELECT id, account_id, expires_on, amount FROM born
$$;
REVOKE EXECUTE ON FUNCTION ledger_bring FROM PUBLIC;
