-- Whether a certificate goes on as one by such a succession: under another code, or for another member, with its value and what was used of it.
CREATE OR REPLACE FUNCTION giftcard_goes_on_as_one(p_cause text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
    SELECT p_cause IN ('reissue', 'gift', 'rebind', 'membership')
$$;
REVOKE EXECUTE ON FUNCTION giftcard_goes_on_as_one FROM PUBLIC;
GRANT EXECUTE ON FUNCTION giftcard_goes_on_as_one TO vitrina_app;
