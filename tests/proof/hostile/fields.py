"""Every text that somebody else has written, one line each with the most that it holds, and the texts that no page shows.

A text column in neither list fails `tests/proof/test_hostile_text.py`.
"""

import psycopg

FIELDS = {
    "cities.name_ru": 80, "cities.name_en": 80,
    "programmes.name_ru": 80, "programmes.name_en": 80, "programmes.unit_one_ru": 80, "programmes.unit_few_ru": 80,
    "programmes.unit_many_ru": 80, "programmes.unit_one_en": 80, "programmes.unit_many_en": 80,
    "programme_texts.body": 4000, "programme_tiers.name_ru": 80, "programme_tiers.name_en": 80, "programme_tiers.gives_ru": 400,
    "programme_tiers.gives_en": 400,
    "categories.name_ru": 80, "categories.name_en": 80,
    "partners.name_ru": 120, "partners.name_en": 120, "partners.legal_name": 200,
    "partner_events.why": 1000, "partner_applications.known_as": 120, "partner_applications.legal_name": 200,
    "partner_applications.contact_name": 120, "partner_applications.contact_email": 200, "partner_applications.contact_phone": 20,
    "partner_applications.shops": 2000, "partner_application_ends.why": 1000, "partner_documents.name": 200,
    "shop_closures.why_ru": 200, "shop_closures.why_en": 200, "invitations.email": 200, "invitations.name": 120,
    "brands.name_ru": 120, "brands.name_en": 120, "brands.description_ru": 4000, "brands.description_en": 4000,
    "brand_versions.facts": 200, "brands.how_ru": 4000, "brands.how_en": 4000, "brands.keywords": 400, "brands.palette": 80, "brands.motif": 80, "brands.initials": 3,
    "shops.name_ru": 180, "shops.name_en": 200, "shops.address_ru": 200, "shops.address_en": 200,
    "offer_versions.facts": 200, "offers.title_ru": 200, "offers.title_en": 200, "offers.external_ref": 100,
    "users.email": 200, "users.name": 120, "members.email": 200, "members.first_name": 80, "members.last_name": 80, "members.phone": 20, "members.tier": 80,
    "till_alarm_answers.note": 1000, "terminals.name": 80, "redemptions.receipt": 40, "offline_takings.receipt": 40, "member_cards.token": 64, "card_operations.merchant": 100, "passkeys.name": 80, "user_sessions.agent": 200, "api_clients.name": 80,
    "gift_letters.to_name": 80, "gift_letters.email": 200, "gift_letters.message": 200, "gift_letters.signed": 80,
    "mails.recipient": 200, "mails.subject": 200, "mails.body_text": 4000, "mails.body_html": 4000,
    "mail_returns.said": 300,
    "audit_records.action": 64, "audit_records.subject": 128, "audit_records.why": 1000, "audit_records.request_id": 80,
    "outbox.topic": 50, "outbox.ref": 200, "outbox.last_error": 400,
    "batches.name": 200, "batch_withdrawals.why": 1000, "batch_releases.why": 1000, "giftcards.last4": 4, "codes.last4": 4,
    "proposals.why": 1000, "proposal_versions.payload": 400, "proposal_versions.before": 400, "proposal_decisions.note": 2000,
    "proposal_notes.body": 2000, "run_comments.body": 2000, "run_comments.about": 128, "runs.file_name": 200,
    "catalogue_draft_edits.external_ref": 100, "catalogue_draft_edits.lines": 200, "run_errors.in_column": 60,
    "run_errors.value": 60, "run_changes.name": 128, "run_changes.title_ru": 200, "run_changes.title_en": 200, "run_changes.field": 200,
    "run_changes.was": 400, "run_changes.will": 400,
    "bank_statements.file_name": 200, "bank_statements.number": 64, "bank_entries.reference": 64, "bank_entries.party": 140, "bank_entries.party_account": 64,
    "bank_entries.note": 1000, "bank_repairs.content": 2000, "bank_repair_ends.why": 400, "expectations.label": 80, "expectation_ends.why": 400,
    "bank_matches.why": 400, "bank_matches.released_why": 400, "bank_asides.why": 400, "bank_asides.released_why": 400,
    "connected_accounts.bank": 200, "till_exports.file_name": 200, "till_lines.receipt": 40, "till_lines.till": 80, "till_matches.why": 400, "till_matches.released_why": 400,
    "till_line_ends.why": 400,
    "fraud_decisions.why": 1000, "calls.phone": 40, "call_steps.text": 4000, "cases.title": 200, "cases.email": 200, "cases.phone": 40, "case_events.text": 4000, "case_files.name": 200, "incidents.title": 200,
    "answer_templates.name_ru": 120, "answer_templates.name_en": 120, "answer_templates.body_ru": 4000, "answer_templates.body_en": 4000,
    "case_questions.note": 1000, "case_question_answers.note": 1000,
    "contracts.number": 40, "contract_versions.tax_number": 20, "contract_versions.rate_source": 40, "contract_versions.why": 1000,
    "contract_refusals.why": 1000, "bank_account_closings.why": 400, "joint_promotions.name": 120, "till_clearings.why": 400, "joint_promotion_refusals.why": 1000, "settlement_adjustments.why": 1000, "statement_dispute_remarks.body": 2000, "statement_dispute_files.name": 200, "statement_parties.name_ru": 120, "statement_parties.name_en": 120, "statement_parties.legal_name": 200, "payout_accounts.holder": 140,
    "payout_accounts.town": 35, "payout_accounts.bank": 120, "payout_events.code": 35, "payout_events.note": 400, "payout_files.name": 80,
    "erasures.evidence": 400, "reissues.note": 1000, "account_papers.name": 200, "rebindings.note": 1000, "giftcard_stops.note": 1000, "giftcard_voidings.note": 1000, "giftcard_extensions.note": 1000, "code_return_decisions.why": 1000, "stock_reconciliations.why": 1000,
    "payment_refunds.why": 1000, "payment_calls.note": 200, "payout_calls.note": 200,
    "supplier_connections.name": 120, "supplier_calls.note": 200, "webhook_tries.answer": 400,
    "entries.memo": 400, "audit_records.before": 400, "audit_records.after": 400,
}  # fmt: skip
# What the database or the code holds to a few words or characters, or what no page, letter or print ever shows.
BY_FORM = (
    "slug", "city_slug", "category_slug", "number", "member_number", "public_id", "currency", "language", "kind", "state", "fulfilment",
    "symbology", "unit", "role", "usage", "actor_kind", "time_zone", "expiry_end", "inn", "kpp", "bic", "account", "mcc", "rrn", "original_currency", "reason", "book", "host", "device_type",
)  # fmt: skip
NOT_SHOWN = {
    "programmes.mail_from": "the sender of letters, read by the mail server alone", "programmes.look": "colours, checked when they are set",
    "programmes.logo_svg": "a picture in a sandbox, tried by itself", "offers.source": "whose file it was", "catalogue_drafts.actor": "an actor", "catalogue_draft_edits.actor": "an actor", "offers.tier": "compared, never shown", "member_merges.tier_before": "compared, never shown", "member_merges.tier_after": "compared, never shown",
    "connected_accounts.provider_ref": "the provider's", "connected_accounts.link": "the provider's, followed and not shown", "connected_accounts.country": "two capitals",
    "payout_runs.channel": "a word of ours", "payout_moves.what": "a word of ours", "payout_moves.provider_ref": "the provider's",
    "payout_calls.what": "a word of ours", "payout_calls.outcome": "a word of ours", "payment_write_offs.unit": "points or a currency", "topups.ref": "a ref of ours", "topup_takings.cause": "a word of ours", "payments.purpose": "a word of ours", "payment_sessions.session_ref": "the provider's", "payment_sessions.url": "the provider's, followed and not shown",
    "payment_closings.by": "an actor", "payment_completions.intent_ref": "the provider's", "payment_completions.known_by": "a word of ours",
    "payment_expiries.known_by": "a word of ours", "payment_refunds.cause": "a word of ours", "payment_refunds.borne_by": "a word of ours",
    "payment_refunds.by": "an actor", "payment_refund_receipts.provider_ref": "the provider's", "payment_refund_ends.how": "a word of ours",
    "payment_refund_ends.why": "shown on no page", "payment_disputes.provider_ref": "the provider's", "payment_dispute_steps.what": "a word of ours",
    "payment_dispute_steps.outcome": "a word of the provider's", "payment_calls.what": "a word of ours", "payment_calls.outcome": "a word of ours",
    "provider_events.event_ref": "the provider's", "provider_events.outcome": "a word of ours", "provider_events.about": "the provider's, not shown",
    "orders.ref": "made by the browser", "proposal_notes.ref": "a ref of ours", "joint_promotions.ref": "a ref of ours", "run_comments.ref": "a ref of ours", "statement_dispute_remarks.ref": "a ref of ours", "answer_templates.ref": "a ref of ours", "order_cancellations.by": "an actor",
    "order_cancellations.why": "shown on no page yet", "card_operations.source": "named by code", "operation_intakes.source": "named by code",
    "card_operations.operation_id": "shown on no page", "card_operations.token": "masked, tried as member_cards.token",
    "transfers.ref": "made by code", "seals.tail": "made by code", "letter_requests.email": "becomes users.email", "letter_requests.onward": "led to, never shown",
    "email_changes.email": "shown masked in letters, tried there", "consents.request_id": "ours",
    "users.password": "a digest", "users.fs_uniquifier": "made by code", "users.tf_primary_method": "a word of the library",
    "users.tf_totp_secret": "encrypted", "users.mf_recovery_codes": "encrypted", "users.fs_webauthn_user_handle": "made by code",
    "passkeys.transports": "words of the standard", "passkeys.extensions": "never shown", "api_clients.key_prefix": "made by code",
    "idempotency_keys.caller": "made by code", "idempotency_keys.key": "never shown", "idempotency_keys.route": "made by code",
    "idempotency_keys.content_type": "made by code", "throttle.key": "never shown", "mails.ref": "made by code",
    "brand_search.names": "compared, never shown", "brand_search.words": "compared, never shown",
    "search_words.word": "compared, never shown", "outbox.request_id": "ours",
    "waiting_operations.source": "named by code", "waiting_operations.merchant": "shown on no page", "waiting_operations.token": "masked",
    "waiting_operations.operation_id": "shown on no page",
    "proposals.ref": "made by code", "proposals.subject": "named by code", "proposal_versions.base": "made by code",
    "proposal_decisions.outcome": "a word of ours", "proposal_notes.audience": "a word of ours", "runs.ref": "made by code",
    "training_scenes.scene": "a word of ours", "fraud_limits.name": "a word of ours", "fraud_signals.key": "made by code", "fraud_signals.evidence": "numbers, and names tried elsewhere",
    "fraud_decisions.outcome": "a word of ours", "fraud_decisions.actor": "an actor", "fraud_marks.verdict": "a word of ours",
    "calls.named": "words of ours", "calls.ref": "made by code", "identifications.named": "words of ours", "identifications.ref": "made by code", "call_steps.what": "a word of ours", "call_steps.ref": "made by code",
    "cases.channel": "a word of ours", "cases.category": "a word of ours", "cases.priority": "a word of ours", "cases.reply_by": "a word of ours",
    "cases.ref": "made by code", "case_events.what": "a word of ours", "case_events.facts": "numbers and words of ours, and a sender's address",
    "bank_account_closings.actor": "an actor", "case_events.actor": "an actor", "case_events.ref": "made by code", "case_question_answers.outcome": "a word of ours",
    "case_question_answers.actor": "an actor", "service_desks.mailbox": "an address, checked", "service_desks.country": "two capitals",
    "service_times.category": "a word of ours", "service_times.priority": "a word of ours", "mails.reply_to": "made by code", "mail_returns.status": "digits and dots",
    "unreachable_emails.email": "shown masked, tried as members.email",
    "contract_versions.papers": "a word of ours", "bank_accounts.number": "letters and digits alone", "bank_statements.form": "a word of ours",
    "bank_entries.keys": "compared, never shown", "bank_entries.own": "compared, never shown", "bank_entries.group_keys": "compared, never shown",
    "bank_entry_repeats.why": "a word of ours", "bank_entry_repeats.released_why": "shown as audit_records.why", "deposit_releases.why": "shown as audit_records.why",
    "expectations.keys": "compared, never shown", "expectations.group_keys": "compared, never shown",
    "bank_repairs.reason": "a sentence of ours", "bank_repairs.facts": "put into sentences of ours, which are tried with them",
    "expectation_ends.how": "a word of ours", "deposit_requests.ref": "made by code", "partner_payments.ref": "made by code", "partner_payments.kind": "a word of ours", "balance_crossings.how": "a word of ours", "giftcards.offer_kind": "a word of ours", "connected_accounts.bank_mark": "never shown", "connected_accounts.agreed_mark": "never shown",
    "till_columns.columns": "titles of the partner's own file, shown in its form", "till_lines.receipt_key": "compared, never shown", "till_lines.till_key": "compared, never shown",
    "till_line_ends.how": "a word of ours",
    "runs.options": "words of a form, looked up before they are kept", "runs.actor": "an actor", "batch_withdrawals.actor": "an actor", "batch_releases.actor": "an actor", "run_events.what": "a word of ours",
    "run_events.facts": "numbers and words of ours", "run_errors.facts": "numbers, words of ours and the name of a batch, which is tried where it stands", "run_changes.topic": "a word of ours", "run_changes.meaning": "a word of ours",
    "runs.preview": "cells that are written as run_errors.value is",
    "forgettings.sheet": "named by code", "own_seals.sheet": "named by code", "former_addresses.email": "compared, never shown", "erasure_ends.how": "a word of ours",
    "erasure_steps.name": "a word of ours", "lots.funder": "a word of ours", "lots.origin": "a word of ours",
    "exports.permission": "a word of ours", "exports.listing": "named by code", "exports.asked": "questions, shown on no page",
    "gifts.ref": "made by code", "gifts.asked_as": "made by a page", "gift_letters.design": "a word of ours", "gift_ends.how": "a word of ours",
    "guest_members.email": "compared, never shown",
    "exchange_quotes.ref": "made by code",
    "point_corrections.ref": "made by code", "point_corrections.note": "shown as audit_records.why", "correction_days.budget": "a word of ours",
    "wallet_passes.serial": "made by code", "wallet_devices.device": "never shown",
    "giftcard_movements.cause": "made by code", "giftcard_successions.ref": "made by code", "giftcard_successions.cause": "one of a few words", "reissues.reason": "one of a few words", "reissues.identified": "a few words", "withdrawals.refund": "one of a few words", "redemptions.ref": "made by a till, held to a few characters", "reversals.ref": "the same",
    "authorisations.ref": "the same", "offline_takings.ref": "the same", "offline_takings.why": "a word of ours", "offline_holders.ended_how": "a word of ours", "offline_holders.key_prefix": "made by code", "till_refusals.number": "made by code", "till_alarms.refusal": "made by code", "till_alarm_answers.desk": "a word of ours",
    "till_alarm_answers.actor": "an actor", "terminal_keys.key_prefix": "made by code",
    "contract_versions.owed_on": "a word of ours", "contract_versions.payment": "a word of ours", "contract_versions.commission_by": "a word of ours",
    "contract_versions.commission_steps": "numbers", "contract_versions.vat_kinds": "words of ours", "contract_versions.point_prices": "words of ours and numbers",
    "contract_versions.calendar": "a word of ours", "contract_versions.side": "a word of ours", "contract_signatures.side": "a word of ours",
    "contract_refusals.side": "a word of ours", **{f"joint_promotion{table}.side": "a word of ours" for table in ("s", "_signatures", "_refusals")}, "settlement_rates.source": "compared, tried as contract_versions.rate_source",
    "settlement_rates.from_currency": "three capitals", "settlement_rates.to_currency": "three capitals", "settlement_adjustments.ref": "made by code",
    "statement_lines.voucher": "a word of ours", "statement_steps.step": "a word of ours", "statement_parties.side": "a word of ours", "statement_dispute_remarks.side": "a word of ours",
    "statement_dispute_ends.outcome": "a word of ours", "payout_accounts.country": "two capitals", "payout_accounts.iban": "checked by its digits",
    "payout_runs.ref": "made by the browser, held to a form", "nettings.ref": "the same", "netting_positions.inn": "digits, checked", "netting_steps.step": "a word of ours", "payout_run_steps.step": "a word of ours", "payout_events.what": "a word of ours", "payout_events.known_by": "a word of ours",
    "order_unknown_outcomes.why": "shown on no page yet",
    "partner_events.what": "a word of ours", "partner_events.actor": "an actor", "partner_applications.ref": "made by code",
    "partner_applications.country": "two capitals", "partner_applications.vat": "checked by its digits",
    "partner_applications.iban": "checked by its digits", "partner_application_ends.outcome": "a word of ours",
    "partner_application_ends.actor": "an actor", "brands.picture": "made by code", "brand_versions.actor": "an actor", "brand_pictures.version": "made by code",
    "webhook_endpoints.url": "checked character by character", "webhook_endpoints.off_why": "a word of ours", "webhook_events.ref": "made by code",
    "webhook_events.message": "made by code", "webhook_events.facts": "numbers and words of ours, shown as escaped JSON",
    "webhook_deliveries.said": "a word of ours", "webhook_tries.said": "a word of ours",
    "catalogue_publications.source": "named by code", "catalogue_publications.actor": "an actor", "publication_undos.side": "a word of ours", "publication_undos.actor": "an actor", "code_returns.ref": "made by code",
    "code_returns.why": "a word of ours", "code_return_decisions.decision": "a word of ours", "stock_quarantines.why": "a word of ours",
    "lost_handouts.card": "made by code",
    "supplier_connections.source": "named by code", "supplier_connections.adapter": "a word of ours", "supplier_connections.base_url": "the operator's",
    "supplier_connections.auth_url": "the operator's", "supplier_connections.client_id": "the operator's", "supplier_purchases.ref": "made by code",
    "supplier_purchases.product": "tried as offers.external_ref", "supplier_calls.what": "a word of ours", "supplier_calls.outcome": "a word of ours",
    "supplier_receipts.supplier_ref": "digits, checked", "supplier_receipts.known_by": "a word of ours", "supplier_ends.how": "a word of ours",
    "supplier_ends.why": "shown as audit_records.why",
    "run_events.actor": "an actor", "book_checks.trouble": "what our own checks say", "book_checks.findings": "what our own checks say", "pulses.name": "named by code",
}  # fmt: skip
LENGTH_MIN = 4  # some hold as many characters at least
TABLES_OF_LIBRARIES = ("celery_", "kombu_", "alembic_", "q_", "a_")


