-- No code without a PIN comes on sale of a batch that is easily guessed (half a code in 30 days: `rules.WEAK_MILLI`), whoever decides so.
-- No code of a withdrawn batch comes on sale, whoever puts it there: the batch is held until he has committed, and whoever withdraws
-- it meanwhile waits and then takes the new ones out, too.
CREATE OR REPLACE FUNCTION free_codes_check() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE v_batches bigint[] := (SELECT array_agg(DISTINCT batch_id) FROM added);
BEGIN
    PERFORM FROM batches b WHERE b.id = ANY (v_batches) ORDER BY b.id FOR KEY SHARE;
    IF EXISTS (SELECT FROM batch_withdrawals w WHERE w.batch_id = ANY (v_batches)
                  AND NOT EXISTS (SELECT FROM batch_releases r WHERE r.withdrawal_id = w.id)) THEN
        RAISE EXCEPTION 'the batch is withdrawn' USING ERRCODE = 'check_violation', CONSTRAINT = 'batch_withdrawn';
    END IF;
    IF EXISTS (SELECT FROM batches b JOIN added a ON a.batch_id = b.id JOIN codes c ON c.id = a.code_id
                WHERE b.id = ANY (v_batches) AND b.expected_hits_milli >= 500 AND NOT c.with_pin) THEN
        RAISE EXCEPTION 'easily guessed and without a PIN' USING ERRCODE = 'check_violation', CONSTRAINT = 'batch_weak';
    END IF;
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER free_codes_on_sale AFTER INSERT ON free_codes REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION free_codes_check();
