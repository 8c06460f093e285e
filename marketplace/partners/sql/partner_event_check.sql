-- What may follow what in the life of a partner, and what follows from it: its state, and whether its brands are in the shop.
-- Of two events that come at once one waits for the other.
CREATE OR REPLACE FUNCTION partner_event_check() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    v_state text;
    v_next text := CASE NEW.what WHEN 'suspended' THEN 'suspended' WHEN 'left' THEN 'left' ELSE 'approved' END;
BEGIN
    SELECT state INTO v_state FROM partners WHERE id = NEW.partner_id FOR UPDATE;
    IF NOT (CASE NEW.what
        WHEN 'applied' THEN NOT EXISTS (SELECT FROM partner_events WHERE partner_id = NEW.partner_id)
        WHEN 'approved' THEN NOT EXISTS (SELECT FROM partner_events WHERE partner_id = NEW.partner_id AND what <> 'applied')
        WHEN 'suspended' THEN v_state = 'approved'
        ELSE v_state = 'suspended' END)
    THEN
        RAISE EXCEPTION 'a partner that is % cannot be %', v_state, NEW.what
            USING ERRCODE = 'check_violation', CONSTRAINT = 'partner_state';
    END IF;
    UPDATE partners SET state = v_next WHERE id = NEW.partner_id AND state <> v_next;
    UPDATE brands SET hidden = v_next <> 'approved' WHERE partner_id = NEW.partner_id AND hidden <> (v_next <> 'approved');
    RETURN NEW;
END $$;
