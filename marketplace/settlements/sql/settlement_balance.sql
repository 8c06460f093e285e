-- What the programme owes a partner now: as a statement would close that was drawn up to this moment.
CREATE OR REPLACE FUNCTION settlement_balance(p_contract bigint, p_now timestamptz) RETURNS bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    v_contract contracts;
    v_before statements;
    v_open statements;
BEGIN
    SELECT * INTO STRICT v_contract FROM contracts WHERE id = p_contract;
    SELECT * INTO v_before FROM statements WHERE contract_id = p_contract ORDER BY to_day DESC LIMIT 1;
    v_open.id := 9223372036854775807;  -- later than every other
    v_open.txid := coalesce(pg_current_xact_id_if_assigned(), '0'::xid8);
    v_open.contract_id := p_contract;
    v_open.partner_id := v_contract.partner_id;
    v_open.previous_id := v_before.id;
    v_open.from_at := coalesce(v_before.to_at, v_contract.begins_on::timestamp AT TIME ZONE v_contract.time_zone);
    v_open.to_at := p_now;
    v_open.snapshot := pg_current_snapshot();
    v_open.currency := v_contract.currency;
    RETURN coalesce(v_before.closing, 0) + (SELECT coalesce(sum(l.net), 0) FROM statement_computed(v_open) l);
END $$;
REVOKE EXECUTE ON FUNCTION settlement_balance FROM PUBLIC;
GRANT EXECUTE ON FUNCTION settlement_balance TO vitrina_app;
