-- One open proposal a subject; one that has ended, by its time too, stands in nobody's way.
CREATE OR REPLACE FUNCTION proposal_check() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    PERFORM proposal_hold_subject(NEW.programme_id, NEW.kind, NEW.subject);
    IF EXISTS (SELECT FROM proposals_at(NEW.proposed_at) p
                WHERE p.programme_id = NEW.programme_id AND p.kind = NEW.kind AND p.subject = NEW.subject
                  AND p.state IN ('waiting', 'changes_requested')) THEN
        RAISE EXCEPTION 'a proposal for % is open', NEW.subject USING ERRCODE = 'check_violation', CONSTRAINT = 'proposal_open';
    END IF;
    RETURN NEW;
END $$;
