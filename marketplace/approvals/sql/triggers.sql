CREATE OR REPLACE TRIGGER proposals_checked BEFORE INSERT ON proposals FOR EACH ROW EXECUTE FUNCTION proposal_check();
CREATE OR REPLACE TRIGGER proposal_versions_checked BEFORE INSERT ON proposal_versions
    FOR EACH ROW EXECUTE FUNCTION proposal_version_check();
CREATE OR REPLACE TRIGGER proposal_decisions_checked BEFORE INSERT ON proposal_decisions
    FOR EACH ROW EXECUTE FUNCTION proposal_decision_check();
CREATE OR REPLACE TRIGGER proposal_applications_checked BEFORE INSERT ON proposal_applications
    FOR EACH ROW EXECUTE FUNCTION proposal_application_check();
CREATE OR REPLACE TRIGGER approval_rules_checked BEFORE INSERT ON approval_rules FOR EACH ROW EXECUTE FUNCTION approval_rule_check();

CREATE OR REPLACE TRIGGER proposals_frozen BEFORE UPDATE OR DELETE OR TRUNCATE ON proposals
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE OR REPLACE TRIGGER proposal_versions_frozen BEFORE UPDATE OR DELETE OR TRUNCATE ON proposal_versions
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE OR REPLACE TRIGGER proposal_decisions_frozen BEFORE UPDATE OR DELETE OR TRUNCATE ON proposal_decisions
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE OR REPLACE TRIGGER proposal_applications_frozen BEFORE UPDATE OR DELETE OR TRUNCATE ON proposal_applications
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE OR REPLACE TRIGGER proposal_notes_frozen BEFORE UPDATE OR DELETE OR TRUNCATE ON proposal_notes
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE OR REPLACE TRIGGER approval_rules_frozen BEFORE UPDATE OR DELETE OR TRUNCATE ON approval_rules
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
