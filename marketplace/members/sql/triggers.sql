CREATE OR REPLACE TRIGGER consents_frozen BEFORE UPDATE OR DELETE OR TRUNCATE ON consents
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE OR REPLACE TRIGGER member_merges_frozen BEFORE UPDATE OR DELETE OR TRUNCATE ON member_merges
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE OR REPLACE TRIGGER erased_members_frozen BEFORE UPDATE OR DELETE OR TRUNCATE ON erased_members
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE OR REPLACE TRIGGER member_cards_of_the_living BEFORE INSERT ON member_cards FOR EACH ROW EXECUTE FUNCTION member_living_check('member_id');
CREATE OR REPLACE TRIGGER member_cards_forgotten BEFORE UPDATE OF token, salt, forgotten ON member_cards
    FOR EACH ROW EXECUTE FUNCTION forgetting_note('id', 'token');
