-- Refuses what moves value while the member is held, once their data are erased, or once they go on as another. Whoever puts the hold or erases takes the
-- member's row first, so of the two one sees the other.
CREATE OR REPLACE FUNCTION member_unheld(p_member bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM member_living(p_member);
    IF EXISTS (SELECT FROM member_holds WHERE member_id = p_member AND lifted_at IS NULL) OR EXISTS (SELECT FROM erased_members WHERE member_id = p_member) THEN
        RAISE EXCEPTION 'the member is held' USING ERRCODE = 'check_violation', CONSTRAINT = 'member_held';
    END IF;
END $$;
