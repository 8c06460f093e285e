-- Says no to whoever spends more than he has, with the figures.
CREATE OR REPLACE FUNCTION ledger_refuse_poor(p_account bigint, p_needed numeric, p_today date, p_taken numeric DEFAULT 0) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE v_available numeric;
BEGIN
    SELECT CASE WHEN b.keeps_lots THEN (
               SELECT coalesce(sum(remaining), 0) FROM open_lots o
                WHERE o.account_id = p_account AND ledger_spendable(o.expires_on, o.usable_from, p_today))
           ELSE b.balance END
      INTO v_available FROM balances b WHERE b.account_id = p_account;
    RAISE EXCEPTION 'account % has less than it is to spend', p_account USING ERRCODE = 'check_violation',
        CONSTRAINT = 'balance_floor',
        DETAIL = json_build_object('needed', p_needed, 'available', v_available + p_taken)::text;
END $$;
REVOKE EXECUTE ON FUNCTION ledger_refuse_poor FROM PUBLIC;
