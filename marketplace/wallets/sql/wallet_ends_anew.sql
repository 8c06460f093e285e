-- A last day that was put off: phones are woken, and Google's object brought up to date, once the new one has passed, too. What was promised for the
-- former day finds nothing changed.
CREATE OR REPLACE FUNCTION wallet_ends_anew() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    v_day text := to_char(NEW.until + 1, 'YYYY-MM-DD');
    v_ends timestamptz := (SELECT (NEW.until + 1)::timestamp AT TIME ZONE o.time_zone FROM giftcards g JOIN programmes o ON o.id = g.programme_id
                            WHERE g.id = NEW.giftcard_id);
BEGIN
    PERFORM promise('wallets.push', p.id || ':' || v_day || ':' || d.id, NEW.at, v_ends)
       FROM wallet_passes p JOIN wallet_devices d ON d.pass_id = p.id WHERE p.giftcard_id = NEW.giftcard_id;
    PERFORM promise('wallets.patch', p.id || ':' || v_day, NEW.at, v_ends)
       FROM wallet_passes p JOIN wallet_objects o ON o.pass_id = p.id WHERE p.giftcard_id = NEW.giftcard_id;
    RETURN NULL;
END $$;
