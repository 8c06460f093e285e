-- Sent, then accepted; and no statement is accepted before the one that it goes on from.
CREATE OR REPLACE FUNCTION statement_step_check() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE v_before bigint;
BEGIN
    SELECT previous_id INTO STRICT v_before FROM statements WHERE id = NEW.statement_id;
    IF (NEW.step = 'accepted' AND NOT EXISTS (SELECT FROM statement_steps WHERE statement_id = NEW.statement_id AND step = 'sent'))
       OR (NEW.step = 'accepted' AND v_before IS NOT NULL
           AND NOT EXISTS (SELECT FROM statement_steps WHERE statement_id = v_before AND step = 'accepted')) THEN
        RAISE EXCEPTION 'the statement has not come so far' USING ERRCODE = 'check_violation', CONSTRAINT = 'statement_step';
    END IF;
    RETURN NEW;
END $$;
REVOKE EXECUTE ON FUNCTION statement_step_check FROM PUBLIC;
