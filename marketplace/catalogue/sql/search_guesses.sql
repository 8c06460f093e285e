-- What was typed, as it sounds, in this keyboard's letters and in the other's; as far as it is worth a guess.
CREATE OR REPLACE FUNCTION search_guesses(p_asked text, p_swapped text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $$
    SELECT ARRAY(SELECT g.folded FROM (VALUES (search_fold(p_asked), 3, 1), (search_fold(p_swapped), 5, 2)) g (folded, least, place)
                 WHERE search_guessable(g.folded, g.least) GROUP BY g.folded ORDER BY min(g.place))
$$;
