-- What a minor unit of one currency was worth in another's on a day, in thousand millionths, as a programme has it and a statement's drawing has seen
-- it: the last that the source had published by then, a week before at most, for none publishes on every day. Refused under the name
-- 'settlement_rate' where the programme has not been told what the source said.
CREATE OR REPLACE FUNCTION settlement_rate(p_programme bigint, p_source text, p_from text, p_to text, p_day date, s statements) RETURNS settlement_rates
LANGUAGE plpgsql STABLE AS $$
DECLARE v_found settlement_rates;
BEGIN
    SELECT * INTO v_found FROM settlement_rates r
     WHERE r.programme_id = p_programme AND r.source = p_source AND r.from_currency = p_from AND r.to_currency = p_to
       AND r.day <= p_day AND r.day >= p_day - 7 AND settlement_seen(r.txid, s) ORDER BY r.day DESC LIMIT 1;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'no rate of % in % on %', p_from, p_to, p_day USING ERRCODE = 'check_violation', CONSTRAINT = 'settlement_rate';
    END IF;
    RETURN v_found;
END $$;
REVOKE EXECUTE ON FUNCTION settlement_rate FROM PUBLIC;
