-- Makes the accounts of one owner go on as another's from now on: what they hold moves, and so will whatever comes to them later. What is held for
-- orders stays where it is until it is captured or released. For the function that has the cause, whose name begins the transfers' refs.
CREATE OR REPLACE FUNCTION ledger_join(p_programme bigint, p_from bigint, p_into bigint, p_cause text, p_at timestamptz, p_today date) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE v record;
BEGIN
    -- All at once and in order, so that whoever moves points between the two waits here or before.
    PERFORM ledger_open(p_programme, a.kind, p_into, a.unit) FROM accounts a
      WHERE a.programme_id = p_programme AND a.owner_id = p_from AND a.kind IN ('member', 'debt');
    PERFORM FROM balances b JOIN accounts a ON a.id = b.account_id
      WHERE a.programme_id = p_programme AND a.owner_id IN (p_from, p_into) AND a.kind IN ('member', 'debt') ORDER BY b.account_id FOR NO KEY UPDATE OF b;
    FOR v IN SELECT a.id, h.id AS heir FROM accounts a
               JOIN accounts h ON h.programme_id = a.programme_id AND h.kind = a.kind AND h.unit = a.unit AND h.owner_id = p_into
              WHERE a.programme_id = p_programme AND a.owner_id = p_from AND a.kind IN ('member', 'debt') ORDER BY a.id LOOP
        UPDATE balances SET passes_to = v.heir WHERE account_id = v.id;
        PERFORM ledger_pass(v.id, p_cause, p_at, p_today);
    END LOOP;
END $$;
REVOKE EXECUTE ON FUNCTION ledger_join FROM PUBLIC, vitrina_app;
