-- An object with the values of some of its keys emptied, and the others as they were.
CREATE OR REPLACE FUNCTION words_emptied(p_facts jsonb, p_keys text[]) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN jsonb_typeof(p_facts) = 'object' AND p_facts ?| p_keys
                THEN (SELECT jsonb_object_agg(key, CASE WHEN key = ANY (p_keys) THEN '""' ELSE value END) FROM jsonb_each(p_facts))
                ELSE p_facts END
$$;
