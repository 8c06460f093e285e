-- A hold moves points of one member aside and nothing else.
CREATE OR REPLACE FUNCTION ledger_check_hold(p_accounts bigint[], p_amounts bigint[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF cardinality(p_accounts) <> 2 OR NOT EXISTS (
        SELECT FROM accounts m JOIN accounts h ON h.owner_id = m.owner_id AND h.unit = m.unit
         WHERE m.id = p_accounts[1] AND m.kind = 'member' AND p_amounts[1] < 0 AND h.id = p_accounts[2] AND h.kind = 'held'
    ) THEN
        PERFORM ledger_refuse('transfer_form', 'a hold goes from a member''s account to his held one');
    END IF;
END $$;
REVOKE EXECUTE ON FUNCTION ledger_check_hold FROM PUBLIC;
