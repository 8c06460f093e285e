-- Nobody decides about what he proposed or edited, about another version than the newest, twice, or too late.
CREATE OR REPLACE FUNCTION proposal_decision_check() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE v_refusal text;
BEGIN
    PERFORM proposal_hold(NEW.proposal_id);
    v_refusal := proposal_refusal(NEW.proposal_id, NEW.digest, NEW.outcome, NEW.decided_by, NEW.decided_at);
    IF v_refusal <> '' THEN
        RAISE EXCEPTION 'proposal % cannot be % by user %', NEW.proposal_id, NEW.outcome, NEW.decided_by
              USING ERRCODE = 'check_violation', CONSTRAINT = v_refusal;
    END IF;
    RETURN NEW;
END $$;
