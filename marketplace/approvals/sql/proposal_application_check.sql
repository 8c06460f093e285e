-- Applied is what enough people approved, in the version that they approved, while it was open.
CREATE OR REPLACE FUNCTION proposal_application_check() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    PERFORM proposal_hold(NEW.proposal_id);
    IF NOT EXISTS (SELECT FROM proposals_at(NEW.applied_at) p
                    WHERE p.id = NEW.proposal_id AND p.digest = NEW.digest AND p.state = 'waiting' AND p.approvals >= p.approvals_needed) THEN
        RAISE EXCEPTION 'proposal % is not approved', NEW.proposal_id
              USING ERRCODE = 'check_violation', CONSTRAINT = 'proposal_not_approved';
    END IF;
    RETURN NEW;
END $$;
