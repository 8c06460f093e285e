-- A rule comes from an applied proposal to change rules, of the same programme and for the same kind, and says what was approved there.
CREATE OR REPLACE FUNCTION approval_rule_check() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM proposals p JOIN proposal_applications a ON a.proposal_id = p.id
                       JOIN proposal_versions v ON v.proposal_id = p.id AND v.digest = a.digest
                    WHERE p.id = NEW.proposal_id AND p.programme_id = NEW.programme_id AND p.kind = 'approval_rules' AND p.subject = NEW.kind
                      AND v.base = (NEW.version - 1)::text
                      AND v.payload = jsonb_build_object('approvers', NEW.approvers, 'cap', NEW.cap,
                                                         'approvers_over_cap', NEW.approvers_over_cap, 'roles', to_jsonb(NEW.roles))) THEN
        RAISE EXCEPTION 'proposal % does not say this rule', NEW.proposal_id
              USING ERRCODE = 'check_violation', CONSTRAINT = 'approval_rule_not_approved';
    END IF;
    RETURN NEW;
END $$;
