-- Takes out of card operations with which card and where was paid: of all of some members', who are one person, and of those of their bank cards that
-- were nobody's or still wait, unless the card earns for somebody else now. Sums, days and points stay. Returns how many there were. For the
-- function that knows whose data go.
CREATE OR REPLACE FUNCTION card_operations_forget(p_members bigint[]) RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE
    v_programme bigint := (SELECT programme_id FROM members WHERE id = p_members[1]);
    v_tokens text[] := ARRAY(
        SELECT DISTINCT c.token FROM member_cards c WHERE c.member_id = ANY (p_members) AND c.forgotten IS NULL AND NOT EXISTS (
               SELECT FROM member_cards o WHERE o.programme_id = c.programme_id AND o.token = c.token AND o.member_id <> ALL (p_members) AND o.unbound_at IS NULL));
    v_taken_in bigint;
    v_waiting bigint;
BEGIN
    UPDATE card_operations SET token = 'erased', merchant = ''
     WHERE forgotten IS NULL AND (member_id = ANY (p_members) OR (programme_id = v_programme AND member_id IS NULL AND token = ANY (v_tokens)));
    GET DIAGNOSTICS v_taken_in = ROW_COUNT;
    UPDATE waiting_operations SET token = 'erased', merchant = '' WHERE forgotten IS NULL AND programme_id = v_programme AND token = ANY (v_tokens);
    GET DIAGNOSTICS v_waiting = ROW_COUNT;
    RETURN v_taken_in + v_waiting;
END $$;
REVOKE EXECUTE ON FUNCTION card_operations_forget FROM PUBLIC, vitrina_app;
