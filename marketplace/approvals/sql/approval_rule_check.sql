-- A rule comes from a proposal to change rules, of the same programme and for the same kind.
CREATE OR REPLACE FUNCTION approval_rule_check() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM proposals p WHERE p.id = NEW.proposal_id AND p.programme_id = NEW.programme_id
                      AND p.kind = 'approval_rules' AND p.subject = NEW.kind) THEN
        RAISE EXCEPTION 'proposal % is not about this rule', NEW.proposal_id
              USING ERRCODE = 'check_violation', CONSTRAINT = 'approval_rule_not_approved';
    END IF;
    RETURN NEW;
END $$;
