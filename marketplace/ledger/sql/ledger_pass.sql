-- Moves all that an account holds to the one as which it goes on: a debt as it is; points with their last days. Those that were bought move lot by
-- lot, so that it stays known which can be taken back first and from when on they can be spent; those that came back late once stay known as
-- such (ledger_returns), and who paid for points does. Each transfer is of kind 'merge'; p_cause begins their refs. Nothing where nothing is there. Whoever brings something to an
-- account that goes on as another has locked both (ledger_lock_line).
CREATE OR REPLACE FUNCTION ledger_pass(p_account bigint, p_cause text, p_at timestamptz, p_today date) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    v_to bigint;
    v_programme bigint := (SELECT programme_id FROM accounts WHERE id = p_account);
    v_memo jsonb := '{"what": "merge"}';
    v record;
    v_transfer bigint;
BEGIN
    SELECT passes_to INTO STRICT v_to FROM balances WHERE account_id = p_account;
    PERFORM ledger_lock_line(ARRAY[p_account]);
    FOR v IN
        SELECT max(o.lot_id) AS last, array_agg(o.lot_id) AS lots, array_agg(o.expires_on ORDER BY o.lot_id) AS days, array_agg(o.remaining ORDER BY o.lot_id) AS parts,
               o.usable_from, l.origin, l.funder, sum(o.remaining)::bigint AS points, CASE l.origin WHEN 'bought' THEN o.lot_id END AS alone
          FROM open_lots o JOIN lots l ON l.id = o.lot_id
         WHERE o.account_id = p_account GROUP BY o.usable_from, l.origin, l.funder, alone ORDER BY 1
    LOOP
        SELECT b.transfer_id INTO STRICT v_transfer FROM ledger_begin(
            v_programme, 'merge', concat_ws(':', p_cause, p_account, v.origin, v.funder, v.alone), p_at, NULL) b;
        WITH born AS (
            INSERT INTO lots (account_id, transfer_id, amount, expires_on, usable_from, origin, funder)
            SELECT v_to, v_transfer, sum(part), day, v.usable_from, v.origin, v.funder FROM unnest(v.days, v.parts) u(day, part) GROUP BY day ORDER BY day
            RETURNING id, expires_on, amount)
        INSERT INTO open_lots (lot_id, account_id, expires_on, remaining, usable_from)
        SELECT id, v_to, expires_on, amount, v.usable_from FROM born;
        PERFORM ledger_write(v_transfer, p_at, p_today,
            ARRAY[p_account] || array_agg(v_to), ARRAY[-v.points] || array_agg(each.amount), ARRAY[NULL::date] || array_agg(each.day),
            ARRAY[v_memo] || array_agg(v_memo), ARRAY[p_account], v.lots)
          FROM (SELECT day, sum(part)::bigint AS amount FROM unnest(v.days, v.parts) u(day, part) GROUP BY day ORDER BY day) each;
    END LOOP;
    FOR v IN SELECT b.balance FROM balances b WHERE b.account_id = p_account AND NOT b.keeps_lots AND b.balance <> 0 LOOP
        SELECT b.transfer_id INTO STRICT v_transfer FROM ledger_begin(v_programme, 'merge', p_cause || ':' || p_account, p_at, NULL) b;
        PERFORM ledger_write(v_transfer, p_at, p_today, ARRAY[p_account, v_to], ARRAY[-v.balance, v.balance], NULL, ARRAY[v_memo, v_memo], NULL, NULL);
    END LOOP;
END $$;
REVOKE EXECUTE ON FUNCTION ledger_pass FROM PUBLIC, vitrina_app;
