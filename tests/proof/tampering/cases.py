"""Ways to rob a shop from inside its database, and which rule finds each.

`by`: "owner" has the rights of the database's owner and switches triggers off; "app" has the application's role, and triggers on.
Names in braces are of the shop in `test_named_tampering.py`.
"""

from typing import NamedTuple

SEALED = "sealed rows stay as they were"


class Case(NamedTuple):
    """One tampering: what somebody with these rights does, and the beginning of the rule that says so."""

    what: str
    by: str
    sql: str
    rule: str


CASES = (
    Case("points minted", "owner",
         """SELECT ledger_post({programme}, 'accrual', 'card-operations:0-0:earned', '2026-11-21 09:00Z', '2026-11-21',
            ARRAY[{pot}, {purse}]::bigint[], ARRAY[-1000000, 1000000]::bigint[], NULL, NULL)""",
         "points are earned for card operations"),
    Case("a card's value raised in its order and itself", "owner",
         "UPDATE orders SET value = value * 10 WHERE id = {order}; UPDATE giftcards SET value = value * 10, remaining = value * 10 WHERE order_id = {order}",
         SEALED),
    Case("a shown card made unseen", "owner",
         "UPDATE giftcards SET revealed_at = NULL WHERE id = {card}; DELETE FROM giftcard_events WHERE giftcard_id = {card} AND kind = 'revealed'",
         SEALED),
    Case("a sold code's ciphertext replaced", "owner",
         "UPDATE codes SET ciphertext = set_byte(ciphertext, 20, get_byte(ciphertext, 20) # 1) WHERE id = {sold}", SEALED),
    Case("an unsold code deleted, and the batch's count lowered", "owner",
         """DELETE FROM free_codes WHERE code_id = {unsold}; DELETE FROM codes WHERE id = {unsold};
            UPDATE batches SET code_count = code_count - 1 WHERE denomination_id = {cheap}""", SEALED),
    Case("a free code moved to a dearer denomination", "owner",
         """UPDATE codes SET denomination_id = {dear}, batch_id = (SELECT id FROM batches WHERE denomination_id = {dear}) WHERE id = {unsold};
            UPDATE free_codes SET denomination_id = {dear} WHERE code_id = {unsold};
            UPDATE batches SET code_count = code_count + CASE denomination_id WHEN {dear} THEN 1 ELSE -1 END WHERE denomination_id IN ({dear}, {cheap})""",
         SEALED),
    Case("an admin grant inserted", "app",
         "INSERT INTO grants (user_id, role, programme_id) VALUES ({user}, 'admin', {programme})", "a role is held by whom the audit says"),
    Case("a card operation given to another member", "owner",
         "UPDATE card_operations SET member_id = {other} WHERE member_id = {member} AND points > 0", SEALED),
    Case("digests of accepted texts and of a consent rewritten", "owner",
         "UPDATE orders SET rules_digest = sha256('other'), offer_digest = sha256('other'); UPDATE consents SET digest = sha256('other')",
         SEALED),
    Case("triggers off", "owner", "ALTER TABLE orders DISABLE TRIGGER orders_frozen", "each trigger is as this version ships it"),
    Case("rights widened", "owner", "GRANT UPDATE ON giftcards, entries TO vitrina_app", "each right is as this version ships it"),
    Case("a function of the books rewritten", "owner",
         "CREATE OR REPLACE FUNCTION acting() RETURNS text LANGUAGE sql STABLE AS $$ SELECT 'user:1' $$",
         "each function is as this version ships it"),
    Case("the application's role let into the owner's", "owner", "ALTER ROLE vitrina_app BYPASSRLS", "each role is as this version ships it"),
    Case("a guard dropped from a table", "owner", "DROP INDEX giftcards_live_code", "each index is as this version ships it"),
    Case("triggers switched off for every new connection", "owner",
         "ALTER ROLE vitrina_app SET session_replication_role = replica", "each setting is as this version ships it"),
    Case("somebody else signs in for a member", "app", "UPDATE members SET user_id = {stranger} WHERE id = {member}", SEALED),
    Case("the record of a grant forged into the past", "owner",
         """INSERT INTO audit_records (txid, at, actor_kind, action, subject, after)
            SELECT txid, at, 'operator', 'identity.grant', 'user:{user}', '{{}}' FROM audit_records ORDER BY id LIMIT 1""", SEALED),
    Case("a key made to speak for another member, with every scope", "owner",
         "UPDATE api_clients SET member_id = NULL, scopes = '{{cards:reveal,orders:write}}' WHERE id = {client}", SEALED),
    Case("an ended key brought back to life", "app", "UPDATE api_clients SET revoked_at = NULL WHERE id = {ended}",
         "an API client may do what the audit says"),
    Case("a void card given back to its owner", "owner", "UPDATE giftcards SET state = 'active' WHERE id = {void}",
         "a certificate is frozen, set aside or void when its history says so"),
    Case("a cancellation that never was", "owner", "DELETE FROM order_cancellations", SEALED),
    Case("the limit above which a factor is asked raised", "app", "UPDATE programmes SET reveal_limit = 99999999 WHERE id = {programme}",
         "a programme has the settings that it was given last"),
    Case("a certificate made longer", "owner", "UPDATE giftcards SET expires_on = expires_on + 3650 WHERE id = {card}",
         "a certificate ends on the day that it was born with"),
    Case("a published text rewritten under its old digest", "owner", "UPDATE programme_texts SET body = body || ' Or not.'", SEALED),
    Case("an operation of the future made up", "owner",
         """INSERT INTO waiting_operations (programme_id, source, operation_id, token, happened_at, kind, amount, currency, mcc, merchant, rrn,
                original_amount, original_currency, rate, kept_at)
            SELECT programme_id, source, 'forged', token, happened_at, kind, amount, currency, mcc, merchant, rrn, 0, '', 1, happened_at - interval '2 days'
              FROM card_operations LIMIT 1""", "operations that wait were received with a record of it"),
    Case("a card operation made up", "app",
         """INSERT INTO card_operations (programme_id, source, operation_id, member_id, token, happened_at, kind, amount, currency, mcc, merchant,
                original_amount, original_currency, rate, points, reason, imported_at)
            SELECT programme_id, source, 'forged', member_id, token, happened_at, kind, amount, currency, mcc, merchant, original_amount,
                   original_currency, rate, points, reason, imported_at FROM card_operations WHERE points > 0 LIMIT 1""",
         "card operations are taken in with a record of it"),
    Case("a card operation made up, with its record and its intake, and its points posted", "app",
         """INSERT INTO card_operations (programme_id, source, operation_id, member_id, token, happened_at, kind, amount, currency, mcc, merchant,
                original_amount, original_currency, rate, points, reason, imported_at)
            SELECT programme_id, source, 'forged', member_id, token, happened_at, kind, amount, currency, mcc, merchant, original_amount,
                   original_currency, rate, points, reason, imported_at FROM card_operations WHERE points > 0 LIMIT 1;
            SELECT audit_record('earning.take_in', 'programme:{programme}', '2026-11-21 09:05Z', '', NULL, '{{"new": 1}}');
            SELECT operation_intake_note({programme}, source, NULL, id, id, 1, 0, 0, points, 0, (SELECT seal FROM operation_intakes LIMIT 1),
                   '2026-11-21 09:05Z') FROM card_operations WHERE operation_id = 'forged';
            SELECT card_operations_post({programme}, 'earned', max(id), max(id), NULL, '{{}}', '2026-11-21 09:05Z', '2026-11-21')
              FROM card_operations""", "card operations are taken in by the application itself"),
    Case("an operation of the future made up, with its record and its intake", "app",
         """SELECT card_operations_wait({programme}, 'test', jsonb_build_array(to_jsonb(o) || '{{"operation_id": "forged", "happened_at": "2026-12-01"}}'),
                   '2026-11-21 09:05Z') FROM card_operations o LIMIT 1;
            SELECT operation_intake_note({programme}, 'test', NULL, NULL, NULL, 0, 1, 0, 0, 0, sha256('mine'), '2026-11-21 09:05Z')""",
         "card operations are taken in by the application itself"),
    Case("a code that came back put on sale, with a decision that nobody made", "owner",
         """INSERT INTO code_return_decisions (return_id, decision, why, at) SELECT id, 'restocked', '', at FROM code_returns;
            INSERT INTO free_codes (denomination_id, expires_on, code_id, batch_id)
            SELECT c.denomination_id, coalesce(c.expires_on, 'infinity'), c.id, c.batch_id FROM code_returns r JOIN codes c ON c.id = r.code_id""",
         "what was decided of a code that came back has its record"),
    Case("a partner suspended by hand, its brands hidden", "owner",
         "UPDATE partners SET state = 'suspended' WHERE id = {partner}; UPDATE brands SET hidden = true WHERE partner_id = {partner}",
         "a partner is in the state that the audit says"),
    Case("a partner's brands hidden, while it works with us", "app", "UPDATE brands SET hidden = true WHERE partner_id = {partner}",
         "the brands of a partner are in the shop while"),
    Case("a member's limit counted from nothing again", "app", "UPDATE member_offer_usage SET used = 0",
         "limits count what was ordered and not given back"),
    Case("an offer's limit counted from nothing again", "app", "DELETE FROM offer_usage", "limits count what was ordered and not given back"),
    Case("an invitation planted", "app",
         """INSERT INTO invitations (email, role, programme_id, partner_id, token_digest, invited_at, ends_at)
            VALUES ('thief@example.org', 'owner', {programme}, {partner}, sha256('known'), '2026-11-21', '2026-12-21')""",
         "an invitation was sent as the audit says"),
    Case("another link put into an invitation", "app", "UPDATE invitations SET token_digest = sha256('known') WHERE id = {invitation}",
         "an invitation was sent as the audit says"),
    Case("a session planted", "app",
         """INSERT INTO user_sessions (user_id, key_digest, began_at, ends_at) VALUES ({user}, sha256('known'), '2026-11-21', '2026-12-21')""",
         "somebody is signed in where the audit says"),
    Case("a session given to somebody else", "app", "UPDATE user_sessions SET user_id = {stranger} WHERE id = {session}",
         "somebody is signed in where the audit says"),
    Case("a supplier's address changed", "app", "UPDATE supplier_connections SET base_url = 'https://thief.example' WHERE id = {supplier}",
         "a supplier is reached where and as the audit says"),
    Case("a price lowered", "app", "UPDATE denominations SET price_points = 1 WHERE offer_id = {published}",
         "an offer that was published is sold as it was published last"),
    Case("a price lowered, and the version that it was published as with it", "owner",
         """UPDATE denominations SET price_points = 1 WHERE offer_id = {published};
            UPDATE offer_versions SET facts = jsonb_set(facts, '{{denominations}}',
                   (SELECT jsonb_agg(jsonb_build_array(value, price_points, old_price_points) ORDER BY value) FROM denominations WHERE offer_id = {published}))
             WHERE offer_id = {published}""", SEALED),
    Case("a price lowered by a publication that nobody made", "app",
         """INSERT INTO catalogue_publications (programme_id, partner_id, source, at, actor)
            SELECT programme_id, partner_id, source, '2026-11-21', actor FROM catalogue_publications LIMIT 1;
            UPDATE denominations SET price_points = 1 WHERE offer_id = {published};
            INSERT INTO offer_versions (offer_id, publication_id, facts)
            SELECT v.offer_id, (SELECT max(id) FROM catalogue_publications), jsonb_set(v.facts, '{{denominations}}',
                   (SELECT jsonb_agg(jsonb_build_array(value, price_points, old_price_points) ORDER BY value) FROM denominations WHERE offer_id = {published}))
              FROM offer_versions v WHERE v.offer_id = {published}""", "what was published has its record"),
    Case("a limit of an offer lifted", "app", "UPDATE offers SET per_member_limit = NULL WHERE id = {published}",
         "an offer that was published is sold as it was published last"),
    Case("a member's level raised", "owner", "UPDATE members SET tier = 'gold' WHERE id = {member}", SEALED),
    Case("a bank card that earns for somebody else", "app", "UPDATE member_cards SET member_id = {other} WHERE member_id = {member}", SEALED),
    Case("a function of the shop opened to everybody, whose name is longer than a name of the catalogues", "owner",
         "GRANT EXECUTE ON FUNCTION order_place TO PUBLIC", "each right is as this version ships it"),
    Case("a function put beside the queue's", "owner",
         "CREATE FUNCTION pgmq.send(text, text) RETURNS int LANGUAGE sql AS 'SELECT 1'", "each function is as this version ships it"),
    Case("a function of the queue's rewritten", "owner",
         "CREATE OR REPLACE FUNCTION pgmq.notify_queue_listeners() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
         "each function is as this version ships it"),
    Case("a table put beside the queue", "owner", "CREATE TABLE pgmq.q_other (id bigint)", "each table is as this version ships it"),
    Case("the queue's schema opened to the application", "owner", "GRANT CREATE ON SCHEMA pgmq TO vitrina_app",
         "each right is as this version ships it"),
    Case("a parameter that switches triggers off granted", "owner", "GRANT SET ON PARAMETER session_replication_role TO vitrina_app",
         "each parameter is as this version ships it"),
    Case("a superuser beside the owner", "owner", "CREATE ROLE thief SUPERUSER LOGIN", "each role that may anything"),
    Case("a role that makes roles", "owner", "CREATE ROLE thief CREATEROLE", "each role that may anything"),
    Case("a role that copies everything", "owner", "CREATE ROLE thief REPLICATION LOGIN", "each role that may anything"),
    Case("somebody let into a role that writes everywhere", "owner", "CREATE ROLE thief; GRANT pg_write_all_data TO thief",
         "each role that may anything"),
    Case("somebody let into the owner's role", "owner", "CREATE ROLE thief; GRANT postgres TO thief", "each role that may anything"),
    Case("everything published", "owner", "CREATE PUBLICATION leak FOR ALL TABLES", "each way out is as this version ships it"),
    Case("rows taken from elsewhere", "owner",
         "CREATE SUBSCRIPTION feed CONNECTION 'dbname=elsewhere' PUBLICATION leak WITH (connect = false)", "each way out"),
    Case("a foreign server", "owner", "CREATE FOREIGN DATA WRAPPER pipe; CREATE SERVER elsewhere FOREIGN DATA WRAPPER pipe", "each way out"),
    Case("a trigger of events", "owner",
         """CREATE FUNCTION pg_temp.watch() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';
            CREATE EVENT TRIGGER watch ON ddl_command_end EXECUTE FUNCTION pg_temp.watch()""", "each trigger is as this version ships it"),
    Case("a function of the server's shadowed", "owner",
         "CREATE FUNCTION pg_catalog.sha256(text) RETURNS bytea LANGUAGE sql AS $$ SELECT ''::bytea $$", "each object of the server"),
    Case("an operator that says other things are equal", "owner",
         """CREATE FUNCTION pg_temp.same(bytea, text) RETURNS bool LANGUAGE sql AS 'SELECT true';
            CREATE OPERATOR pg_catalog.= (LEFTARG = bytea, RIGHTARG = text, FUNCTION = pg_temp.same)""", "each object of the server"),
    Case("a cast that reads something else", "owner",
         """CREATE FUNCTION pg_temp.read(bytea) RETURNS date LANGUAGE sql AS 'SELECT current_date';
            CREATE CAST (bytea AS date) WITH FUNCTION pg_temp.read(bytea) AS IMPLICIT""", "each object of the server"),
    Case("statements written to the server's log, with what they hold", "owner", "ALTER ROLE CURRENT_USER SET log_statement = 'all'",
         "each setting is as this version ships it"),
    Case("commits that do not wait for the disk", "owner", "ALTER ROLE ALL SET synchronous_commit = off", "each setting"),
    Case("a language that anybody may write in", "owner", "UPDATE pg_language SET lanpltrusted = true WHERE lanname = 'c'",
         "each language is as this version ships it"),
    Case("the server's files opened to the application", "owner", "GRANT EXECUTE ON FUNCTION pg_read_file(text) TO vitrina_app",
         "each right beyond the schema"),
    Case("the database opened to new schemas", "owner", "GRANT CREATE ON DATABASE {database} TO vitrina_app", "each right beyond the schema"),
)  # fmt: skip
