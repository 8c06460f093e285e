-- Which lots of today hold what some transfers brought to some accounts, as far as it can be spent, and how much of each is asked for: also where an
-- account goes on as another, and its lots with it. What is asked of one lot several times is one sum; what goes on in several lots is asked once.
CREATE OR REPLACE FUNCTION ledger_brought_lots(
    p_transfers bigint[], p_accounts bigint[], p_amounts bigint[], p_today date, OUT lots bigint[], OUT most bigint[])
LANGUAGE sql STABLE AS $$
    WITH RECURSIVE purse AS (
        SELECT u.transfer, u.account, sum(u.amount)::bigint AS amount FROM unnest(p_transfers, p_accounts, p_amounts) u(transfer, account, amount)
         GROUP BY u.transfer, u.account
        UNION ALL
        -- A transfer brought a member's points to the account that lived then: the first of the line that has a lot of it.
        SELECT p.transfer, b.passes_to, p.amount FROM purse p JOIN balances b ON b.account_id = p.account AND b.passes_to IS NOT NULL
         WHERE NOT EXISTS (SELECT FROM lots l WHERE l.transfer_id = p.transfer AND l.account_id = p.account)
    ), brought AS (
        SELECT l.id AS lot, sum(p.amount)::bigint AS amount FROM purse p JOIN lots l ON l.transfer_id = p.transfer AND l.account_id = p.account GROUP BY l.id
    ), there AS (
        SELECT h.heir, o.remaining, b.amount, sum(o.remaining) OVER (PARTITION BY h.lot ORDER BY h.heir) - o.remaining AS before
          FROM ledger_lot_heirs(ARRAY(SELECT lot FROM brought)) h JOIN brought b USING (lot)
          JOIN open_lots o ON o.lot_id = h.heir AND ledger_spendable(o.expires_on, o.usable_from, p_today)
    )
    SELECT array_agg(heir), array_agg(most)
      FROM (SELECT heir, sum(least(remaining, amount - before))::bigint AS most FROM there WHERE before < amount GROUP BY heir) asked
$$;
REVOKE EXECUTE ON FUNCTION ledger_brought_lots FROM PUBLIC;
