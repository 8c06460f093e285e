-- Takes out of what staff did to the cards of some members what was noted of why: stops, voidings, extensions. Returns how many notes there were. For
-- the function that knows whose data go.
CREATE OR REPLACE FUNCTION giftcard_words_forget(p_members bigint[]) RETURNS bigint
LANGUAGE sql AS $$
    WITH cards AS MATERIALIZED (SELECT id FROM giftcards WHERE member_id = ANY (p_members)),
         stops AS (UPDATE giftcard_stops SET note = '' WHERE giftcard_id IN (SELECT id FROM cards) AND forgotten IS NULL AND note <> '' RETURNING 1),
         voidings AS (UPDATE giftcard_voidings SET note = '' WHERE giftcard_id IN (SELECT id FROM cards) AND forgotten IS NULL AND note <> '' RETURNING 1),
         extensions AS (UPDATE giftcard_extensions SET note = '' WHERE giftcard_id IN (SELECT id FROM cards) AND forgotten IS NULL AND note <> '' RETURNING 1)
    SELECT (SELECT count(*) FROM stops) + (SELECT count(*) FROM voidings) + (SELECT count(*) FROM extensions)
$$;
REVOKE EXECUTE ON FUNCTION giftcard_words_forget FROM PUBLIC, vitrina_app;
