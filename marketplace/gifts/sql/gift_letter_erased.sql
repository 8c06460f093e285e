-- What a giver wrote is taken out whole, when somebody's data are erased, and never becomes anything else: whoever signs in with a letter's
-- address claims its gift. Another address is another letter, with a record of its own.
CREATE OR REPLACE FUNCTION gift_letter_erased() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.to_name, NEW.email, NEW.message, NEW.signed) IS DISTINCT FROM ('—', 'erased', '', '') THEN
        RAISE EXCEPTION 'a letter of a gift stays as it was written' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
REVOKE EXECUTE ON FUNCTION gift_letter_erased FROM PUBLIC;
CREATE OR REPLACE TRIGGER gift_letters_erased BEFORE UPDATE ON gift_letters FOR EACH ROW EXECUTE FUNCTION gift_letter_erased();
