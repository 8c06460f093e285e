-- How much has happened by a moment that changes what a partner is owed and that no statement counts yet: the lines of a statement up to then.
-- Payments are no such lines: what is left to pay counts them without a statement (payout_left). Where a rate is missing, something has happened.
CREATE OR REPLACE FUNCTION settlement_undrawn(p_partner bigint, p_now timestamptz) RETURNS bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    v_contract contracts;
    v_before statements;
    v_next statements;
BEGIN
    SELECT * INTO v_contract FROM contracts WHERE partner_id = p_partner;
    IF NOT FOUND THEN RETURN 0; END IF;
    SELECT * INTO v_before FROM statements WHERE contract_id = v_contract.id ORDER BY to_day DESC LIMIT 1;
    v_next.id := 9223372036854775807; -- later than any
    v_next.contract_id := v_contract.id;
    v_next.partner_id := p_partner;
    v_next.previous_id := v_before.id;
    v_next.from_at := coalesce(v_before.to_day, v_contract.begins_on)::timestamp AT TIME ZONE v_contract.time_zone;
    v_next.to_at := p_now;
    v_next.snapshot := pg_current_snapshot();
    v_next.currency := v_contract.currency;
    RETURN (SELECT count(*) FROM statement_computed(v_next) l
             WHERE l.net <> 0 AND l.kind NOT IN ('payout', 'payout_return', 'paid_in', 'netting'));
EXCEPTION WHEN check_violation THEN
    RETURN 1;
END $$;
REVOKE EXECUTE ON FUNCTION settlement_undrawn FROM PUBLIC;
GRANT EXECUTE ON FUNCTION settlement_undrawn TO vitrina_app;
