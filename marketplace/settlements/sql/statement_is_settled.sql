-- Whether what a statement owed has been paid: it was accepted, and nothing is left of it, or of a later one that carries it on and was accepted, too.
CREATE OR REPLACE FUNCTION statement_is_settled(s statements) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT FROM statement_steps a WHERE a.statement_id = s.id AND a.step = 'accepted')
       AND EXISTS (SELECT FROM statements t JOIN statement_steps a ON a.statement_id = t.id AND a.step = 'accepted'
                    WHERE t.contract_id = s.contract_id AND t.to_day >= s.to_day AND payout_left(t) <= 0)
$$;
REVOKE EXECUTE ON FUNCTION statement_is_settled FROM PUBLIC;
GRANT EXECUTE ON FUNCTION statement_is_settled TO vitrina_app;
