-- What happened to a card stays so, whoever writes: what was shown stays shown, and void is the end.
CREATE OR REPLACE FUNCTION giftcard_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'certificate %: this change violates what already happened to it', OLD.id USING ERRCODE = 'check_violation';
END $$;
