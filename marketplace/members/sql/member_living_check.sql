-- For tables in which something begins with a member: the trigger names the column in which the member stands.
CREATE OR REPLACE FUNCTION member_living_check() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM member_living((to_jsonb(NEW) ->> TG_ARGV[0])::bigint);
    RETURN NEW;
END $$;
