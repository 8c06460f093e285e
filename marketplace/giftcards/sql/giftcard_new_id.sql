-- A fresh public id of a certificate that is made here: 26 characters by chance.
CREATE OR REPLACE FUNCTION giftcard_new_id() RETURNS text LANGUAGE sql VOLATILE AS $$
    SELECT string_agg(substr('0123456789ABCDEFGHJKMNPQRSTVWXYZ', 1 + (get_byte(r.bytes, n) & 31), 1), '')
      FROM (SELECT uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) AS bytes) r, generate_series(0, 25) n
$$;
REVOKE EXECUTE ON FUNCTION giftcard_new_id FROM PUBLIC;