def columns(url: str) -> set[str]:
    """Every column that holds text, as table.column."""
    with psycopg.connect(url) as connection:
        found = connection.execute(
            """SELECT table_name || '.' || column_name FROM information_schema.columns
               WHERE table_schema = 'public' AND data_type IN ('text', 'jsonb', 'json', 'character varying')"""
        )
        return {name for (name,) in found if not name.startswith(TABLES_OF_LIBRARIES)}


def unplaced(url: str) -> set[str]:
    """Text columns that nobody has placed."""
    return {
        name
        for name in columns(url)
        if name not in FIELDS and name not in NOT_SHOWN and name.split(".")[1] not in BY_FORM
    }


def plant(url: str, text: str) -> None:
    """Write a text into every field of every row, as its partner might have, past everything that would refuse or clean it."""
    with psycopg.connect(url, autocommit=True) as connection:
        tables: dict[str, list[tuple[str, str]]] = {}
        for field, most in FIELDS.items():
            table, column = field.split(".")
            value = text.replace("\0", "")[:most]
            tables.setdefault(table, []).append((column, value.ljust(4, "-") if most >= LENGTH_MIN else value or "-"))
        connection.execute("SET session_replication_role = replica")
        connection.execute("DELETE FROM throttle")  # or whoever visits page after page would be asked to wait
        for table, pairs in tables.items():
            sets = ", ".join(f"{column} = {_expression(table, column)}" for column, _ in pairs)
            connection.execute(f"UPDATE {table} SET {sets}", [value for _, value in pairs])


