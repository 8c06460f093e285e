-- The same of all words but the last: where nothing has these, nothing has them all. NULL where that cannot be said, for there
-- are none or only such as «и», which no index holds.
CREATE OR REPLACE FUNCTION search_finished(p_words text, p_folded text) RETURNS tsquery LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $$
    SELECT CASE WHEN least(numnode(q.russian), numnode(q.english), numnode(q.folded)) > 0 THEN q.russian || q.english || q.folded END
    FROM (SELECT to_tsquery('russian', w.typed) AS russian, to_tsquery('english', w.typed) AS english, to_tsquery('simple', w.folded) AS folded
          FROM (SELECT replace(regexp_replace(p_words, ' ?[^ ]+$', ''), ' ', ' & ') AS typed,
                       replace(regexp_replace(p_folded, ' ?[^ ]+$', ''), ' ', ' & ') AS folded OFFSET 0) w OFFSET 0) q
$$;
