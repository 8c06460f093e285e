-- What an order writes, in one call: each round trip from the application costs as much as the writing itself. Terms are
-- looked at before, in Python; here is what must hold when two come at once. Whatever is refused is raised, under the name
-- of a rule by which Python knows it, so that nothing of a refused order can be committed.

-- Takes an unsold code, the soonest to expire first and never one that has; `p_today` is the programme's day. Codes that
-- others are just taking are passed over. When no other is left, it waits for one of them to be given back or gone.
-- Nothing but NULLs come back where there is none; it refuses while the stock is in quarantine. Codes of a batch that is being withdrawn are
-- passed over while they still lie here: whoever withdraws it waits for those who hold its lock, and they for him. The list is always walked
-- by its key, also by a plan that was made when it was short.
CREATE OR REPLACE FUNCTION code_claim(p_denomination bigint, p_today date, OUT code_id bigint, OUT last4 text, OUT expires_on date, OUT blind bytea)
LANGUAGE plpgsql SET plan_cache_mode = force_generic_plan SET enable_seqscan = off AS $$
DECLARE
    v_day date;
    v_batch bigint;
    v_gone bigint[] := '{}';
BEGIN
    IF stock_is_quarantined() THEN
        RAISE EXCEPTION 'the stock is in quarantine' USING ERRCODE = 'check_violation', CONSTRAINT = 'stock_quarantine';
    END IF;
    LOOP
        SELECT f.expires_on, f.code_id, f.batch_id INTO v_day, code_id, v_batch FROM free_codes f
         WHERE f.denomination_id = p_denomination AND f.expires_on >= p_today AND f.batch_id <> ALL (v_gone)
         ORDER BY f.expires_on, f.code_id LIMIT 1 FOR UPDATE SKIP LOCKED;
        IF NOT FOUND THEN
            SELECT f.expires_on, f.code_id, f.batch_id INTO v_day, code_id, v_batch FROM free_codes f
             WHERE f.denomination_id = p_denomination AND f.expires_on >= p_today AND f.batch_id <> ALL (v_gone)
             ORDER BY f.expires_on, f.code_id LIMIT 1 FOR UPDATE;
        END IF;
        IF NOT FOUND THEN RETURN; END IF;
        PERFORM pg_advisory_xact_lock_shared(hashtextextended('batch on sale ' || v_batch, 3));
        EXIT WHEN NOT EXISTS (SELECT FROM batch_moves m WHERE m.batch_id = v_batch AND NOT m.back);
        v_gone := v_gone || v_batch;
    END LOOP;
    DELETE FROM free_codes f WHERE f.denomination_id = p_denomination AND f.expires_on = v_day AND f.code_id = code_claim.code_id;
    SELECT c.last4, c.expires_on, c.blind INTO STRICT last4, expires_on, blind FROM codes c WHERE c.id = code_claim.code_id;
END $$;
