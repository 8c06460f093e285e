CREATE OR REPLACE FUNCTION ledger_compare_total(p_transfer bigint, p_ref text, p_account bigint, p_amount bigint) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM entries e WHERE e.transfer_id = p_transfer AND e.account_id = p_account AND e.amount = p_amount) THEN
        PERFORM ledger_refuse('transfer_same', format('ref %s stands for another transfer', p_ref));
    END IF;
END $$;
REVOKE EXECUTE ON FUNCTION ledger_compare_total FROM PUBLIC;
