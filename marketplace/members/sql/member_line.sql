-- A member and all whom went on as them, directly or through others: whose history is theirs.
CREATE OR REPLACE FUNCTION member_line(p_member bigint) RETURNS SETOF bigint LANGUAGE sql STABLE AS $$
    WITH RECURSIVE line AS (
        SELECT p_member AS id
        UNION
        SELECT m.from_member_id FROM line l JOIN member_merges m ON m.into_member_id = l.id)
    SELECT id FROM line
$$;
REVOKE EXECUTE ON FUNCTION member_line FROM PUBLIC;
GRANT EXECUTE ON FUNCTION member_line TO vitrina_app;