def _expression(table: str, column: str) -> str:
    if (table, column) == ("entries", "memo"):  # as orders and imports write them
        return """jsonb_build_object('what', 'card_purchase', 'operation', (SELECT min(id) FROM card_operations), 'amount', 100,
                  'currency', 'RUB', 'rate', '0.005', 'note', v.t) FROM (SELECT %s::text AS t) v"""
    if (table, column) == ("catalogue_draft_edits", "lines"):
        return "jsonb_build_array(jsonb_build_object('title_ru', %s::text))"
    if table == "proposal_versions":
        return f"CASE jsonb_typeof({column}) WHEN 'object' THEN {column} ELSE '{{}}' END || jsonb_build_object('body', %s::text)"
    if table == "brand_versions":
        return "facts || (SELECT jsonb_build_object('name_ru', v.t, 'name_en', v.t, 'description_ru', v.t, 'how_en', v.t) FROM (SELECT %s::text AS t) v)"
    if table == "offer_versions":
        return "facts || (SELECT jsonb_build_object('title_ru', v.t, 'title_en', v.t) FROM (SELECT %s::text AS t) v)"
    if column == "released_why":  # said where something was released, and only there
        return "CASE WHEN released_at IS NULL THEN released_why ELSE %s END"
    if (table, column) in (("bank_matches", "why"), ("till_matches", "why")):
        return "CASE WHEN reason = 'by_hand' THEN %s ELSE why END"
    if table in ("expectation_ends", "till_line_ends") and column == "why":
        return "CASE WHEN how = 'dismissed' THEN %s ELSE why END"
    if column in ("before", "after"):
        return "jsonb_build_object('what', %s::text)"
    if column in ("email", "contact_email"):
        return "lower(%s::text) || id || '@example.org'"
    if (table, column) in (("shops", "name_ru"), ("offers", "external_ref"), ("outbox", "ref")):  # no two may be alike
        return "%s::text || id"
    return "%s"
