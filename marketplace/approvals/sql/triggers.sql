CREATE OR REPLACE TRIGGER proposals_checked BEFORE INSERT ON proposals FOR EACH ROW EXECUTE FUNCTION proposal_check();
CREATE OR REPLACE TRIGGER proposal_versions_checked BEFORE INSERT ON proposal_versions
    FOR EACH ROW EXECUTE FUNCTION proposal_version_check();
CREATE OR REPLACE TRIGGER proposal_decisions_checked BEFORE INSERT ON proposal_decisions
    FOR EACH ROW EXECUTE FUNCTION proposal_decision_check();
CREATE OR REPLACE TRIGGER proposal_applications_checked BEFORE INSERT ON proposal_applications
    FOR EACH ROW EXECUTE FUNCTION proposal_application_check();
CREATE OR REPLACE TRIGGER approval_rules_checked BEFORE INSERT ON approval_rules FOR EACH ROW EXECUTE FUNCTION approval_rule_check();

CREATE OR REPLACE TRIGGER proposals_frozen BEFORE DELETE OR TRUNCATE ON proposals FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE OR REPLACE TRIGGER proposals_forgotten BEFORE UPDATE ON proposals FOR EACH ROW EXECUTE FUNCTION forgetting_note('id', 'why');
CREATE OR REPLACE TRIGGER proposal_versions_frozen BEFORE DELETE OR TRUNCATE ON proposal_versions FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE OR REPLACE TRIGGER proposal_versions_forgotten BEFORE UPDATE ON proposal_versions FOR EACH ROW EXECUTE FUNCTION forgetting_note('proposal_id * 10000 + number', 'payload', 'before');
CREATE OR REPLACE TRIGGER proposal_decisions_frozen BEFORE DELETE OR TRUNCATE ON proposal_decisions FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE OR REPLACE TRIGGER proposal_decisions_forgotten BEFORE UPDATE ON proposal_decisions FOR EACH ROW EXECUTE FUNCTION forgetting_note('id', 'note');
CREATE OR REPLACE TRIGGER proposal_applications_frozen BEFORE UPDATE OR DELETE OR TRUNCATE ON proposal_applications
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE OR REPLACE TRIGGER proposal_notes_frozen BEFORE DELETE OR TRUNCATE ON proposal_notes FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
-- What somebody wrote can be taken out, never changed.
CREATE OR REPLACE TRIGGER proposal_notes_body BEFORE UPDATE ON proposal_notes FOR EACH ROW WHEN (NEW.body <> '—') EXECUTE FUNCTION refuse_change();
CREATE OR REPLACE TRIGGER approval_rules_frozen BEFORE UPDATE OR DELETE OR TRUNCATE ON approval_rules
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
