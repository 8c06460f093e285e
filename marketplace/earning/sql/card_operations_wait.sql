-- Keeps operations that lay in the future when they came, a list of objects with the columns of waiting_operations, and records that they
-- were received: nothing waits without such a record. What waits already stays as it is. Returns how many are new.
CREATE OR REPLACE FUNCTION card_operations_wait(p_programme bigint, p_source text, p_operations jsonb, p_at timestamptz) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE v_new bigint;
BEGIN
    WITH kept AS (
        INSERT INTO waiting_operations (programme_id, source, operation_id, token, happened_at, kind, amount, currency, mcc, merchant, rrn,
                                        original_amount, original_currency, rate, kept_at)
        SELECT p_programme, p_source, o.operation_id, o.token, o.happened_at, o.kind, o.amount, o.currency, o.mcc, o.merchant, o.rrn,
               o.original_amount, o.original_currency, o.rate, p_at
          FROM jsonb_populate_recordset(NULL::waiting_operations, p_operations) o
        ON CONFLICT (programme_id, source, operation_id) DO NOTHING RETURNING 1)
    SELECT count(*) INTO v_new FROM kept;
    IF v_new > 0 THEN
        PERFORM audit_record('earning.wait', 'programme:' || p_programme, p_at, '', NULL,
                             jsonb_build_object('new', v_new, 'source', p_source));
    END IF;
    RETURN v_new;
END $$;
REVOKE EXECUTE ON FUNCTION card_operations_wait FROM PUBLIC;
GRANT EXECUTE ON FUNCTION card_operations_wait TO vitrina_app;
