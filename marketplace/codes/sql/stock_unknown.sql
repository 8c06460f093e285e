-- Which of these codes (blind index, moment at which it was handed out) the database does not know to be handed out: it has none such, or
-- it would sell it, and nobody has put it on sale since. The numbers of those that it does not know, from 1.
CREATE OR REPLACE FUNCTION stock_unknown(p_blinds bytea[], p_at timestamptz[]) RETURNS SETOF bigint LANGUAGE sql STABLE AS $$
    SELECT j.n FROM unnest(p_blinds, p_at) WITH ORDINALITY j(blind, at, n)
     WHERE NOT EXISTS (SELECT FROM lost_handouts l WHERE l.blind = j.blind AND l.handed_out_at >= j.at)
       AND NOT EXISTS (
           SELECT FROM codes c LEFT JOIN free_codes f ON f.code_id = c.id
            WHERE c.blind = j.blind AND (f.code_id IS NULL OR EXISTS (SELECT FROM code_returns r WHERE r.code_id = c.id AND r.at >= j.at)))
$$;
