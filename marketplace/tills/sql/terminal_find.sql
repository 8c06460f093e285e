-- Looks a code up for a terminal: `p_exact` is the blind index of what was typed, `p_variants` of all that can be meant by it. What was
-- typed is never read as another code while there is one that is written so; of the variants one alone must be a code.
--
-- The outcome is 'found' with the card, 'refused' with a reason, or 'too_many' with the seconds to wait, and then nothing was looked up.
-- It is 'kept' where the terminal's ref stands for something already, whatever the card has become since.
-- Whatever is refused takes the same steps, is noted under `p_number` and counts towards the wait; so the transaction must be committed.
-- `p_marks` are the marks that these codes would have as decoys: where one is, its partner and the programme are told, and nobody else.
CREATE OR REPLACE FUNCTION terminal_find(
    p_terminal bigint, p_acceptor bigint, p_programme bigint, p_user bigint, p_ref text, p_exact bytea, p_variants bytea[],
    p_marks bytea[], p_number text, p_today date, p_now timestamptz,
    OUT outcome text, OUT card_id bigint, OUT code_id bigint, OUT sealed bytea, OUT accepted boolean, OUT reason text, OUT wait integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp SET plan_cache_mode = force_generic_plan AS $$
DECLARE
    v_hits integer;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('find user ' || p_user, 2));
    PERFORM pg_advisory_xact_lock(hashtextextended('find terminal ' || p_terminal, 2));
    SELECT k.card INTO card_id FROM (
        SELECT giftcard_id AS card FROM redemptions WHERE terminal_id = p_terminal AND ref = p_ref
        UNION ALL SELECT giftcard_id FROM authorisations WHERE terminal_id = p_terminal AND ref = p_ref
        UNION ALL SELECT NULL FROM reversals WHERE terminal_id = p_terminal AND ref = p_ref) k LIMIT 1;
    IF FOUND THEN
        outcome := 'kept'; RETURN;
    END IF;
    wait := till_wait(p_terminal, p_user, p_now);
    IF wait > 0 THEN
        outcome := 'too_many';
        PERFORM till_alarm('guessing', p_acceptor, p_terminal, p_user, p_now);
        RETURN;
    END IF;
    WITH hits AS (
        SELECT c.id, c.ciphertext, c.blind = p_exact AS exact, g.id AS card, b.partner_id,
               CASE WHEN g.id IS NULL THEN 'unsold' WHEN NOT till_accepts(p_acceptor, b.partner_id) THEN 'foreign'
                    WHEN g.state = 'active' AND g.expires_on < p_today THEN 'expired' WHEN g.state <> 'active' THEN g.state END AS bar
          FROM codes c JOIN brands b ON b.id = c.brand_id AND b.programme_id = p_programme
          LEFT JOIN giftcards g ON g.code_id = c.id AND g.state <> 'void'
         WHERE c.blind = ANY (p_exact || p_variants)),
    meant AS (SELECT *, bar IS NULL OR bar NOT IN ('unsold', 'foreign') AS own FROM hits
               WHERE exact = (SELECT bool_or(exact) FROM hits)),
    one AS (SELECT *, (SELECT CASE WHEN bool_or(exact) AND count(*) FILTER (WHERE own) = 1 THEN 1 ELSE count(*) END FROM meant) AS many
              FROM meant ORDER BY own DESC LIMIT 1)
    SELECT many, card, id, ciphertext, own, bar INTO v_hits, card_id, code_id, sealed, accepted, reason FROM one;
    accepted := coalesce(v_hits = 1 AND accepted, false);
    reason := CASE WHEN v_hits IS NULL THEN 'unknown' WHEN v_hits > 1 THEN 'ambiguous' ELSE reason END;
    outcome := CASE WHEN reason IS NULL THEN 'found' ELSE 'refused' END;
    IF outcome = 'refused' THEN
        INSERT INTO till_refusals (terminal_id, user_id, number, reason, giftcard_id, at)
        VALUES (p_terminal, p_user, p_number, reason, CASE WHEN v_hits = 1 THEN card_id END, p_now);
        PERFORM till_alarm('canary', b.partner_id, p_terminal, p_user, p_now, b.id, p_number)
           FROM code_canaries k JOIN batches b ON b.id = k.batch_id AND b.programme_id = p_programme WHERE k.mark = ANY (p_marks);
    END IF;
END $$;
REVOKE EXECUTE ON FUNCTION terminal_find FROM PUBLIC;
GRANT EXECUTE ON FUNCTION terminal_find TO vitrina_app;
