-- What happened to a card changes what its pass shows: each phone that has registered for it is woken, and Google's object brought up to date. Once for
-- all that one transaction did.
CREATE OR REPLACE FUNCTION wallet_follows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM promise('wallets.push', p.id || ':' || pg_current_xact_id() || ':' || d.id, NEW.at)
       FROM wallet_passes p JOIN wallet_devices d ON d.pass_id = p.id WHERE p.giftcard_id = NEW.giftcard_id;
    PERFORM promise('wallets.patch', p.id || ':' || pg_current_xact_id(), NEW.at)
       FROM wallet_passes p JOIN wallet_objects o ON o.pass_id = p.id WHERE p.giftcard_id = NEW.giftcard_id;
    RETURN NULL;
END $$;
