-- Notes what this very transaction has taken in of a file since its last intake: operations between two ids, parts of purchases given back, and
-- operations that wait. The figures must be those of the rows. With the digest of a file they must come from a run that is being applied,
-- and be no more than the run was found to hold. `p_seal` is the application's own, see marketplace/earning/intakes.py.
CREATE OR REPLACE FUNCTION operation_intake_note(
    p_programme bigint, p_source text, p_digest bytea, p_first bigint, p_last bigint, p_number bigint, p_waiting bigint, p_parts bigint,
    p_earned bigint, p_taken_back bigint, p_seal bytea, p_at timestamptz)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp SET plan_cache_mode = force_custom_plan AS $$
DECLARE
    v_txid xid8 := pg_current_xact_id();
    v_run bigint;
    v_total bigint;
    v_before operation_intakes;
    v_found operation_intakes;
BEGIN
    SELECT coalesce(max(i.last_id), 0), coalesce(sum(i.waiting), 0), coalesce(sum(i.parts), 0) INTO v_before.last_id, v_before.waiting, v_before.parts
      FROM operation_intakes i WHERE i.txid = v_txid;
    SELECT min(o.id), max(o.id), count(*), coalesce(sum(o.points) FILTER (WHERE o.points > 0), 0), coalesce(-sum(o.points) FILTER (WHERE o.points < 0), 0)
      INTO v_found.first_id, v_found.last_id, v_found.number, v_found.earned, v_found.taken_back
      FROM card_operations o WHERE o.txid = v_txid AND o.id > v_before.last_id AND o.programme_id = p_programme AND o.source = p_source;
    SELECT count(*) - v_before.waiting INTO v_found.waiting FROM waiting_operations w WHERE w.txid = v_txid;
    SELECT count(*) - v_before.parts INTO v_found.parts FROM refund_parts p WHERE p.txid = v_txid;
    IF (v_found.first_id, v_found.last_id, v_found.number, v_found.waiting, v_found.parts, v_found.earned, v_found.taken_back)
       IS DISTINCT FROM (p_first, p_last, p_number, p_waiting, p_parts, p_earned, p_taken_back) THEN
        RAISE EXCEPTION 'the figures are not those of what was taken in' USING ERRCODE = 'check_violation', CONSTRAINT = 'intake_figures';
    END IF;
    IF p_digest IS NOT NULL THEN
        SELECT r.id, r.total INTO v_run, v_total FROM runs r
         WHERE r.programme_id = p_programme AND r.file_digest = p_digest AND r.kind = 'card_operations' AND r.state IN ('applying', 'stopped')
         ORDER BY r.id DESC LIMIT 1;
        IF v_run IS NULL OR v_total < p_number + p_waiting + (
                SELECT coalesce(sum(i.number + i.waiting), 0) FROM operation_intakes i WHERE i.run_id = v_run) THEN
            RAISE EXCEPTION 'no run that is being applied holds these operations' USING ERRCODE = 'check_violation', CONSTRAINT = 'intake_run';
        END IF;
    END IF;
    INSERT INTO operation_intakes (programme_id, source, run_id, file_digest, first_id, last_id, number, waiting, parts, earned, taken_back, at, seal)
    VALUES (p_programme, p_source, v_run, p_digest, p_first, p_last, p_number, p_waiting, p_parts, p_earned, p_taken_back, p_at, p_seal);
END $$;
REVOKE EXECUTE ON FUNCTION operation_intake_note FROM PUBLIC;
GRANT EXECUTE ON FUNCTION operation_intake_note TO vitrina_app;
