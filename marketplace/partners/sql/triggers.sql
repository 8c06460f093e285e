CREATE OR REPLACE TRIGGER partner_events_checked BEFORE INSERT ON partner_events FOR EACH ROW EXECUTE FUNCTION partner_event_check();
CREATE OR REPLACE TRIGGER partner_events_frozen BEFORE UPDATE OR DELETE OR TRUNCATE ON partner_events
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE OR REPLACE TRIGGER partner_application_ends_frozen BEFORE UPDATE OR DELETE OR TRUNCATE ON partner_application_ends
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE OR REPLACE TRIGGER brands_hidden BEFORE INSERT OR UPDATE OF partner_id ON brands FOR EACH ROW EXECUTE FUNCTION brand_hide();
