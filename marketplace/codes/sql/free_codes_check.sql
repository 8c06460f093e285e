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
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER free_codes_on_sale AFTER INSERT ON free_codes REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION free_codes_check();
