-- Writes the transfer of a ref, or finds the one that is there. What it settles is locked first: of two that would end
-- the same hold, the second waits and then finds its own ref, or is refused by the unique key.
CREATE OR REPLACE FUNCTION ledger_begin(p_programme bigint, p_kind text, p_ref text, p_at timestamptz, p_settles bigint,
    OUT transfer_id bigint, OUT created boolean)
LANGUAGE plpgsql AS $$
BEGIN
    IF p_settles IS NOT NULL THEN
        PERFORM FROM transfers WHERE id = p_settles AND programme_id = p_programme FOR NO KEY UPDATE;
        IF NOT FOUND THEN PERFORM ledger_refuse('transfer_form', 'there is no such transfer to settle'); END IF;
    END IF;
    INSERT INTO transfers (programme_id, kind, ref, at, settles_id) VALUES (p_programme, p_kind, p_ref, p_at, p_settles)
    ON CONFLICT (ref) DO NOTHING RETURNING id INTO transfer_id;
    created := transfer_id IS NOT NULL;
    IF created THEN RETURN; END IF;
    SELECT id INTO transfer_id FROM transfers t
     WHERE t.ref = p_ref AND t.programme_id = p_programme AND t.kind = p_kind AND t.settles_id IS NOT DISTINCT FROM p_settles;
    IF NOT FOUND THEN PERFORM ledger_refuse('transfer_same', format('ref %s stands for another transfer', p_ref)); END IF;
END $$;
REVOKE EXECUTE ON FUNCTION ledger_begin FROM PUBLIC;
