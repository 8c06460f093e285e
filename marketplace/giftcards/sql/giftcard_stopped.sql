-- A card that staff has stopped stays frozen until they lift the stop: it is not released, taken back, reissued or given on before.
CREATE OR REPLACE FUNCTION giftcard_stopped() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM giftcard_stops WHERE giftcard_id = OLD.id AND lifted_at IS NULL) THEN
        RAISE EXCEPTION 'certificate % is stopped', OLD.id USING ERRCODE = 'check_violation', CONSTRAINT = 'giftcard_stopped';
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER giftcards_stopped BEFORE UPDATE ON giftcards FOR EACH ROW WHEN (OLD.state = 'frozen' AND NEW.state <> 'frozen')
    EXECUTE FUNCTION giftcard_stopped();
