-- What somebody wrote can be taken out, or codes in it be hidden; it never says anything else.
CREATE OR REPLACE FUNCTION case_text_less() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- The new text as a pattern in which each hidden code, with what is shown of its end, stands for any.
    IF NEW.text = '' OR NEW.facts = OLD.facts || '{"masked": true}' AND OLD.text ~ ('^' || regexp_replace(
            regexp_replace(NEW.text, '([][(){}.*+?^$|\\])', '\\\1', 'g'), '••••[0-9A-Z]{0,4}', '.{4,80}', 'g') || '$') THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'what somebody wrote is not changed' USING ERRCODE = 'integrity_constraint_violation';
END $$;
