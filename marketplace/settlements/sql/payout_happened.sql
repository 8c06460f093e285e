-- Says what became of a payment: accepted by the bank; confirmed, failed or held for the payee's name, or returned after all; reopened where it is
-- unknown again whether it arrived. One that failed or came back gives its debt free. A bank's entry is believed though the payment was said to have
-- failed: then the debt is paid, whoever pays it again. Said again it changes nothing. Refused as 'payout_step' where it cannot have happened, as 'payout_event_by_two' where the proposal is not one of this
-- payment, by a person, or of the programme's reports, by a file, that somebody else has approved.
CREATE OR REPLACE FUNCTION payout_happened(
    p_line bigint, p_what text, p_code text, p_note text, p_known_by text, p_proposal bigint, p_now timestamptz) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    v_line payout_lines;
    v_was text[];
    v_last text;
BEGIN
    SELECT * INTO STRICT v_line FROM payout_lines WHERE id = p_line FOR UPDATE;
    -- What was known before it was reopened is not known any more.
    SELECT coalesce(array_agg(what ORDER BY id), '{}') INTO v_was FROM payout_events
     WHERE line_id = p_line AND id > coalesce((SELECT max(id) FROM payout_events WHERE line_id = p_line AND what = 'reopened'), 0);
    IF p_what = ANY (v_was) THEN RETURN false; END IF;
    v_last := coalesce((array_remove(v_was, 'accepted'))[cardinality(array_remove(v_was, 'accepted'))], '');
    -- What the bank took on after it had said how it ended is no news.
    IF p_what = 'accepted' AND v_last <> '' THEN RETURN false; END IF;
    IF NOT EXISTS (SELECT FROM payout_run_steps WHERE run_id = v_line.run_id AND step = 'sent')
       OR v_last <> ALL (CASE p_what WHEN 'returned' THEN ARRAY['confirmed'] WHEN 'reopened' THEN ARRAY['confirmed']
                         WHEN 'confirmed' THEN CASE p_known_by WHEN 'bank' THEN ARRAY['', 'failed', 'name_mismatch'] ELSE ARRAY[''] END
                         ELSE ARRAY[''] END) THEN
        RAISE EXCEPTION 'this cannot have happened to payment %', p_line USING ERRCODE = 'check_violation', CONSTRAINT = 'payout_step';
    END IF;
    IF p_proposal IS NOT NULL AND NOT payout_by_two(v_line, p_what, p_known_by, p_proposal) THEN
        RAISE EXCEPTION 'nobody else has agreed to this' USING ERRCODE = 'check_violation', CONSTRAINT = 'payout_event_by_two';
    END IF;
    INSERT INTO payout_events (line_id, what, code, note, known_by, proposal_id, at)
    VALUES (p_line, p_what, p_code, p_note, p_known_by, p_proposal, p_now);
    IF p_what IN ('failed', 'name_mismatch', 'returned') THEN
        UPDATE payout_lines SET released_at = p_now WHERE id = p_line AND released_at IS NULL;
    END IF;
    PERFORM audit_record('settlements.payout_' || p_what, 'payout_line:' || p_line, p_now, p_note,
        jsonb_build_object('state', coalesce(v_was[cardinality(v_was)], 'sent')), jsonb_build_object('state', p_what, 'amount', v_line.amount, 'reason', p_code));
    RETURN true;
END $$;
REVOKE EXECUTE ON FUNCTION payout_happened FROM PUBLIC;
GRANT EXECUTE ON FUNCTION payout_happened TO vitrina_app;
