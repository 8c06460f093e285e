-- What a minor unit of one currency was worth in another's on a day, in thousand millionths, as a programme has it. Refused under the
-- name 'settlement_rate' where it has not been told what the source said.
CREATE OR REPLACE FUNCTION settlement_rate(p_programme bigint, p_source text, p_from text, p_to text, p_day date) RETURNS bigint LANGUAGE plpgsql STABLE AS $$
DECLARE v_rate bigint;
BEGIN
    SELECT rate INTO v_rate FROM settlement_rates
     WHERE programme_id = p_programme AND source = p_source AND from_currency = p_from AND to_currency = p_to AND day = p_day;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'no rate of % in % on %', p_from, p_to, p_day USING ERRCODE = 'check_violation', CONSTRAINT = 'settlement_rate';
    END IF;
    RETURN v_rate;
END $$;
REVOKE EXECUTE ON FUNCTION settlement_rate FROM PUBLIC;
