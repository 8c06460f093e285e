-- What earning and clawing back ask of their arguments; returns the total.
CREATE OR REPLACE FUNCTION ledger_check_set(p_programme bigint, p_today date, p_other bigint, p_accounts bigint[], p_amounts bigint[]) RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE
    v_wrong boolean;
    v_total numeric;
BEGIN
    SELECT count(*) = 0 OR bool_and(u.amount BETWEEN 1 AND 1000000000000000 AND a.programme_id = p_programme AND a.kind = 'member'
                                    AND a.unit = 'points') IS NOT TRUE OR count(*) <> count(u.amount) OR count(*) <> count(a.id),
           sum(u.amount)
      INTO v_wrong, v_total FROM unnest(p_accounts, p_amounts) u(account, amount) LEFT JOIN accounts a ON a.id = u.account;
    IF v_wrong OR p_today IS NULL OR NOT EXISTS (
        SELECT FROM accounts a WHERE a.id = p_other AND a.programme_id = p_programme AND a.unit = 'points'
           AND a.kind IN ('programme', 'partner', 'suspense')
    ) THEN
        PERFORM ledger_refuse('transfer_form', 'members of the programme earn whole points from an account of the programme');
    END IF;
    RETURN v_total;
END $$;
REVOKE EXECUTE ON FUNCTION ledger_check_set FROM PUBLIC;
