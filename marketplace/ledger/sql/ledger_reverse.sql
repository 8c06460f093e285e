-- Posts the opposite of a transfer, once. Points go back to the lots that they came from, late ones with
-- the day p_grace (see ledger_returns); points that it brought are
-- taken back from its own lots first, even past their last day. A captured hold returns to the member.
CREATE OR REPLACE FUNCTION ledger_reverse(
    p_transfer bigint, p_ref text, p_at timestamptz, p_today date, p_memo jsonb, p_grace date DEFAULT NULL,
    OUT transfer_id bigint, OUT created boolean)
LANGUAGE plpgsql SET plan_cache_mode = force_generic_plan AS $$
DECLARE
    v_old transfers;
    v_source bigint;
    v_accounts bigint[];
    v_amounts bigint[];
    v_spenders bigint[];
BEGIN
    SELECT * INTO v_old FROM transfers t WHERE t.id = p_transfer;
    IF NOT FOUND OR v_old.kind NOT IN ('accrual', 'order', 'capture', 'adjustment') OR p_today IS NULL
       OR EXISTS (SELECT FROM transfer_returns r WHERE r.source_id = p_transfer) THEN
        PERFORM ledger_refuse('transfer_form', 'this transfer cannot be reversed');
    END IF;
    SELECT b.transfer_id, b.created INTO transfer_id, created
      FROM ledger_begin(v_old.programme_id, 'reversal', p_ref, p_at, p_transfer) b;
    IF NOT created THEN RETURN; END IF;
    v_source := CASE WHEN v_old.kind = 'capture' THEN v_old.settles_id ELSE p_transfer END;
    PERFORM ledger_lock_line(ARRAY(SELECT account_id FROM entries e WHERE e.transfer_id IN (p_transfer, v_source)));
    PERFORM ledger_give_back(transfer_id, v_source, p_at, p_today, p_grace, p_memo);
    SELECT array_agg(e.account_id ORDER BY e.id), array_agg(-e.amount ORDER BY e.id),
           array_agg(e.account_id) FILTER (WHERE b.keeps_lots)
      INTO v_accounts, v_amounts, v_spenders
      FROM entries e JOIN accounts a ON a.id = e.account_id LEFT JOIN balances b ON b.account_id = e.account_id
     WHERE e.transfer_id = p_transfer AND a.kind <> 'held' AND NOT (e.amount < 0 AND e.lot_ids IS NOT NULL);
    PERFORM ledger_write(transfer_id, p_at, p_today, v_accounts, v_amounts, NULL, array_fill(p_memo, ARRAY[cardinality(v_accounts)]),
                         v_spenders, ARRAY(SELECT l.id FROM lots l WHERE l.transfer_id = p_transfer));
END $$;
REVOKE EXECUTE ON FUNCTION ledger_reverse FROM PUBLIC, vitrina_app;
