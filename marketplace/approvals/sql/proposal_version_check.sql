-- The first version is the proposer's own; a further one follows the newest while the proposal is open.
CREATE OR REPLACE FUNCTION proposal_version_check() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE v_now record; v_proposer bigint; v_refusal text := '';
BEGIN
    PERFORM proposal_hold(NEW.proposal_id);
    SELECT proposed_by INTO v_proposer FROM proposals WHERE id = NEW.proposal_id;
    SELECT * INTO v_now FROM proposals_at(NEW.edited_at) p WHERE p.id = NEW.proposal_id;
    IF NOT FOUND THEN
        IF NEW.number <> 1 OR NEW.edited_by <> v_proposer THEN v_refusal := 'proposal_changed'; END IF;
    ELSIF v_now.state IN ('applied', 'refused', 'withdrawn') THEN v_refusal := 'proposal_closed';
    ELSIF v_now.state = 'expired' THEN v_refusal := 'proposal_expired';
    ELSIF NEW.number <> v_now.number + 1 THEN v_refusal := 'proposal_changed';
    END IF;
    IF v_refusal <> '' THEN
        RAISE EXCEPTION 'version % of proposal % cannot be added', NEW.number, NEW.proposal_id
              USING ERRCODE = 'check_violation', CONSTRAINT = v_refusal;
    END IF;
    RETURN NEW;
END $$;
