-- Gives back exactly what the ledger_top_up_take of a ref took, once: points to their lots (late ones with p_grace, see ledger_returns), and
-- what is still owed is owed no more. What has been repaid meanwhile comes back as points with the last day p_grace.
CREATE OR REPLACE FUNCTION ledger_top_up_return(p_taken text, p_at timestamptz, p_today date, p_grace date, p_memo jsonb) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    v record;
    v_transfer bigint;
    v_debt bigint;
    v_still bigint;
    v_accounts bigint[];
    v_amounts bigint[];
BEGIN
    SELECT t.id, t.programme_id, t.ref || ':back' AS ref, max(a.owner_id) AS owner_id,
           coalesce(-sum(e.amount) FILTER (WHERE a.kind = 'member'), 0)::bigint AS taken,
           coalesce(-sum(e.amount) FILTER (WHERE a.kind = 'debt'), 0)::bigint AS owed INTO STRICT v
      FROM transfers t JOIN entries e ON e.transfer_id = t.id JOIN accounts a ON a.id = e.account_id
     WHERE t.ref = p_taken AND t.kind = 'topup' GROUP BY t.id;
    v_transfer := (SELECT b.transfer_id FROM ledger_begin(v.programme_id, 'topup', v.ref, p_at, NULL) b);
    v.owner_id := (SELECT a.owner_id FROM accounts a WHERE a.id = ledger_heir(ledger_open(v.programme_id, 'member', v.owner_id, 'points')));
    v_debt := ledger_open(v.programme_id, 'debt', v.owner_id, 'points');
    -- What the taking took from, and those that it goes back to now.
    PERFORM ledger_lock_line(ARRAY(SELECT e.account_id FROM entries e WHERE e.transfer_id = v.id)
        || ARRAY[v_debt, ledger_open(v.programme_id, 'member', v.owner_id, 'points')]);
    SELECT least(v.owed, -b.balance) INTO v_still FROM balances b WHERE b.account_id = v_debt;
    PERFORM ledger_give_back(v_transfer, v.id, p_at, p_today, p_grace, p_memo);
    SELECT array_agg(leg.account ORDER BY leg.n), array_agg(leg.amount ORDER BY leg.n) INTO v_accounts, v_amounts FROM (VALUES
        (1, v_debt, v_still), (2, ledger_open(v.programme_id, 'programme', NULL, 'points'), -v.taken - v_still)) leg(n, account, amount)
     WHERE leg.amount <> 0;
    PERFORM ledger_write(v_transfer, p_at, p_today, v_accounts, v_amounts, NULL, array_fill(p_memo, ARRAY[cardinality(v_accounts)]), NULL, NULL);
    IF v.owed > v_still THEN
        PERFORM ledger_top_up(v.programme_id, v.owner_id, v.ref || ':repaid', p_at, p_today, v.owed - v_still, p_grace, NULL, p_memo);
    END IF;
END $$;
REVOKE EXECUTE ON FUNCTION ledger_top_up_return FROM PUBLIC;
