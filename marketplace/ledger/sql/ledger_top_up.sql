-- Credits points that a member has paid for, once by ref: a lot that can be spent from p_usable on (NULL: at once).
CREATE OR REPLACE FUNCTION ledger_top_up(
    p_programme bigint, p_member bigint, p_ref text, p_at timestamptz, p_today date, p_amount bigint, p_expires date, p_usable date,
    p_memo jsonb) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    v_purse bigint := ledger_open(p_programme, 'member', p_member, 'points');
    v_pot bigint := ledger_open(p_programme, 'programme', NULL, 'points');
    v_transfer bigint;
    v_created boolean;
    v_lot bigint;
BEGIN
    SELECT b.transfer_id, b.created INTO v_transfer, v_created FROM ledger_begin(p_programme, 'topup', p_ref, p_at, NULL) b;
    IF NOT v_created THEN RETURN; END IF;
    PERFORM FROM balances WHERE account_id = v_purse FOR NO KEY UPDATE;
    INSERT INTO lots (account_id, transfer_id, amount, expires_on, usable_from, origin, funder)
    VALUES (v_purse, v_transfer, p_amount, p_expires, p_usable, 'bought', 'member') RETURNING id INTO v_lot;
    INSERT INTO open_lots (lot_id, account_id, expires_on, remaining, usable_from) VALUES (v_lot, v_purse, p_expires, p_amount, p_usable);
    PERFORM ledger_write(v_transfer, p_at, p_today, ARRAY[v_purse, v_pot], ARRAY[p_amount, -p_amount], ARRAY[p_expires, NULL]::date[],
        ARRAY[p_memo, p_memo], NULL, NULL);
END $$;
REVOKE EXECUTE ON FUNCTION ledger_top_up FROM PUBLIC;
