-- Refuses what would begin anew with a member who goes on as another. Whoever merges takes the member's row first, so of the two one sees the other.
CREATE OR REPLACE FUNCTION member_living(p_member bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM members WHERE id = p_member FOR KEY SHARE;
    IF EXISTS (SELECT FROM member_merges WHERE from_member_id = p_member) THEN
        RAISE EXCEPTION 'the member goes on as another' USING ERRCODE = 'check_violation', CONSTRAINT = 'member_merged';
    END IF;
END $$;
