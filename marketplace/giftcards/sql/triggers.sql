CREATE OR REPLACE TRIGGER giftcards_one_way BEFORE UPDATE ON giftcards FOR EACH ROW WHEN (
    (OLD.revealed_at IS NOT NULL AND NEW.revealed_at IS DISTINCT FROM OLD.revealed_at)
    OR (OLD.state = 'void' AND NEW.state IS DISTINCT FROM OLD.state)
) EXECUTE FUNCTION giftcard_refuse();
-- One condition after another: rows that are compared as a whole are written otherwise by a dump.
CREATE OR REPLACE TRIGGER giftcards_kept BEFORE UPDATE ON giftcards FOR EACH ROW WHEN (
    NEW.id IS DISTINCT FROM OLD.id OR NEW.public_id IS DISTINCT FROM OLD.public_id
    OR NEW.programme_id IS DISTINCT FROM OLD.programme_id OR NEW.member_id IS DISTINCT FROM OLD.member_id
    OR NEW.order_id IS DISTINCT FROM OLD.order_id OR NEW.succession_id IS DISTINCT FROM OLD.succession_id
    OR NEW.brand_id IS DISTINCT FROM OLD.brand_id OR NEW.offer_id IS DISTINCT FROM OLD.offer_id
    OR NEW.code_id IS DISTINCT FROM OLD.code_id OR NEW.value IS DISTINCT FROM OLD.value
    OR NEW.currency IS DISTINCT FROM OLD.currency OR NEW.born_until IS DISTINCT FROM OLD.born_until
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
CREATE OR REPLACE TRIGGER giftcard_voidings_frozen BEFORE DELETE OR TRUNCATE ON giftcard_voidings FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE OR REPLACE TRIGGER giftcard_voidings_forgotten BEFORE UPDATE ON giftcard_voidings FOR EACH ROW EXECUTE FUNCTION forgetting_note('id', 'note');
CREATE OR REPLACE TRIGGER giftcard_extensions_frozen BEFORE DELETE OR TRUNCATE ON giftcard_extensions FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE OR REPLACE TRIGGER giftcard_extensions_forgotten BEFORE UPDATE ON giftcard_extensions FOR EACH ROW EXECUTE FUNCTION forgetting_note('id', 'note');
CREATE OR REPLACE TRIGGER giftcard_stops_forgotten BEFORE UPDATE OF note, salt, forgotten ON giftcard_stops
    FOR EACH ROW EXECUTE FUNCTION forgetting_note('id', 'note');
