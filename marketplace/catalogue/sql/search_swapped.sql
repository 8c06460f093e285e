-- Whether one short word is another in which two letters changed places.
CREATE OR REPLACE FUNCTION search_swapped(p_typed text, p_word text) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT length(p_typed) = length(p_word) AND levenshtein_less_equal(p_typed, p_word, 2) = 2
       AND ARRAY(SELECT c FROM regexp_split_to_table(p_typed, '') c ORDER BY c)
           = ARRAY(SELECT c FROM regexp_split_to_table(p_word, '') c ORDER BY c)
$$;
