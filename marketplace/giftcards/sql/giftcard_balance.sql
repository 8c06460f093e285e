-- What is left of a card is its value and its movements, whoever writes: it falls and grows with them alone.
CREATE OR REPLACE FUNCTION giftcard_balance() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.remaining <> NEW.value + (SELECT coalesce(sum(amount), 0) FROM giftcard_movements WHERE giftcard_id = NEW.id) THEN
        RAISE EXCEPTION 'certificate %: what is left violates its movements', NEW.id USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
