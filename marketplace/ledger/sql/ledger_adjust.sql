-- Posts a correction that no order and no card operation stands behind, once by ref. Its cause is its audit record: who, why, and the
-- balances before and after of each account that has one. Nobody but the owner of the books may call it.
CREATE OR REPLACE FUNCTION ledger_adjust(
    p_programme bigint, p_ref text, p_at timestamptz, p_today date, p_accounts bigint[], p_amounts bigint[], p_expires date[],
    p_memos jsonb[], p_why text, OUT transfer_id bigint, OUT created boolean)
LANGUAGE plpgsql AS $$
#variable_conflict use_variable
BEGIN
    IF (p_why <> '') IS NOT TRUE THEN PERFORM ledger_refuse('transfer_form', 'an adjustment says why'); END IF;
    SELECT p.transfer_id, p.created INTO transfer_id, created
      FROM ledger_post(p_programme, 'adjustment', p_ref, p_at, p_today, p_accounts, p_amounts, p_expires, p_memos) p;
    IF NOT created THEN RETURN; END IF;
    PERFORM audit_record('ledger.adjust', 'transfer:' || transfer_id, p_at, p_why,
                         coalesce(jsonb_object_agg(account, before), '{}'), coalesce(jsonb_object_agg(account, after), '{}'))
      FROM (SELECT 'account:' || e.account_id AS account, (array_agg(e.balance_after - e.amount ORDER BY e.id))[1] AS before,
                   (array_agg(e.balance_after ORDER BY e.id DESC))[1] AS after
              FROM entries e WHERE e.transfer_id = ledger_adjust.transfer_id AND e.balance_after IS NOT NULL
             GROUP BY e.account_id) changed;
END $$;
REVOKE EXECUTE ON FUNCTION ledger_adjust FROM PUBLIC;
