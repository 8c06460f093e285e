-- The cases of some members, with those that were merged with theirs and belong to nobody by themselves, such as those by letter.
CREATE OR REPLACE FUNCTION member_cases(p_members bigint[]) RETURNS SETOF bigint LANGUAGE sql STABLE AS $$
    WITH RECURSIVE theirs AS (
        SELECT id, merged_into FROM cases WHERE member_id = ANY (p_members)
        UNION SELECT c.id, c.merged_into FROM theirs t JOIN cases c ON c.member_id IS NULL AND (c.merged_into = t.id OR c.id = t.merged_into))
    SELECT id FROM theirs
$$;
REVOKE EXECUTE ON FUNCTION member_cases FROM PUBLIC;
GRANT EXECUTE ON FUNCTION member_cases TO vitrina_app;
