-- Search with a typing error. A word, and what is typed for it with one mistake, have a text in common that comes of each by
-- leaving out one letter or none (symmetric deletes, as in SymSpell): when a letter was left out, put in, put for another, or
-- in another's place; and only then. These texts are an index of the words, kept by PostgreSQL itself; so the words at one
-- mistake are found by a dozen lookups of equality, however many words there are, and need no comparing.

-- The texts that come of a folded word by leaving out one letter or none. One letter is also what is one on a Russian keyboard
-- and several here («щ» is "sch"), as long as two others are left. What is doubled by it counts once, as in search_fold. The
-- programme is in each, that one shop's words do not make another's slower. Of words with more than 32 letters there are none.
CREATE OR REPLACE FUNCTION search_slips(p_programme bigint, p_word text) RETURNS text[] LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT AS $$
DECLARE
    v_slips text[] := ARRAY[p_programme || ' ' || p_word];
    v_before text;
    v_after text;
BEGIN
    IF length(p_word) > 32 THEN RETURN '{}'; END IF;
    FOR at IN 1 .. length(p_word) LOOP
        v_before := left(p_word, at - 1);
        FOR letters IN 1 .. coalesce(length(substring(substr(p_word, at, 3) FROM '^(?:sch|[scz]h|ts|i[ua])')), 1) LOOP
            v_after := substr(p_word, at + letters);
            IF at > 1 AND starts_with(v_after, right(v_before, 1)) THEN v_after := substr(v_after, 2); END IF;
            IF letters = 1 OR length(v_before || v_after) > 1 THEN v_slips := v_slips || (p_programme || ' ' || v_before || v_after); END IF;
        END LOOP;
    END LOOP;
    RETURN v_slips;
END $$;
