-- Takes points back from many members in one transfer, an entry for each operation, down to what each can spend; the rest
-- is written to the member's debt account, which later accruals repay. What the transfers `p_brought` brought to the accounts `p_brought_to` goes
-- first, at most `p_brought_points` of each: whoever buys and gives back keeps the points that he had, not fresh ones.
CREATE OR REPLACE FUNCTION ledger_claw_back(
    p_programme bigint, p_ref text, p_at timestamptz, p_today date, p_to bigint,
    p_accounts bigint[], p_amounts bigint[], p_memos jsonb[],
    p_brought bigint[], p_brought_to bigint[], p_brought_points bigint[],
    OUT transfer_id bigint, OUT created boolean)
LANGUAGE plpgsql SET plan_cache_mode = force_custom_plan SET work_mem = '64MB' AS $$
DECLARE
    v_total bigint;
    v_accounts bigint[];
    v_amounts bigint[];
    v_memos jsonb[];
BEGIN
    p_accounts := ledger_heirs(p_accounts);
    v_total := ledger_check_set(p_programme, p_today, p_to, p_accounts, p_amounts);
    SELECT b.transfer_id, b.created INTO transfer_id, created FROM ledger_begin(p_programme, 'clawback', p_ref, p_at, NULL) b;
    IF NOT created THEN
        PERFORM ledger_compare_total(transfer_id, p_ref, p_to, v_total);
        RETURN;
    END IF;
    PERFORM ledger_open_all(p_programme, 'debt', ARRAY(SELECT DISTINCT a.owner_id FROM accounts a WHERE a.id = ANY (p_accounts)), 'points');
    PERFORM ledger_lock_with_debts(p_accounts);
    WITH asked AS (
        SELECT u.n, u.account, d.id AS debt, u.amount, u.memo, sum(u.amount) OVER (PARTITION BY u.account ORDER BY u.n) - u.amount AS before
          FROM unnest(p_accounts, p_amounts, p_memos) WITH ORDINALITY u(account, amount, memo, n)
          JOIN accounts m ON m.id = u.account
          JOIN accounts d ON d.programme_id = m.programme_id AND d.kind = 'debt' AND d.owner_id = m.owner_id AND d.unit = m.unit
    ), there AS (
        SELECT account_id, sum(remaining) AS points FROM open_lots
         WHERE account_id = ANY (p_accounts) AND ledger_spendable(expires_on, usable_from, p_today) GROUP BY account_id
    ), split AS (
        SELECT a.*, least(a.amount, greatest(0, coalesce(t.points, 0) - a.before))::bigint AS taken
          FROM asked a LEFT JOIN there t ON t.account_id = a.account
    ), legs AS (
        SELECT n, account, -taken AS amount, memo FROM split WHERE taken > 0
        UNION ALL SELECT n, debt, taken - amount, memo FROM split WHERE taken < amount
    )
    SELECT array_agg(account ORDER BY n), array_agg(amount ORDER BY n), array_agg(memo ORDER BY n)
      INTO v_accounts, v_amounts, v_memos FROM legs;
    PERFORM ledger_write(transfer_id, p_at, p_today, v_accounts || p_to, v_amounts || v_total, NULL, v_memos,
                         ARRAY(SELECT DISTINCT u FROM unnest(p_accounts) u), f.lots, f.most)
       FROM ledger_brought_lots(p_brought, p_brought_to, p_brought_points, p_today) f;
END $$;
REVOKE EXECUTE ON FUNCTION ledger_claw_back FROM PUBLIC, vitrina_app;
