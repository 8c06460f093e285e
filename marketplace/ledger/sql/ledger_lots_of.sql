-- The lots that can be spent of what each transfer has brought to its account, and how much of each is asked for: also where account and lots go on as
-- others. Several amounts of one lot are one.
CREATE OR REPLACE FUNCTION ledger_lots_of(
    p_transfers bigint[], p_accounts bigint[], p_amounts bigint[], p_today date, OUT lots bigint[], OUT most bigint[])
LANGUAGE sql STABLE AS $$
    WITH RECURSIVE purse AS (
        SELECT u.transfer, u.account, sum(u.amount)::bigint AS amount FROM unnest(p_transfers, p_accounts, p_amounts) u(transfer, account, amount)
         GROUP BY u.transfer, u.account
        UNION ALL
        SELECT p.transfer, b.passes_to, p.amount FROM purse p JOIN balances b ON b.account_id = p.account AND b.passes_to IS NOT NULL
    ), brought AS (
        SELECT l.id AS lot, sum(p.amount)::bigint AS amount FROM purse p JOIN lots l ON l.transfer_id = p.transfer AND l.account_id = p.account GROUP BY l.id
    ), asked AS (
        SELECT h.heir AS lot, sum(b.amount)::bigint AS amount FROM ledger_lot_heirs(ARRAY(SELECT lot FROM brought)) h JOIN brought b USING (lot) GROUP BY h.heir
    )
    SELECT array_agg(a.lot), array_agg(a.amount)
      FROM asked a JOIN open_lots o ON o.lot_id = a.lot AND ledger_spendable(o.expires_on, o.usable_from, p_today)
$$;
REVOKE EXECUTE ON FUNCTION ledger_lots_of FROM PUBLIC;
