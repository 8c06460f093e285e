-- Puts the stock in quarantine; nothing, where it is. Returns whether it was put there just now.
CREATE OR REPLACE FUNCTION stock_quarantine(p_why text, p_at timestamptz) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('stock_quarantine', 0));
    IF stock_is_quarantined() THEN RETURN false; END IF;
    INSERT INTO stock_quarantines (why, at) VALUES (p_why, p_at);
    PERFORM audit_record('codes.quarantine', 'installation:stock', p_at, p_why, jsonb_build_object('stock', 'for sale'),
                         jsonb_build_object('stock', 'in quarantine'));
    RETURN true;
END $$;
