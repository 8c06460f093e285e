-- A certificate that is at hand again after its owner's membership went on as another (a gift came back, a till reversed, staff lifted a stop or put off
-- its last day) follows at once.
CREATE OR REPLACE FUNCTION giftcard_followed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    -- A merge locks the cards that are at hand. This one was set aside or used up, so the two wait for each other at the member's row instead.
    IF OLD.state IN ('held', 'spent') THEN PERFORM FROM members WHERE id = NEW.member_id FOR KEY SHARE; END IF;
    IF member_now(NEW.member_id) <> NEW.member_id THEN
        PERFORM giftcard_follow(NEW.id, greatest(NEW.issued_at, (SELECT max(at) FROM giftcard_events WHERE giftcard_id = NEW.id),
            (SELECT max(at) FROM giftcard_movements WHERE giftcard_id = NEW.id)));
    END IF;
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER giftcards_followed AFTER UPDATE ON giftcards FOR EACH ROW WHEN (
    (NEW.state = 'active' AND OLD.state <> 'active') OR NEW.expires_on <> OLD.expires_on)
    EXECUTE FUNCTION giftcard_followed();
