-- Ends a hold, once: 'capture' hands all of it to `p_to`, 'release' gives the points back to the lots they came from,
-- late ones with the day p_grace (see ledger_returns).
CREATE OR REPLACE FUNCTION ledger_settle(
    p_hold bigint, p_kind text, p_to bigint, p_ref text, p_at timestamptz, p_today date, p_memo jsonb, p_grace date DEFAULT NULL,
    OUT transfer_id bigint, OUT created boolean)
LANGUAGE plpgsql SET plan_cache_mode = force_generic_plan AS $$
DECLARE
    v_programme bigint;
    v_held record;
BEGIN
    SELECT t.programme_id, e.account_id, a.unit, e.amount INTO v_held
      FROM transfers t JOIN entries e ON e.transfer_id = t.id AND e.amount > 0 JOIN accounts a ON a.id = e.account_id
     WHERE t.id = p_hold AND t.kind = 'hold';
    IF NOT FOUND OR (p_kind IN ('capture', 'release')) IS NOT TRUE OR (p_kind = 'capture') <> (p_to IS NOT NULL) THEN
        PERFORM ledger_refuse('transfer_form', 'a hold is captured for somebody, or released');
    END IF;
    IF p_kind = 'capture' AND NOT EXISTS (
        SELECT FROM accounts a WHERE a.id = p_to AND a.programme_id = v_held.programme_id AND a.unit = v_held.unit
           AND a.kind IN ('partner', 'programme', 'breakage', 'suspense')
    ) THEN
        PERFORM ledger_refuse('transfer_form', 'held points cannot go to this account');
    END IF;
    SELECT b.transfer_id, b.created INTO transfer_id, created
      FROM ledger_begin(v_held.programme_id, p_kind, p_ref, p_at, p_hold) b;
    IF NOT created THEN
        IF p_kind = 'capture' THEN
            PERFORM ledger_compare(transfer_id, p_ref, ARRAY[v_held.account_id, p_to], ARRAY[-v_held.amount, v_held.amount], NULL);
        END IF;
        RETURN;
    END IF;
    PERFORM ledger_lock_line(ARRAY(SELECT account_id FROM entries e WHERE e.transfer_id = p_hold));
    IF p_kind = 'release' THEN
        PERFORM ledger_give_back(transfer_id, p_hold, p_at, p_today, p_grace, p_memo);
        PERFORM ledger_write(transfer_id, p_at, p_today, ARRAY[v_held.account_id], ARRAY[-v_held.amount], NULL, ARRAY[p_memo], NULL, NULL);
    ELSE
        PERFORM ledger_write(transfer_id, p_at, p_today, ARRAY[v_held.account_id, p_to], ARRAY[-v_held.amount, v_held.amount],
                             NULL, ARRAY[p_memo, p_memo], NULL, NULL);
    END IF;
END $$;
REVOKE EXECUTE ON FUNCTION ledger_settle FROM PUBLIC, vitrina_app;
