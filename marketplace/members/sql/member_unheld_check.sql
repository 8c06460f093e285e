-- For tables whose rows move a member's value: the trigger names the column in which the member stands.
CREATE OR REPLACE FUNCTION member_unheld_check() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM member_unheld((to_jsonb(NEW) ->> TG_ARGV[0])::bigint);
    RETURN NEW;
END $$;
