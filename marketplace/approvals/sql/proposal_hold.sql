-- Lets one at a time decide about a proposal, edit or apply it; until the end of the transaction.
CREATE OR REPLACE FUNCTION proposal_hold(p_proposal bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    PERFORM FROM proposals WHERE id = p_proposal FOR UPDATE;
END $$;
REVOKE EXECUTE ON FUNCTION proposal_hold FROM PUBLIC;
GRANT EXECUTE ON FUNCTION proposal_hold TO vitrina_app;
