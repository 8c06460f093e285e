-- Drafts a run of payments to some partners, each what it is owed now, net of what is on its way; who cannot be paid (payout_payable) is left out.
-- The same ref gives the same run. Refused as 'payout_nothing' where nobody is left.
CREATE OR REPLACE FUNCTION payout_draft(
    p_programme bigint, p_ref text, p_currency text, p_pays_on date, p_partners bigint[], p_by bigint, p_now timestamptz, p_channel text, OUT run bigint, OUT again boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    -- Two runs drafted at once wait for each other here.
    PERFORM FROM contracts WHERE partner_id = ANY (p_partners) ORDER BY id FOR UPDATE;
    SELECT id INTO run FROM payout_runs WHERE ref = p_ref AND programme_id = p_programme;
    again := FOUND;
    IF again THEN RETURN; END IF;
    INSERT INTO payout_runs (programme_id, ref, pays_on, currency, channel, drafted_by, drafted_at)
    VALUES (p_programme, p_ref, p_pays_on, p_currency, p_channel, p_by, p_now) RETURNING id INTO run;
    INSERT INTO payout_lines (run_id, partner_id, statement_id, account_id, connected_id, owed, netted, amount)
    SELECT run, y.partner_id, y.statement_id, y.account_id, y.connected_id, y.owed, y.netted, y.owed - y.netted
      FROM payout_payable(p_programme, p_currency, p_partners, p_now, p_channel) y WHERE y.why = '' ORDER BY y.partner_id;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'nobody is owed enough' USING ERRCODE = 'check_violation', CONSTRAINT = 'payout_nothing';
    END IF;
    PERFORM audit_record('settlements.draft_payouts', 'payout_run:' || run, p_now, p_before => '{}'::jsonb,
        p_after => (SELECT jsonb_build_object('lines', count(*), 'amount', sum(amount)) FROM payout_lines WHERE run_id = run));
END $$;
REVOKE EXECUTE ON FUNCTION payout_draft FROM PUBLIC;
GRANT EXECUTE ON FUNCTION payout_draft TO vitrina_app;
