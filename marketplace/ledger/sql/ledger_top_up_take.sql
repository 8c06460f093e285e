-- Takes back points that ledger_top_up credited, once by ref: what is left of them first, even while nobody can spend it; then what else the
-- member can spend. The rest becomes his debt in points, which later accruals repay.
CREATE OR REPLACE FUNCTION ledger_top_up_take(
    p_credited text, p_ref text, p_at timestamptz, p_today date, p_amount bigint, p_memo jsonb, OUT taken bigint, OUT owed bigint)
LANGUAGE plpgsql AS $$
DECLARE
    v record;
    v_transfer bigint;
    v_first bigint[];
    v_accounts bigint[];
    v_amounts bigint[];
BEGIN
    SELECT t.id, t.programme_id, a.id AS purse, a.owner_id INTO STRICT v
      FROM transfers t JOIN entries e ON e.transfer_id = t.id JOIN accounts a ON a.id = e.account_id AND a.kind = 'member'
     WHERE t.ref = p_credited AND t.kind = 'topup';
    SELECT a.id, a.owner_id INTO STRICT v.purse, v.owner_id FROM accounts a WHERE a.id = ledger_heir(v.purse);
    v_transfer := (SELECT b.transfer_id FROM ledger_begin(v.programme_id, 'topup', p_ref, p_at, NULL) b);
    PERFORM ledger_open(v.programme_id, 'debt', v.owner_id, 'points');
    PERFORM ledger_lock_with_debts(ARRAY[v.purse]);
    v_first := ARRAY(SELECT DISTINCT h.heir FROM ledger_lot_heirs(ARRAY(SELECT l.id FROM lots l WHERE l.transfer_id = v.id)) h);
    SELECT least(p_amount, coalesce(sum(o.remaining), 0)) INTO taken FROM open_lots o
     WHERE o.account_id = v.purse AND (o.lot_id = ANY (v_first) OR ledger_spendable(o.expires_on, o.usable_from, p_today));
    owed := p_amount - taken;
    SELECT array_agg(leg.account ORDER BY leg.n), array_agg(leg.amount ORDER BY leg.n) INTO v_accounts, v_amounts FROM (VALUES
        (1, v.purse, -taken), (2, ledger_open(v.programme_id, 'debt', v.owner_id, 'points'), -owed),
        (3, ledger_open(v.programme_id, 'programme', NULL, 'points'), p_amount)) leg(n, account, amount) WHERE leg.amount <> 0;
    PERFORM ledger_write(v_transfer, p_at, p_today, v_accounts, v_amounts, NULL, array_fill(p_memo, ARRAY[cardinality(v_accounts)]),
        ARRAY[v.purse], v_first);
END $$;
REVOKE EXECUTE ON FUNCTION ledger_top_up_take FROM PUBLIC;
