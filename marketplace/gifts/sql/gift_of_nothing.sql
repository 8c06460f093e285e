-- Ends the gift of a card of which everything was taken back while it waited, and promises its giver a letter: nobody can claim nothing.
CREATE OR REPLACE FUNCTION gift_of_nothing() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    v_gift bigint;
    v_at timestamptz := (SELECT at FROM giftcard_movements WHERE giftcard_id = NEW.id ORDER BY id DESC LIMIT 1);
BEGIN
    SELECT g.id INTO STRICT v_gift FROM gifts g
     WHERE g.giftcard_id = NEW.id AND NOT EXISTS (SELECT FROM gift_ends e WHERE e.gift_id = g.id);
    INSERT INTO gift_ends (gift_id, how, at) VALUES (v_gift, 'withheld', v_at);
    PERFORM audit_record('gifts.end', 'giftcard:' || NEW.id, v_at, 'withheld', jsonb_build_object('gift_id', v_gift),
        jsonb_build_object('gift_id', v_gift, 'how', 'withheld'));
    PERFORM promise('gifts.news', v_gift || ':withheld', v_at);
    RETURN NULL;
END $$;
REVOKE EXECUTE ON FUNCTION gift_of_nothing FROM PUBLIC;
CREATE OR REPLACE TRIGGER gifts_of_nothing AFTER UPDATE ON giftcards FOR EACH ROW WHEN (OLD.state = 'held' AND NEW.state = 'spent')
    EXECUTE FUNCTION gift_of_nothing();
