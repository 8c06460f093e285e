"""What is decided of each column of text: it goes when somebody's data are erased, or it is kept for a reason. A new one fails a test until it stands here."""

from collections.abc import Mapping

from marketplace import (
    approvals,
    earning,
    fraud,
    giftcards,
    gifts,
    identity,
    mailings,
    members,
    orders,
    payments,
    support,
    wallets,
    wishes,
)
from marketplace.core import forgetting

# What domains take out by a verb of their own.
BY_VERB = (
    "cases.title", "cases.email", "cases.phone", "case_events.text", "case_events.facts", "case_questions.note", "case_question_answers.note",
    "case_files.name", "calls.phone", "call_steps.text", "erasures.evidence",
)  # fmt: skip
_DOMAINS = (
    approvals.GOES, earning.GOES, forgetting.AUDIT_GOES, fraud.GOES, giftcards.GOES, gifts.GOES, identity.GOES, mailings.GOES, members.GOES, orders.GOES,
    payments.GOES, support.GOES, wallets.GOES, wishes.GOES,
)  # fmt: skip
GOES = frozenset({*BY_VERB, *(column for goes in _DOMAINS for one in goes for column in one.columns)})
KEPT_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "words of ours: states, kinds, languages, currencies": (
        "giftcards.offer_kind", "member_merges.tier_after", "member_merges.tier_before",
        "account_days.time_zone", "account_papers.kind", "accounts.kind", "accounts.unit", "approval_rules.kind", "audit_records.actor_kind",
        "call_steps.what", "card_operations.currency", "card_operations.kind", "card_operations.mcc", "card_operations.original_currency",
        "card_operations.reason", "card_operations.source", "case_events.what", "case_files.kind", "case_question_answers.outcome",
        "cases.category", "cases.channel", "cases.language", "cases.priority", "cases.reply_by", "cases.state", "correction_days.budget",
        "erasure_ends.how", "erasure_steps.name", "fraud_decisions.outcome", "fraud_marks.verdict", "gift_ends.how", "gift_letter_events.kind",
        "gift_letters.design", "gift_letters.language", "giftcard_events.kind", "giftcard_extensions.reason", "giftcard_movements.cause",
        "giftcard_stops.reason", "giftcard_successions.cause", "giftcard_voidings.reason", "giftcards.currency", "giftcards.state",
        "member_archives.language", "member_holds.kind", "members.tier", "offline_takings.why", "order_unknown_outcomes.why", "orders.currency",
        "orders.fulfilment", "payment_calls.what", "payment_completions.known_by", "payment_dispute_steps.what", "payment_expiries.known_by",
        "payment_refund_ends.how", "payment_refunds.borne_by", "payment_refunds.cause", "payment_troubles.kind", "payment_write_offs.unit",
        "payments.currency", "payments.purpose", "point_corrections.kind", "point_corrections.reason", "proposal_decisions.outcome",
        "proposal_notes.audience", "proposals.kind", "provider_events.kind", "reissues.reason", "topup_takings.cause", "transfers.kind",
        "waiting_operations.currency", "waiting_operations.kind", "waiting_operations.mcc", "waiting_operations.original_currency",
        "waiting_operations.source", "wallet_passes.language", "withdrawals.refund",
    ),
    "the shop's own: what is sold, by whom and on what terms; partners' people are told to leave their roles by themselves": (
        "answer_templates.body_en", "answer_templates.body_ru", "answer_templates.name_en", "answer_templates.name_ru", "authorisation_ends.kind",
        "authorisations.ref", "batch_releases.why", "batch_withdrawals.why", "batches.name", "brand_pictures.version", "brand_search.names",
        "brand_search.words", "brands.category_slug", "brands.description_en", "brands.description_ru", "brands.how_en", "brands.how_ru",
        "brands.initials", "brands.keywords", "brands.motif", "brands.name_en", "brands.name_ru", "brands.palette", "brands.picture", "brands.slug",
        "brands.symbology", "catalogue_draft_edits.external_ref", "catalogue_draft_edits.lines", "catalogue_publications.source",
        "categories.name_en", "categories.name_ru", "categories.slug", "cities.name_en", "cities.name_ru", "cities.slug",
        "code_return_decisions.decision", "code_return_decisions.why", "code_returns.ref", "code_returns.why", "codes.last4", "exchange_quotes.ref",
        "exchanges.kind", "fraud_limits.name", "incidents.title", "lost_handouts.card", "offer_versions.facts", "offers.currency",
        "offers.external_ref", "offers.fulfilment", "offers.kind", "offers.source", "offers.tier", "offers.title_en", "offers.title_ru",
        "offline_terms.currency", "partner_application_ends.outcome", "partner_application_ends.why", "partner_applications.account",
        "partner_applications.bic", "partner_applications.contact_email", "partner_applications.contact_name", "partner_applications.contact_phone",
        "partner_applications.country", "partner_applications.iban", "partner_applications.inn", "partner_applications.known_as",
        "partner_applications.kpp", "partner_applications.language", "partner_applications.legal_name", "partner_applications.ref",
        "partner_applications.shops", "partner_applications.vat", "partner_documents.kind", "partner_documents.name", "partner_events.what",
        "partner_events.why", "partners.inn", "partners.legal_name", "partners.name_en", "partners.name_ru", "partners.slug", "partners.state",
        "programme_hosts.host", "programme_texts.body", "programme_texts.kind", "programme_texts.language", "programme_tiers.gives_en",
        "programme_tiers.gives_ru", "programme_tiers.name_en", "programme_tiers.name_ru", "programme_tiers.slug", "programmes.city_slug",
        "programmes.currency", "programmes.expiry_end", "programmes.logo_svg", "programmes.look", "programmes.mail_from", "programmes.name_en",
        "programmes.name_ru", "programmes.slug", "programmes.time_zone", "programmes.unit_few_ru", "programmes.unit_many_en",
        "programmes.unit_many_ru", "programmes.unit_one_en", "programmes.unit_one_ru", "reversals.ref", "search_words.word",
        "service_desks.country", "service_desks.mailbox", "service_times.category", "service_times.priority", "shop_closures.why_en",
        "shop_closures.why_ru", "shops.address_en", "shops.address_ru", "shops.city_slug", "shops.name_en", "shops.name_ru",
        "stock_quarantines.why", "stock_reconciliations.why", "supplier_calls.note", "supplier_calls.outcome", "supplier_calls.what",
        "supplier_connections.adapter", "supplier_connections.auth_url", "supplier_connections.base_url", "supplier_connections.client_id",
        "supplier_connections.name", "supplier_connections.source", "supplier_ends.how", "supplier_ends.why", "supplier_purchases.currency",
        "supplier_purchases.product", "supplier_purchases.ref", "supplier_receipts.known_by", "supplier_receipts.supplier_ref",
        "supplier_troubles.kind", "terminal_keys.key_prefix", "terminals.name", "till_alarm_answers.desk", "till_alarm_answers.note",
        "till_alarms.kind", "till_alarms.refusal", "till_refusals.number", "till_refusals.reason", "training_scenes.scene",
        "webhook_deliveries.said", "webhook_deliveries.state", "webhook_endpoints.off_why", "webhook_endpoints.url", "webhook_events.facts",
        "webhook_events.kind", "webhook_events.message", "webhook_events.ref", "webhook_tries.answer", "webhook_tries.said",
    ),
    "named by the operator, for a machine": (
        "api_clients.key_prefix", "api_clients.name",
    ),
    "refs, numbers and ids made by code or by a form; they say nothing to anybody outside": (
        "audit_records.action", "audit_records.request_id", "audit_records.subject", "call_steps.ref", "calls.ref", "card_operations.operation_id",
        "card_operations.rrn", "case_events.ref", "cases.ref", "giftcard_successions.ref", "giftcards.last4", "giftcards.public_id",
        "gifts.asked_as", "gifts.ref", "member_archives.public_id", "members.number", "offline_takings.receipt", "offline_takings.ref",
        "orders.ref", "payment_refunds.public_id", "payments.public_id", "point_corrections.ref", "proposal_versions.base", "proposals.ref",
        "proposals.subject", "redemptions.receipt", "redemptions.ref", "topups.ref", "transfers.ref", "waiting_operations.operation_id",
        "waiting_operations.rrn", "wallet_passes.serial",
    ),
    "papers of partners and banks, which the law on accounting keeps for five years; about no member": (
        "bank_entry_repeats.released_why", "connected_accounts.agreed_mark", "connected_accounts.bank", "connected_accounts.bank_mark",
        "deposit_releases.why", "partner_payments.kind",
        "joint_promotion_refusals.side", "joint_promotion_refusals.why", "joint_promotion_signatures.side", "joint_promotions.name",
        "joint_promotions.side", "statement_dispute_files.kind", "statement_dispute_files.name", "till_clearings.why",
        "bank_accounts.currency", "bank_accounts.number", "bank_asides.released_why", "bank_asides.why", "bank_entries.note", "bank_entries.party",
        "bank_entries.party_account", "bank_entries.reference", "bank_entry_repeats.why", "bank_matches.reason", "bank_matches.released_why",
        "bank_matches.why", "bank_repair_ends.why", "bank_repairs.content", "bank_repairs.facts", "bank_repairs.reason",
        "bank_statements.file_name", "bank_statements.form", "bank_statements.number", "connected_accounts.country", "connected_accounts.link",
        "connected_accounts.provider_ref", "connected_accounts.public_id", "contract_refusals.side", "contract_refusals.why",
        "contract_signatures.side", "contract_versions.calendar", "contract_versions.commission_by", "contract_versions.commission_steps",
        "contract_versions.owed_on", "contract_versions.papers", "contract_versions.payment", "contract_versions.point_prices",
        "contract_versions.rate_source", "contract_versions.side", "contract_versions.tax_number", "contract_versions.vat_kinds",
        "contract_versions.why", "contracts.currency", "contracts.number", "contracts.time_zone", "deposit_requests.ref", "expectation_ends.how",
        "expectation_ends.why", "expectations.currency", "expectations.kind", "expectations.label", "partner_payments.ref",
        "payout_accounts.account", "payout_accounts.bank", "payout_accounts.bic", "payout_accounts.country", "payout_accounts.holder",
        "payout_accounts.iban", "payout_accounts.inn", "payout_accounts.kpp", "payout_accounts.town", "payout_calls.note", "payout_calls.outcome",
        "payout_calls.what", "payout_events.code", "payout_events.note", "payout_events.what", "payout_files.kind", "payout_files.name",
        "payout_moves.provider_ref", "payout_moves.what", "payout_run_steps.step", "payout_runs.channel", "payout_runs.currency", "payout_runs.ref",
        "settlement_adjustments.ref", "settlement_adjustments.why", "settlement_rates.from_currency", "settlement_rates.source",
        "settlement_rates.to_currency", "statement_dispute_ends.outcome", "statement_dispute_remarks.body", "statement_dispute_remarks.side",
        "statement_disputes.reason", "statement_lines.currency", "statement_lines.kind", "statement_lines.role", "statement_lines.voucher",
        "statement_steps.step", "statement_totals.kind", "statements.currency", "statements.number", "till_columns.columns",
        "till_exports.file_name", "till_line_ends.how", "till_line_ends.why", "till_lines.receipt", "till_lines.receipt_key", "till_lines.till",
        "till_lines.till_key", "till_matches.reason", "till_matches.released_why", "till_matches.why",
    ),
    "who acted, by number": (
        "batch_releases.actor", "batch_withdrawals.actor", "case_events.actor", "case_question_answers.actor", "catalogue_draft_edits.actor",
        "catalogue_drafts.actor", "catalogue_publications.actor", "fraud_decisions.actor", "order_cancellations.by",
        "partner_application_ends.actor", "partner_events.actor", "payment_closings.by", "payment_refunds.by", "run_events.actor", "runs.actor",
        "till_alarm_answers.actor",
    ),
    "what the system says of itself: no value of anybody's is put into it": (
        "book_checks.findings", "book_checks.trouble", "forgettings.sheet", "outbox.last_error", "outbox.ref", "outbox.request_id", "outbox.topic",
        "pulses.name", "seals.book",
    ),
    "shows to which text somebody agreed; the law wants it kept, and it holds no name": (
        "consents.kind", "consents.language", "consents.request_id",
    ),
    "facts of what points or cards did, without words of people": (
        "entries.memo",
    ),
    "gone by itself within days: counts, exports, answers to machines, which are encrypted": (
        "exports.asked", "exports.kind", "exports.listing", "exports.permission", "exports.public_id", "idempotency_keys.caller",
        "idempotency_keys.content_type", "idempotency_keys.key", "idempotency_keys.route", "throttle.key",
    ),
    "numbers and numbers of members, which stay": (
        "fraud_signals.evidence", "fraud_signals.key", "fraud_signals.kind",
    ),
    "where somebody works; grants have to be given up before": (
        "grants.role", "invitations.language", "invitations.role",
    ),
    "the provider's own names of things; whom it knows there, the provider erases": (
        "payment_calls.outcome", "payment_completions.intent_ref", "payment_dispute_steps.outcome", "payment_disputes.provider_ref",
        "payment_disputes.reason", "payment_refund_ends.why", "payment_refund_receipts.provider_ref", "payment_sessions.session_ref",
        "payment_sessions.url", "provider_events.about", "provider_events.event_ref", "provider_events.outcome",
    ),
    "files that the programme or a partner brought, and what was said of them: cells of wrong rows are deleted a month after, the files with the run's end": (
        "run_comments.about", "run_comments.body", "run_errors.facts", "run_errors.in_column", "run_errors.reason", "run_errors.value",
        "run_events.facts", "run_events.what", "runs.file_name", "runs.kind", "runs.options", "runs.preview", "runs.ref", "runs.state",
    ),
}  # fmt: skip
