-- Refuses at COMMIT a change of what somebody signs in with unless its newest seal is of the state that it left. The database cannot know
-- whether the seal is the application's own, for it has not got the key; but whoever makes up a seal leaves it behind, to be found for ever.
CREATE OR REPLACE FUNCTION sign_in_sealed() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE v_user bigint;
BEGIN
    FOR v_user IN SELECT DISTINCT (r ->> TG_ARGV[0])::bigint FROM unnest(ARRAY[to_jsonb(OLD), to_jsonb(NEW)]) r WHERE r ->> TG_ARGV[0] IS NOT NULL LOOP
        IF EXISTS (SELECT FROM users u WHERE u.id = v_user AND NOT sign_in_gone(u)) AND sign_in_state(v_user) IS DISTINCT FROM (
            SELECT s.state FROM sign_in_seals s WHERE s.user_id = v_user ORDER BY s.number DESC LIMIT 1) THEN
            RAISE EXCEPTION 'what user % signs in with was changed and not sealed', v_user
                USING ERRCODE = 'check_violation', CONSTRAINT = 'sign_in_sealed';
        END IF;
    END LOOP;
    RETURN NULL;
END $$;
