-- Gives back a part of what an order took and handed over: to the lots that it came from, late ones with the day p_grace (see
-- ledger_returns); or, with p_to, as a new lot of that account that lasts until p_grace. All parts together are never more than was taken:
-- 'transfer_returns'. What was given back in part is no longer reversed.
CREATE OR REPLACE FUNCTION ledger_return_part(
    p_transfer bigint, p_points bigint, p_to bigint, p_ref text, p_at timestamptz, p_today date, p_memo jsonb, p_grace date) RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE
    v_old transfers;
    v_source bigint;
    v_payee record;
    v_before bigint;
    v_new bigint;
BEGIN
    SELECT * INTO v_old FROM transfers WHERE id = p_transfer FOR NO KEY UPDATE;
    IF NOT FOUND OR v_old.kind NOT IN ('order', 'capture') OR p_today IS NULL OR EXISTS (SELECT FROM transfers WHERE settles_id = p_transfer) THEN
        PERFORM ledger_refuse('transfer_form', 'nothing of this transfer can be given back');
    END IF;
    v_source := CASE WHEN v_old.kind = 'capture' THEN v_old.settles_id ELSE p_transfer END;
    SELECT e.account_id, e.amount INTO STRICT v_payee FROM entries e JOIN accounts a ON a.id = e.account_id
     WHERE e.transfer_id = p_transfer AND e.amount > 0 AND a.kind <> 'held';
    SELECT coalesce(max(so_far), 0) INTO v_before FROM transfer_returns WHERE source_id = p_transfer;
    IF p_points IS NULL OR p_points < 1 OR v_before + p_points > v_payee.amount THEN
        PERFORM ledger_refuse('transfer_returns', 'so much was not taken');
    END IF;
    SELECT b.transfer_id INTO v_new FROM ledger_begin(v_old.programme_id, 'return', p_ref, p_at, NULL) b WHERE b.created;
    IF v_new IS NULL THEN PERFORM ledger_refuse('transfer_same', 'this was given back already'); END IF;
    INSERT INTO transfer_returns (transfer_id, source_id, points, so_far) VALUES (v_new, p_transfer, p_points, v_before + p_points);
    IF p_to IS NULL THEN
        PERFORM ledger_lock_line(ARRAY(SELECT account_id FROM entries e WHERE e.transfer_id = v_source));
        PERFORM ledger_give_back(v_new, v_source, p_at, p_today, p_grace, p_memo, v_before, v_before + p_points);
        PERFORM ledger_write(v_new, p_at, p_today, ARRAY[v_payee.account_id], ARRAY[-p_points], NULL, ARRAY[p_memo], NULL, NULL);
    ELSE
        IF NOT EXISTS (SELECT FROM accounts WHERE id = p_to AND programme_id = v_old.programme_id AND kind = 'member' AND unit = 'points') THEN
            PERFORM ledger_refuse('transfer_form', 'points come back to a member');
        END IF;
        PERFORM ledger_lock_line(ARRAY[p_to]);
        PERFORM ledger_bring(v_new, ARRAY[p_to], ARRAY[part.points], ARRAY[p_grace], 'late', part.funder)
           FROM ledger_funded(v_source, v_before, v_before + p_points) part;
        PERFORM ledger_write(v_new, p_at, p_today, ARRAY[v_payee.account_id, p_to], ARRAY[-p_points, p_points], ARRAY[NULL, p_grace],
                             ARRAY[p_memo, p_memo], NULL, NULL);
    END IF;
    RETURN v_new;
END $$;
REVOKE EXECUTE ON FUNCTION ledger_return_part FROM PUBLIC, vitrina_app;
