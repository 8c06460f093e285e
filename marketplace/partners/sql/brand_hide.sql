-- A brand is in the shop as far as its partner works with the programme.
CREATE OR REPLACE FUNCTION brand_hide() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.hidden := (SELECT state <> 'approved' FROM partners WHERE id = NEW.partner_id);
    RETURN NEW;
END $$;
