-- Takes out of what staff did to some cards what was noted of why: stops, voidings, extensions. Returns how many notes there were.
CREATE OR REPLACE FUNCTION giftcard_words_forget(p_cards bigint[]) RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    WITH stops AS (UPDATE giftcard_stops SET note = '' WHERE giftcard_id = ANY (p_cards) AND forgotten IS NULL AND note <> '' RETURNING 1),
         voidings AS (UPDATE giftcard_voidings SET note = '' WHERE giftcard_id = ANY (p_cards) AND forgotten IS NULL AND note <> '' RETURNING 1),
         extensions AS (UPDATE giftcard_extensions SET note = '' WHERE giftcard_id = ANY (p_cards) AND forgotten IS NULL AND note <> '' RETURNING 1)
    SELECT (SELECT count(*) FROM stops) + (SELECT count(*) FROM voidings) + (SELECT count(*) FROM extensions)
$$;
REVOKE EXECUTE ON FUNCTION giftcard_words_forget FROM PUBLIC;
GRANT EXECUTE ON FUNCTION giftcard_words_forget TO vitrina_app;
