-- Accrues points to many members in one transfer, an entry for each operation and a lot for each member and last day; the bank pays for them.
-- What a member owes (see ledger_claw_back) is repaid first, by points that can be spent, in an entry of its own (memo `p_repaid`).
CREATE OR REPLACE FUNCTION ledger_earn(
    p_programme bigint, p_ref text, p_at timestamptz, p_today date, p_from bigint,
    p_accounts bigint[], p_amounts bigint[], p_expires date[], p_memos jsonb[], p_repaid jsonb,
    OUT transfer_id bigint, OUT created boolean)
LANGUAGE plpgsql SET plan_cache_mode = force_custom_plan SET work_mem = '64MB' AS $$
DECLARE
    v_total bigint;
    v_debtors bigint[];
    v_debts bigint[];
    v_repaid bigint[];
    v_minus bigint[];
BEGIN
    p_accounts := ledger_heirs(p_accounts);
    v_total := ledger_check_set(p_programme, p_today, p_from, p_accounts, p_amounts);
    SELECT b.transfer_id, b.created INTO transfer_id, created FROM ledger_begin(p_programme, 'accrual', p_ref, p_at, NULL) b;
    IF NOT created THEN
        PERFORM ledger_compare_total(transfer_id, p_ref, p_from, -v_total);
        RETURN;
    END IF;
    PERFORM ledger_lock_with_debts(p_accounts);
    SELECT array_agg(c.account ORDER BY c.account), array_agg(d.id ORDER BY c.account),
           array_agg(least(-b.balance, c.amount) ORDER BY c.account), array_agg(-least(-b.balance, c.amount) ORDER BY c.account)
      INTO v_debtors, v_debts, v_repaid, v_minus
      FROM (SELECT u.account, sum(u.amount)::bigint AS amount FROM unnest(p_accounts, p_amounts, p_expires) u(account, amount, expires)
             WHERE u.expires IS NULL OR u.expires >= p_today GROUP BY u.account) c
      JOIN accounts m ON m.id = c.account
      JOIN accounts d ON d.programme_id = m.programme_id AND d.kind = 'debt' AND d.owner_id = m.owner_id AND d.unit = m.unit
      JOIN balances b ON b.account_id = d.id AND b.balance < 0;

    PERFORM ledger_bring(transfer_id, p_accounts, p_amounts, p_expires, 'earned', 'bank');
    PERFORM ledger_write(transfer_id, p_at, p_today,
        p_accounts || p_from || v_debtors || v_debts, p_amounts || -v_total || v_minus || v_repaid, p_expires,
        array_append(p_memos, NULL) || array_fill(p_repaid, ARRAY[2 * coalesce(cardinality(v_debtors), 0)]), v_debtors, NULL);
END $$;
REVOKE EXECUTE ON FUNCTION ledger_earn FROM PUBLIC, vitrina_app;
