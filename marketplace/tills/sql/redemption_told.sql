-- Whatever takes value of a card writes a redemption, and so tells of it.
CREATE OR REPLACE FUNCTION redemption_told() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM redemption_tell('card.redeemed', NEW, NEW.remaining, NEW.at);
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER redemptions_told AFTER INSERT ON redemptions FOR EACH ROW EXECUTE FUNCTION redemption_told();
