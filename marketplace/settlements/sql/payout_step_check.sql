-- Approved, then sent, and a bank's file then handed over; a run that was sent is not given up, nor is one that was given up sent.
CREATE OR REPLACE FUNCTION payout_step_check() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE v_was text[];
BEGIN
    PERFORM FROM payout_runs WHERE id = NEW.run_id FOR UPDATE;
    SELECT coalesce(array_agg(step), '{}') INTO v_was FROM payout_run_steps WHERE run_id = NEW.run_id;
    IF 'dropped' = ANY (v_was) OR (NEW.step = 'sent' AND NOT 'approved' = ANY (v_was)) OR (NEW.step = 'dropped' AND 'sent' = ANY (v_was))
       OR (NEW.step = 'handed' AND (NOT 'sent' = ANY (v_was) OR EXISTS (SELECT FROM payout_runs WHERE id = NEW.run_id AND channel <> 'bank'))) THEN
        RAISE EXCEPTION 'the run has not come so far' USING ERRCODE = 'check_violation', CONSTRAINT = 'payout_step';
    END IF;
    RETURN NEW;
END $$;
REVOKE EXECUTE ON FUNCTION payout_step_check FROM PUBLIC;
