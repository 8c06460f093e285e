CREATE OR REPLACE TRIGGER reissues_frozen BEFORE DELETE OR TRUNCATE ON reissues FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE OR REPLACE TRIGGER reissues_forgotten BEFORE UPDATE ON reissues FOR EACH ROW EXECUTE FUNCTION forgetting_note('id', 'note');
CREATE OR REPLACE TRIGGER case_events_frozen BEFORE DELETE OR TRUNCATE ON case_events FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE OR REPLACE TRIGGER case_events_text BEFORE UPDATE ON case_events FOR EACH ROW EXECUTE FUNCTION case_text_less();
CREATE OR REPLACE TRIGGER point_corrections_frozen BEFORE DELETE OR TRUNCATE ON point_corrections FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE OR REPLACE TRIGGER point_corrections_note BEFORE UPDATE ON point_corrections FOR EACH ROW WHEN (NEW.note <> '—')
    EXECUTE FUNCTION refuse_change();
CREATE OR REPLACE TRIGGER rebindings_forgotten BEFORE UPDATE OF note, salt, forgotten ON rebindings
    FOR EACH ROW EXECUTE FUNCTION forgetting_note('id', 'note');
