-- The account to which the points or the money of an order go: that of its brand's partner in their unit.
CREATE OR REPLACE FUNCTION order_payee(p_programme bigint, p_brand bigint, p_unit text) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE v_partner bigint;
BEGIN
    SELECT partner_id INTO v_partner FROM brands WHERE id = p_brand AND programme_id = p_programme;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'the programme has no such brand' USING ERRCODE = 'check_violation', CONSTRAINT = 'order_brand';
    END IF;
    RETURN ledger_open(p_programme, 'partner', v_partner, p_unit);
END $$;
REVOKE EXECUTE ON FUNCTION order_payee FROM PUBLIC;
