-- Whether a partner's terminals take an issuer's certificates now: his own always, another's while a contract between them lasts.
CREATE OR REPLACE FUNCTION till_accepts(p_acceptor bigint, p_issuer bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT p_acceptor = p_issuer OR EXISTS (
        SELECT FROM acceptances WHERE acceptor_partner_id = p_acceptor AND issuer_partner_id = p_issuer AND ended_at IS NULL)
$$;
