"""Ways to rob a shop from inside its database, and which rule finds each.

`by`: "owner" has the rights of the database's owner and switches triggers off; "app" has the application's role, and triggers on.
Names in braces are of the shop in `test_named_tampering.py`.
"""

from typing import NamedTuple

SEALED = "sealed rows stay as they were"
SIGNS_IN = "what somebody signs in with is as it was sealed last"
SEAL_OF_SIGN_IN = "what somebody signs in with was sealed by the application itself"

SIGNED = "a version of a contract was signed by the application itself"
PROMOTED = "a joint promotion was signed by the application itself"
PUT_RIGHT = "a sum owed to a partner was put right by the application itself"

COST = "an order cost what was published of its offer"
# Of what is listed first in the published offer; at which value, for what price, until when.
ORDER = """
SELECT order_place({{programme}}, {{member}}, 'forged-order', {{published}}, f.brand_id, d.id, {value}, 'RUB', {price}, 'stock', '{until}', NULL, NULL, NULL,
                   o.rules_digest, o.offer_digest, '{{{{}}}}', repeat('R', 26), '2026-11-21 09:04Z', '2026-11-21')
  FROM orders o, offers f, denominations d WHERE o.id = {{order}} AND f.id = {{published}} AND d.id = {{listed}}"""


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
    Case("a block lifted by hand", "app", "UPDATE member_holds SET lifted_at = at WHERE member_id = {other}",
         "a member is held, and let go on, when the audit says so"),
    Case("a colleague's suspension lifted by hand", "app", "UPDATE issuing_suspensions SET lifted_at = at",
         "somebody is suspended from issuing, and issues again"),
    Case("a colleague's suspension taken out", "owner", "DELETE FROM issuing_suspensions", "somebody is suspended from issuing, and issues again"),
    Case("a gift that waits sent to another address", "app",
         """INSERT INTO gift_letters (gift_id, number, to_name, email, message, signed, design, language, send_at, ends_at, written_at, by_staff)
            SELECT gift_id, number + 1, to_name, 'thief@example.org', message, signed, design, language, send_at, ends_at, written_at, by_staff
              FROM gift_letters""", "a gift is sent to another address when the audit says so"),
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
    Case("an admin grant inserted, with the record of it", "app",
         """INSERT INTO grants (user_id, role, programme_id) VALUES ({stranger}, 'admin', {programme});
            SELECT audit_record('identity.grant', 'user:{stranger}', '2026-11-21 09:04Z', '', '{{}}',
                   '{{"programme_id": {programme}, "roles": [{{"role": "admin"}}]}}')""", "a role was given by the application itself"),
    Case("an invitation planted, with the record of it", "app",
         """INSERT INTO invitations (email, role, programme_id, partner_id, token_digest, invited_at, ends_at)
            VALUES ('thief@example.org', 'owner', {programme}, {partner}, sha256('known'), '2026-11-21', '2026-12-21');
            SELECT audit_record('identity.invite', 'invitation:' || max(id), '2026-11-21 09:04Z', '', '{{}}', jsonb_build_object('role', 'owner',
                   'partner_id', {partner}, 'until', '2026-12-21', 'link_digest', left(encode(sha256('known'), 'hex'), 16))) FROM invitations""",
         "an invitation was sent by the application itself"),
    Case("a key that orders for a member, with the record of it", "app",
         """INSERT INTO api_clients (programme_id, name, key_prefix, key_digest, scopes, member_id)
            VALUES ({programme}, 'Thief', 'vk_forged', sha256('known'), '{{orders:write}}', {member});
            SELECT audit_record('identity.create_client', 'client:' || max(id), '2026-11-21 09:04Z', '', NULL,
                   '{{"scopes": ["orders:write"], "programme_id": {programme}, "member_id": {member}}}') FROM api_clients""",
         "an API client was made by the application itself"),
    Case("another password for somebody", "app",
         "UPDATE users SET password = (SELECT password FROM users WHERE id = {stranger}) WHERE id = {user}", SIGNS_IN),
    Case("another address for somebody, who then forgets the password", "app", "UPDATE users SET email = 'thief@example.org' WHERE id = {user}", SIGNS_IN),
    Case("a thief's passkey for somebody", "app",
         """INSERT INTO passkeys (user_id, credential_id, public_key, name, usage, backup_state, device_type, lastuse_datetime)
            VALUES ({user}, 'thief', 'thief', 'Key', 'first', false, 'single_device', '2026-11-21')""", SIGNS_IN),
    Case("recovery codes of somebody else's", "app", """UPDATE users SET mf_recovery_codes = '["known"]' WHERE id = {user}""", SIGNS_IN),
    Case("another password for somebody, with a seal that somebody made up", "app",
         """UPDATE users SET password = (SELECT password FROM users WHERE id = {stranger}) WHERE id = {user};
            INSERT INTO sign_in_seals (user_id, number, state, authenticator, seal, at)
            SELECT user_id, number + 1, sign_in_state({user}), authenticator, sha256('mine'), at FROM sign_in_seals WHERE user_id = {user}
             ORDER BY number DESC LIMIT 1""", SEAL_OF_SIGN_IN),
    Case("a former state with its former seal", "app",
         """INSERT INTO sign_in_seals (user_id, number, state, authenticator, seal, at)
            SELECT user_id, number + 1, state, authenticator, seal, at FROM sign_in_seals WHERE user_id = {user} ORDER BY number DESC LIMIT 1""",
         SEAL_OF_SIGN_IN),
    Case("somebody's authenticator put in the place of another's", "app",
         "UPDATE users SET tf_totp_secret = (SELECT tf_totp_secret FROM users WHERE id = {stranger}) WHERE id = {user}",
         "an authenticator is the one that was sealed with its user"),
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
    Case("money that never came, and its card", "app",
         "SELECT payment_complete({payment}, 'pi_forged', 'event', repeat('Q', 26), '2026-11-21 09:04Z', '2026-11-21')",
         "that money came was heard by the application itself"),
    Case("an order for one point", "app", ORDER.format(value="d.value", price="1", until="2027-11-21"), COST),
    Case("an order whose card lasts ten years", "app", ORDER.format(value="d.value", price="d.price_points", until="2036-11-21"), COST),
    Case("an order for more than its price is asked for", "app", ORDER.format(value="10 * d.value", price="d.price_points", until="2027-11-21"), COST),
    Case("an order of another denomination's code", "app",
         ORDER.format(value="(SELECT max(value) FROM denominations WHERE offer_id = f.id)", price="700", until="2027-11-21"),
         "what was ordered is of its offer"),
    Case("an offer of one point that nobody published", "app",
         """INSERT INTO offers (programme_id, brand_id, source, external_ref, fingerprint, kind, title_ru, title_en, fulfilment, currency, validity_days)
            SELECT programme_id, brand_id, 'forged', 'forged', fingerprint, kind, title_ru, title_en, 'own', currency, 365 FROM offers WHERE id = {published}""",
         "an offer of a partner that publishes was published"),
    Case("a till's key planted", "app",
         """INSERT INTO terminal_keys (terminal_id, key_prefix, key_digest, created_at) VALUES ({terminal}, 'vt_forged', sha256('known'), '2026-11-21');
            SELECT audit_record('tills.add_key', 'terminal:{terminal}', '2026-11-21 09:04Z', '', '{{}}', '{{"key": "vt_forged"}}')""",
         "a terminal's key was made by the application itself"),
    Case("a thief's account for a partner's money", "app",
         """INSERT INTO payout_accounts (programme_id, partner_id, holder, country, town, inn, kpp, bic, bank, account, iban, at)
            VALUES ({programme}, {partner}, 'Thief', 'DE', 'Berlin', '', '', '', '', '', 'DE89370400440532013000', '2026-11-21')""",
         "an account that money is paid to was set by the application itself"),
    Case("a partner's money that never came", "app",
         "INSERT INTO partner_payments (partner_id, kind, ref, amount, at) VALUES ({partner}, 'deposit', 'forged', 1000000, '2026-11-21')",
         "what a partner has paid was noted by the application itself"),
    Case("a contract signed for a partner who has not", "app",
         """INSERT INTO contract_signatures (version_id, side, user_id, at) VALUES ({version}, 'partner', {stranger}, '2026-11-21');
            SELECT audit_record('settlements.sign_contract', 'contract:{contract}', '2026-11-21 09:04Z', '', '{{"signed": ["programme"]}}',
                   '{{"signed": ["partner", "programme"], "version": 2}}')""", SIGNED),
    Case("a joint promotion signed for a partner who has not", "app",
         "INSERT INTO joint_promotion_signatures (promotion_id, side, user_id, at) VALUES ({promotion}, 'partner', {stranger}, '2026-11-21')", PROMOTED),
    Case("a sum owed to a partner that nobody put right", "app",
         """INSERT INTO settlement_adjustments (partner_id, ref, amount, why, made_by, at)
            VALUES ({partner}, 'forged-sum', 1000000, 'forged', {stranger}, '2026-11-21')""", PUT_RIGHT),
    Case("a certificate extended by nobody", "app", "SELECT giftcard_extend({card}, '2027-12-31', 'goodwill', '', '2026-11-21 09:04Z')",
         "a certificate was extended by the application itself"),
    Case("a partner's events sent elsewhere", "app", "UPDATE webhook_endpoints SET url = 'https://thief.example/' WHERE id = {endpoint}",
         "a partner's server is told at the address that the application itself was given"),
    Case("an exchange without its fee", "app",
         """INSERT INTO exchange_quotes (ref, member_id, giftcard_id, amount, brand_id, offer_id, value, fee_permille, quoted_at, good_until)
            SELECT repeat('Q', 26), {member}, {card}, 100, brand_id, id, 100, 0, '2026-11-21', '2026-11-22' FROM offers WHERE id = {published}""",
         "an exchange was quoted by the application itself"),
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
