-- Gives up a run that was not sent: nobody is paid by it. Again it changes nothing. Refused as 'payout_step' once it was sent.
CREATE OR REPLACE FUNCTION payout_drop(p_run bigint, p_why text, p_now timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    PERFORM FROM payout_runs WHERE id = p_run FOR UPDATE;
    IF EXISTS (SELECT FROM payout_run_steps WHERE run_id = p_run AND step = 'dropped') THEN RETURN; END IF;
    INSERT INTO payout_run_steps (run_id, step, at) VALUES (p_run, 'dropped', p_now);
    UPDATE payout_lines SET released_at = p_now WHERE run_id = p_run;
    PERFORM audit_record('settlements.drop_payouts', 'payout_run:' || p_run, p_now, p_why, '{"state": "draft"}', '{"state": "dropped"}');
END $$;
REVOKE EXECUTE ON FUNCTION payout_drop FROM PUBLIC;
GRANT EXECUTE ON FUNCTION payout_drop TO vitrina_app;
