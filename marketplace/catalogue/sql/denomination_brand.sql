CREATE OR REPLACE FUNCTION denomination_brand() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    SELECT brand_id INTO NEW.brand_id FROM offers WHERE id = NEW.offer_id;
    RETURN NEW;
END $$;
