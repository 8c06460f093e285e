-- Whether one word may be meant by another (both folded). Long words may be unfinished. (These two are single expressions
-- and not STRICT, so that the planner puts them in the place of their calls.)
CREATE OR REPLACE FUNCTION search_near(p_typed text, p_word text) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT levenshtein_less_equal(left(p_typed, 60), left(p_word, 60), search_errors(p_typed, p_word)) <= search_errors(p_typed, p_word)
        OR (length(p_typed) > 5 AND levenshtein_less_equal(left(p_typed, 60), left(p_word, length(p_typed)), search_errors(p_typed, p_word))
                                    <= search_errors(p_typed, p_word))
$$;
