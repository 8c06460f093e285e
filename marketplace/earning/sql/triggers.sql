CREATE OR REPLACE TRIGGER card_operations_frozen BEFORE DELETE OR TRUNCATE ON card_operations FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE OR REPLACE TRIGGER card_operations_forgotten BEFORE UPDATE ON card_operations FOR EACH ROW EXECUTE FUNCTION forgetting_note('id', 'token', 'merchant');
CREATE OR REPLACE TRIGGER refund_parts_frozen BEFORE UPDATE OR DELETE OR TRUNCATE ON refund_parts
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE OR REPLACE TRIGGER operation_intakes_frozen BEFORE UPDATE OR DELETE OR TRUNCATE ON operation_intakes
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE OR REPLACE TRIGGER waiting_operations_frozen BEFORE DELETE OR TRUNCATE ON waiting_operations FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE OR REPLACE TRIGGER waiting_operations_forgotten BEFORE UPDATE ON waiting_operations FOR EACH ROW EXECUTE FUNCTION forgetting_note('id', 'token', 'merchant');
