CREATE OR REPLACE TRIGGER orders_frozen BEFORE UPDATE OR DELETE OR TRUNCATE ON orders FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE OR REPLACE TRIGGER order_obtainments_frozen BEFORE UPDATE OR DELETE OR TRUNCATE ON order_obtainments
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE OR REPLACE TRIGGER order_refunds_frozen BEFORE UPDATE OR DELETE OR TRUNCATE ON order_refunds
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE OR REPLACE TRIGGER order_cancellations_frozen BEFORE DELETE OR TRUNCATE ON order_cancellations FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE OR REPLACE TRIGGER order_cancellations_forgotten BEFORE UPDATE ON order_cancellations FOR EACH ROW EXECUTE FUNCTION forgetting_note('order_id', 'why');
CREATE OR REPLACE TRIGGER orders_of_the_unheld BEFORE INSERT ON orders FOR EACH ROW EXECUTE FUNCTION member_unheld_check('member_id');
