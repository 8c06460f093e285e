CREATE OR REPLACE TRIGGER giftcards_one_way BEFORE UPDATE ON giftcards FOR EACH ROW WHEN (
    (OLD.revealed_at IS NOT NULL AND NEW.revealed_at IS DISTINCT FROM OLD.revealed_at)
    OR (OLD.state = 'void' AND NEW.state IS DISTINCT FROM OLD.state)
    OR (NEW.id, NEW.public_id, NEW.programme_id, NEW.member_id, NEW.order_id, NEW.succession_id, NEW.brand_id, NEW.offer_id, NEW.code_id, NEW.value, NEW.currency)
    IS DISTINCT FROM
    (OLD.id, OLD.public_id, OLD.programme_id, OLD.member_id, OLD.order_id, OLD.succession_id, OLD.brand_id, OLD.offer_id, OLD.code_id, OLD.value, OLD.currency)
) EXECUTE FUNCTION giftcard_refuse();
CREATE OR REPLACE TRIGGER giftcards_balance BEFORE UPDATE ON giftcards FOR EACH ROW WHEN (NEW.remaining IS DISTINCT FROM OLD.remaining)
    EXECUTE FUNCTION giftcard_balance();
CREATE OR REPLACE TRIGGER giftcard_events_frozen BEFORE UPDATE OR DELETE OR TRUNCATE ON giftcard_events
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE OR REPLACE TRIGGER giftcard_movements_frozen BEFORE UPDATE OR DELETE OR TRUNCATE ON giftcard_movements
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE OR REPLACE TRIGGER giftcard_successions_frozen BEFORE UPDATE OR DELETE OR TRUNCATE ON giftcard_successions
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE OR REPLACE TRIGGER giftcard_endings_frozen BEFORE UPDATE OR DELETE OR TRUNCATE ON giftcard_endings
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
