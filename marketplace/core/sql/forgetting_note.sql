-- The only change that a sealed row with words allows: the words go, once. Their digest stays, so that the seal still verifies; the salt goes with
-- them; and `forgettings`, which is sealed, keeps what was left in their place. The trigger names the row's key and the columns of its words.
CREATE OR REPLACE FUNCTION forgetting_note() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    v_before jsonb := to_jsonb(OLD);
    v_after jsonb := to_jsonb(NEW);
    v_words text[] := ARRAY(SELECT a FROM unnest(TG_ARGV) WITH ORDINALITY w(a, n) WHERE n > 1 ORDER BY n);
    v_row bigint;
BEGIN
    IF OLD.forgotten IS NOT NULL OR v_before - v_words IS DISTINCT FROM v_after - v_words
       OR EXISTS (SELECT FROM unnest(v_words) w WHERE NOT words_are_less(v_before -> w, v_after -> w)) THEN
        RAISE EXCEPTION '% is append-only, but for words that are forgotten', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    EXECUTE format('SELECT %s FROM jsonb_populate_record(NULL::%I, $1)', TG_ARGV[0], TG_TABLE_NAME) INTO v_row USING v_before;
    NEW.forgotten := words_digest(OLD.salt, (SELECT jsonb_agg(v_before -> w ORDER BY n) FROM unnest(v_words) WITH ORDINALITY u(w, n)));
    NEW.salt := '00000000-0000-0000-0000-000000000000';
    INSERT INTO forgettings (sheet, row_id, words, rest)
    VALUES (TG_TABLE_NAME, v_row, NEW.forgotten,
            words_digest(NEW.salt, (SELECT jsonb_agg(v_after -> w ORDER BY n) FROM unnest(v_words) WITH ORDINALITY u(w, n))));
    RETURN NEW;
END $$;
REVOKE EXECUTE ON FUNCTION forgetting_note FROM PUBLIC;
