CREATE SCHEMA public;
CREATE SCHEMA timetable;
CREATE TYPE timetable.period AS ENUM (
    'days',
    'hours',
    'minutes',
    'seconds',
    'microseconds'
);
CREATE TYPE timetable.solarevent AS ENUM (
    'dawn_astronomical',
    'dawn_nautical',
    'dawn_civil',
    'sunrise',
    'solar_noon',
    'sunset',
    'dusk_civil',
    'dusk_nautical',
    'dusk_astronomical'
);
CREATE TABLE public.contract_versions (
    id bigint NOT NULL,
    txid xid8 DEFAULT pg_current_xact_id() NOT NULL,
    contract_id bigint NOT NULL,
    number integer NOT NULL,
    valid_from date NOT NULL,
    owed_on text NOT NULL,
    payment text NOT NULL,
    warn_at bigint,
    commission_bp integer NOT NULL,
    commission_fixed bigint NOT NULL,
    commission_steps jsonb NOT NULL,
    commission_by text NOT NULL,
    vat_bp integer NOT NULL,
    vat_kinds jsonb NOT NULL,
    tax_number text NOT NULL,
    point_prices jsonb NOT NULL,
    breakage_bp integer NOT NULL,
    rate_source text NOT NULL,
    calendar text NOT NULL,
    payout_day smallint NOT NULL,
    payout_minimum bigint NOT NULL,
    papers text NOT NULL,
    side text NOT NULL,
    drafted_by bigint NOT NULL,
    drafted_at timestamp with time zone NOT NULL,
    why text NOT NULL,
    CONSTRAINT contract_versions_breakage_bp_check CHECK (((breakage_bp >= 0) AND (breakage_bp <= 10000))),
    CONSTRAINT contract_versions_calendar_check CHECK ((calendar = ANY (ARRAY['weekly'::text, 'monthly'::text]))),
    CONSTRAINT contract_versions_check CHECK (((payout_day >= 1) AND (payout_day <=
CASE calendar
    WHEN 'weekly'::text THEN 7
    ELSE 28
END))),
    CONSTRAINT contract_versions_commission_bp_check CHECK (((commission_bp >= 0) AND (commission_bp <= 10000))),
    CONSTRAINT contract_versions_commission_by_check CHECK ((commission_by = ANY (ARRAY['partner'::text, 'programme'::text]))),
    CONSTRAINT contract_versions_commission_fixed_check CHECK ((commission_fixed >= 0)),
    CONSTRAINT contract_versions_commission_steps_check CHECK ((jsonb_typeof(commission_steps) = 'array'::text)),
    CONSTRAINT contract_versions_number_check CHECK ((number >= 1)),
    CONSTRAINT contract_versions_owed_on_check CHECK ((owed_on = ANY (ARRAY['sale'::text, 'redemption'::text]))),
    CONSTRAINT contract_versions_papers_check CHECK ((papers = ANY (ARRAY[''::text, 'act'::text, 'act_invoice'::text]))),
    CONSTRAINT contract_versions_payment_check CHECK ((payment = ANY (ARRAY['prepaid'::text, 'postpaid'::text]))),
    CONSTRAINT contract_versions_payout_minimum_check CHECK ((payout_minimum >= 0)),
    CONSTRAINT contract_versions_point_prices_check CHECK ((jsonb_typeof(point_prices) = 'object'::text)),
    CONSTRAINT contract_versions_rate_source_check CHECK ((length(rate_source) <= 40)),
    CONSTRAINT contract_versions_side_check CHECK ((side = ANY (ARRAY['programme'::text, 'partner'::text]))),
    CONSTRAINT contract_versions_tax_number_check CHECK ((length(tax_number) <= 20)),
    CONSTRAINT contract_versions_vat_bp_check CHECK (((vat_bp >= 0) AND (vat_bp <= 5000))),
    CONSTRAINT contract_versions_vat_kinds_check CHECK ((jsonb_typeof(vat_kinds) = 'object'::text)),
    CONSTRAINT contract_versions_warn_at_check CHECK ((warn_at > 0)),
    CONSTRAINT contract_versions_why_check CHECK ((length(why) <= 1000))
);
CREATE TABLE public.erasures (
    id bigint NOT NULL,
    txid xid8 DEFAULT pg_current_xact_id() NOT NULL,
    programme_id bigint NOT NULL,
    member_id bigint NOT NULL,
    asked_by bigint,
    by_staff boolean NOT NULL,
    evidence text NOT NULL,
    identified text[] NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    due_at timestamp with time zone NOT NULL,
    CONSTRAINT erasures_check CHECK ((due_at > asked_at)),
    CONSTRAINT erasures_check1 CHECK (((NOT by_staff) OR (cardinality(identified) >= 2))),
    CONSTRAINT erasures_evidence_check CHECK ((length(evidence) <= 400)),
    CONSTRAINT erasures_identified_check CHECK ((identified <@ ARRAY['number'::text, 'phone'::text, 'email'::text, 'order'::text, 'card'::text, 'in_person'::text]))
);
CREATE TABLE public.giftcards (
    id bigint NOT NULL,
    txid xid8 DEFAULT pg_current_xact_id() NOT NULL,
    public_id text NOT NULL,
    programme_id bigint NOT NULL,
    member_id bigint NOT NULL,
    order_id bigint,
    succession_id bigint,
    brand_id bigint NOT NULL,
    offer_id bigint NOT NULL,
    offer_kind text NOT NULL,
    code_id bigint NOT NULL,
    value bigint NOT NULL,
    remaining bigint NOT NULL,
    currency text NOT NULL,
    state text DEFAULT 'active'::text NOT NULL,
    issued_at timestamp with time zone NOT NULL,
    expires_on date NOT NULL,
    born_until date NOT NULL,
    last4 text NOT NULL,
    revealed_at timestamp with time zone,
    CONSTRAINT giftcards_check CHECK (((remaining >= 0) AND (remaining <= value))),
    CONSTRAINT giftcards_check1 CHECK (((state = 'spent'::text) = ((remaining = 0) AND (state <> 'void'::text)))),
    CONSTRAINT giftcards_check2 CHECK ((num_nonnulls(order_id, succession_id) = 1)),
    CONSTRAINT giftcards_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text)),
    CONSTRAINT giftcards_last4_check CHECK ((length(last4) <= 4)),
    CONSTRAINT giftcards_offer_kind_check CHECK (((length(offer_kind) >= 1) AND (length(offer_kind) <= 40))),
    CONSTRAINT giftcards_public_id_check CHECK ((public_id ~ '^[0-9A-HJKMNP-TV-Z]{26}$'::text)),
    CONSTRAINT giftcards_state_check CHECK ((state = ANY (ARRAY['active'::text, 'frozen'::text, 'held'::text, 'void'::text, 'spent'::text]))),
    CONSTRAINT giftcards_value_check CHECK ((value > 0))
)
WITH (fillfactor='90');
CREATE TABLE public.giftcard_voidings (
    id bigint NOT NULL,
    txid xid8 DEFAULT pg_current_xact_id() NOT NULL,
    giftcard_id bigint NOT NULL,
    amount bigint NOT NULL,
    reason text NOT NULL,
    note text NOT NULL,
    at timestamp with time zone NOT NULL,
    salt uuid DEFAULT gen_random_uuid() NOT NULL,
    forgotten bytea,
    CONSTRAINT giftcard_voidings_amount_check CHECK ((amount > 0)),
    CONSTRAINT giftcard_voidings_forgotten_check CHECK ((length(forgotten) = 32)),
    CONSTRAINT giftcard_voidings_note_check CHECK ((length(note) <= 1000)),
    CONSTRAINT giftcard_voidings_reason_check CHECK ((reason = ANY (ARRAY['fraud'::text, 'mistake'::text, 'unwanted'::text, 'unusable'::text])))
);
CREATE TABLE public.offline_terms (
    id bigint NOT NULL,
    txid xid8 DEFAULT pg_current_xact_id() NOT NULL,
    terminal_id bigint NOT NULL,
    card_limit bigint NOT NULL,
    stored_limit bigint NOT NULL,
    count_limit integer NOT NULL,
    currency text NOT NULL,
    began_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    CONSTRAINT offline_terms_card_limit_check CHECK ((card_limit > 0)),
    CONSTRAINT offline_terms_check CHECK ((stored_limit >= card_limit)),
    CONSTRAINT offline_terms_check1 CHECK ((ended_at >= began_at)),
    CONSTRAINT offline_terms_count_limit_check CHECK (((count_limit >= 1) AND (count_limit <= 500))),
    CONSTRAINT offline_terms_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text))
);
CREATE TABLE public.payment_dispute_pieces (
    id bigint NOT NULL,
    txid xid8 DEFAULT pg_current_xact_id() NOT NULL,
    dispute_id bigint NOT NULL,
    giftcard_id bigint NOT NULL,
    value bigint NOT NULL,
    CONSTRAINT payment_dispute_pieces_value_check CHECK ((value > 0))
);
CREATE TABLE public.payment_dispute_takings (
    dispute_id bigint NOT NULL,
    txid xid8 DEFAULT pg_current_xact_id() NOT NULL,
    at timestamp with time zone NOT NULL,
    value bigint DEFAULT 0 NOT NULL,
    owed bigint DEFAULT 0 NOT NULL,
    CONSTRAINT payment_dispute_takings_owed_check CHECK ((owed >= 0)),
    CONSTRAINT payment_dispute_takings_value_check CHECK ((value >= 0))
);
CREATE TABLE public.payments (
    id bigint NOT NULL,
    txid xid8 DEFAULT pg_current_xact_id() NOT NULL,
    public_id text NOT NULL,
    programme_id bigint NOT NULL,
    member_id bigint NOT NULL,
    purpose text NOT NULL,
    purpose_id bigint NOT NULL,
    amount bigint NOT NULL,
    currency text NOT NULL,
    placed_at timestamp with time zone NOT NULL,
    pay_until timestamp with time zone NOT NULL,
    CONSTRAINT payments_amount_check CHECK ((amount > 0)),
    CONSTRAINT payments_check CHECK ((pay_until > placed_at)),
    CONSTRAINT payments_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text)),
    CONSTRAINT payments_public_id_check CHECK ((public_id ~ '^[0-9A-HJKMNP-TV-Z]{26}$'::text)),
    CONSTRAINT payments_purpose_check CHECK ((purpose = ANY (ARRAY['order'::text, 'topup'::text])))
);
CREATE TABLE public.payout_lines (
    id bigint NOT NULL,
    txid xid8 DEFAULT pg_current_xact_id() NOT NULL,
    run_id bigint NOT NULL,
    partner_id bigint NOT NULL,
    statement_id bigint NOT NULL,
    account_id bigint,
    connected_id bigint,
    owed bigint NOT NULL,
    netted bigint NOT NULL,
    amount bigint NOT NULL,
    released_at timestamp with time zone,
    CONSTRAINT payout_lines_amount_check CHECK ((amount > 0)),
    CONSTRAINT payout_lines_check CHECK ((amount = (owed - netted))),
    CONSTRAINT payout_lines_check1 CHECK (((account_id IS NULL) <> (connected_id IS NULL)))
);
CREATE TABLE public.statements (
    id bigint NOT NULL,
    txid xid8 DEFAULT pg_current_xact_id() NOT NULL,
    contract_id bigint NOT NULL,
    partner_id bigint NOT NULL,
    number text NOT NULL,
    previous_id bigint,
    from_day date NOT NULL,
    to_day date NOT NULL,
    from_at timestamp with time zone NOT NULL,
    to_at timestamp with time zone NOT NULL,
    snapshot pg_snapshot NOT NULL,
    currency text NOT NULL,
    opening bigint NOT NULL,
    closing bigint NOT NULL,
    line_count integer NOT NULL,
    digest bytea NOT NULL,
    drawn_at timestamp with time zone NOT NULL,
    CONSTRAINT statements_check CHECK ((to_day > from_day)),
    CONSTRAINT statements_check1 CHECK ((to_at > from_at)),
    CONSTRAINT statements_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text)),
    CONSTRAINT statements_digest_check CHECK ((length(digest) = 32)),
    CONSTRAINT statements_line_count_check CHECK ((line_count >= 0)),
    CONSTRAINT statements_number_check CHECK ((number ~ '^S-[0-9]{8}-[0-9]{1,18}$'::text))
);
CREATE TABLE public.redemptions (
    id bigint NOT NULL,
    txid xid8 DEFAULT pg_current_xact_id() NOT NULL,
    terminal_id bigint NOT NULL,
    ref text NOT NULL,
    asked bytea NOT NULL,
    giftcard_id bigint NOT NULL,
    amount bigint NOT NULL,
    bill bigint,
    remaining bigint NOT NULL,
    receipt text NOT NULL,
    issuer_partner_id bigint NOT NULL,
    acceptor_partner_id bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    CONSTRAINT redemptions_amount_check CHECK ((amount > 0)),
    CONSTRAINT redemptions_asked_check CHECK ((length(asked) = 32)),
    CONSTRAINT redemptions_check CHECK ((bill >= amount)),
    CONSTRAINT redemptions_receipt_check CHECK ((length(receipt) <= 40)),
    CONSTRAINT redemptions_ref_check CHECK ((ref ~ '^[A-Za-z0-9._-]{1,64}$'::text)),
    CONSTRAINT redemptions_remaining_check CHECK ((remaining >= 0))
);
CREATE TABLE public.settlement_rates (
    id bigint NOT NULL,
    txid xid8 DEFAULT pg_current_xact_id() NOT NULL,
    programme_id bigint NOT NULL,
    source text NOT NULL,
    from_currency text NOT NULL,
    to_currency text NOT NULL,
    day date NOT NULL,
    rate bigint NOT NULL,
    CONSTRAINT settlement_rates_from_currency_check CHECK ((from_currency ~ '^[A-Z]{3}$'::text)),
    CONSTRAINT settlement_rates_rate_check CHECK ((rate > 0)),
    CONSTRAINT settlement_rates_source_check CHECK (((length(source) >= 1) AND (length(source) <= 40))),
    CONSTRAINT settlement_rates_to_currency_check CHECK ((to_currency ~ '^[A-Z]{3}$'::text))
);
CREATE TABLE public.users (
    id bigint NOT NULL,
    email text NOT NULL,
    name text DEFAULT ''::text NOT NULL,
    password text,
    active boolean DEFAULT true NOT NULL,
    fs_uniquifier text NOT NULL,
    confirmed_at timestamp with time zone NOT NULL,
    signed_in_at timestamp with time zone,
    language text DEFAULT ''::text NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    tf_primary_method text,
    tf_totp_secret text,
    totp_counter bigint,
    mf_recovery_codes jsonb,
    fs_webauthn_user_handle text,
    CONSTRAINT users_check CHECK (((tf_primary_method IS NULL) = (tf_totp_secret IS NULL))),
    CONSTRAINT users_email_check CHECK (((email = lower(email)) AND ((length(email) >= 3) AND (length(email) <= 254)))),
    CONSTRAINT users_name_check CHECK ((length(name) <= 120))
);
CREATE TABLE public.statement_lines (
    statement_id bigint NOT NULL,
    "position" integer NOT NULL,
    partner_id bigint NOT NULL,
    kind text NOT NULL,
    event_id bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    giftcard_id bigint,
    version_id bigint NOT NULL,
    amount bigint NOT NULL,
    currency text NOT NULL,
    rate bigint,
    rate_day date,
    gross bigint NOT NULL,
    due bigint NOT NULL,
    commission_bp integer NOT NULL,
    commission bigint NOT NULL,
    commission_vat bigint NOT NULL,
    voucher text NOT NULL,
    role text NOT NULL,
    goods_vat bigint NOT NULL,
    net bigint NOT NULL,
    CONSTRAINT statement_line_adds_up CHECK ((net = ((due - commission) - commission_vat))),
    CONSTRAINT statement_lines_kind_check CHECK ((kind = ANY (ARRAY['sale'::text, 'cancellation'::text, 'exchanged_in'::text, 'exchanged_out'::text, 'redemption'::text, 'reversal'::text, 'elsewhere'::text, 'elsewhere_back'::text, 'withheld'::text, 'withheld_back'::text, 'breakage'::text, 'late_breakage'::text, 'breakage_back'::text, 'breakage_again'::text, 'promotion'::text, 'promotion_cancelled'::text, 'promotion_refunded'::text, 'adjustment'::text, 'payout'::text, 'payout_return'::text, 'paid_in'::text, 'netting'::text, 'points_programme'::text, 'points_programme_back'::text, 'points_programme_refunded'::text, 'points_bank'::text, 'points_bank_back'::text, 'points_bank_refunded'::text, 'points_member'::text, 'points_member_back'::text, 'points_member_refunded'::text]))),
    CONSTRAINT statement_lines_position_check CHECK (("position" >= 1)),
    CONSTRAINT statement_lines_rate_check CHECK ((rate > 0)),
    CONSTRAINT statement_lines_role_check CHECK ((role = ANY (ARRAY[''::text, 'agent'::text, 'principal'::text]))),
    CONSTRAINT statement_lines_voucher_check CHECK ((voucher = ANY (ARRAY[''::text, 'single'::text, 'multi'::text])))
);
CREATE TABLE public.authorisations (
    id bigint NOT NULL,
    txid xid8 DEFAULT pg_current_xact_id() NOT NULL,
    terminal_id bigint NOT NULL,
    ref text NOT NULL,
    asked bytea NOT NULL,
    giftcard_id bigint NOT NULL,
    amount bigint NOT NULL,
    remaining bigint NOT NULL,
    issuer_partner_id bigint NOT NULL,
    acceptor_partner_id bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    lapses_at timestamp with time zone NOT NULL,
    CONSTRAINT authorisations_amount_check CHECK ((amount > 0)),
    CONSTRAINT authorisations_asked_check CHECK ((length(asked) = 32)),
    CONSTRAINT authorisations_check CHECK ((lapses_at > at)),
    CONSTRAINT authorisations_ref_check CHECK ((ref ~ '^[A-Za-z0-9._-]{1,64}$'::text)),
    CONSTRAINT authorisations_remaining_check CHECK ((remaining >= 0))
);
CREATE TABLE public.reversals (
    id bigint NOT NULL,
    txid xid8 DEFAULT pg_current_xact_id() NOT NULL,
    terminal_id bigint NOT NULL,
    ref text NOT NULL,
    redemption_id bigint,
    reversed_by bigint,
    at timestamp with time zone NOT NULL,
    CONSTRAINT reversals_ref_check CHECK ((ref ~ '^[A-Za-z0-9._-]{1,64}$'::text))
);
CREATE TABLE public.offline_takings (
    id bigint NOT NULL,
    txid xid8 DEFAULT pg_current_xact_id() NOT NULL,
    terminal_id bigint NOT NULL,
    ref text NOT NULL,
    asked bytea NOT NULL,
    terms_id bigint NOT NULL,
    package_at timestamp with time zone NOT NULL,
    giftcard_id bigint,
    redemption_id bigint,
    amount bigint NOT NULL,
    taken bigint NOT NULL,
    lost bigint NOT NULL,
    why text NOT NULL,
    receipt text NOT NULL,
    acceptor_partner_id bigint NOT NULL,
    taken_at timestamp with time zone NOT NULL,
    synced_at timestamp with time zone NOT NULL,
    holder_id bigint NOT NULL,
    CONSTRAINT offline_takings_amount_check CHECK ((amount > 0)),
    CONSTRAINT offline_takings_asked_check CHECK ((length(asked) = 32)),
    CONSTRAINT offline_takings_check CHECK (((taken >= 0) AND (taken <= amount))),
    CONSTRAINT offline_takings_check1 CHECK ((lost =
CASE
    WHEN (why = 'reversed'::text) THEN (0)::bigint
    ELSE (amount - taken)
END)),
    CONSTRAINT offline_takings_check2 CHECK (((why = ''::text) = (taken = amount))),
    CONSTRAINT offline_takings_check3 CHECK (((why = ANY (ARRAY[''::text, 'short'::text])) = (redemption_id IS NOT NULL))),
    CONSTRAINT offline_takings_check4 CHECK (((redemption_id IS NOT NULL) = (taken > 0))),
    CONSTRAINT offline_takings_receipt_check CHECK ((length(receipt) <= 40)),
    CONSTRAINT offline_takings_ref_check CHECK ((ref ~ '^[A-Za-z0-9._-]{1,64}$'::text)),
    CONSTRAINT offline_takings_why_check CHECK ((why = ANY (ARRAY[''::text, 'short'::text, 'spent'::text, 'frozen'::text, 'held'::text, 'expired'::text, 'void'::text, 'part_use'::text, 'foreign'::text, 'unknown'::text, 'reversed'::text, 'time'::text, 'limit'::text])))
);
CREATE TABLE public.acceptances (
    id bigint NOT NULL,
    txid xid8 DEFAULT pg_current_xact_id() NOT NULL,
    issuer_partner_id bigint NOT NULL,
    acceptor_partner_id bigint NOT NULL,
    began_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    CONSTRAINT acceptances_check CHECK ((issuer_partner_id <> acceptor_partner_id)),
    CONSTRAINT acceptances_check1 CHECK ((ended_at >= began_at))
);
ALTER TABLE public.acceptances ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.acceptances_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.account_days (
    account_id bigint NOT NULL,
    time_zone text NOT NULL,
    day date NOT NULL,
    last_id bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    balance_after bigint NOT NULL,
    came bigint NOT NULL,
    went bigint NOT NULL,
    earned bigint NOT NULL,
    spent bigint NOT NULL,
    entries bigint NOT NULL
);
CREATE TABLE public.account_paper_parts (
    paper_id bigint NOT NULL,
    part integer NOT NULL,
    ciphertext bytea NOT NULL,
    CONSTRAINT account_paper_parts_part_check CHECK ((part >= 0))
);
CREATE TABLE public.account_papers (
    id bigint NOT NULL,
    member_id bigint NOT NULL,
    name text NOT NULL,
    kind text NOT NULL,
    size integer NOT NULL,
    digest bytea NOT NULL,
    added_at timestamp with time zone NOT NULL,
    CONSTRAINT account_papers_digest_check CHECK ((length(digest) = 32)),
    CONSTRAINT account_papers_kind_check CHECK ((kind = ANY (ARRAY['pdf'::text, 'jpeg'::text, 'png'::text]))),
    CONSTRAINT account_papers_name_check CHECK ((length(name) <= 200)),
    CONSTRAINT account_papers_size_check CHECK ((size > 0))
);
ALTER TABLE public.account_papers ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.account_papers_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.accounts (
    id bigint NOT NULL,
    txid xid8 DEFAULT pg_current_xact_id() NOT NULL,
    programme_id bigint NOT NULL,
    kind text NOT NULL,
    owner_id bigint,
    unit text NOT NULL,
    opened_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT accounts_check CHECK (((kind = ANY (ARRAY['member'::text, 'held'::text, 'debt'::text, 'partner'::text])) = (owner_id IS NOT NULL))),
    CONSTRAINT accounts_kind_check CHECK ((kind = ANY (ARRAY['member'::text, 'held'::text, 'debt'::text, 'partner'::text, 'programme'::text, 'breakage'::text, 'suspense'::text, 'gateway'::text, 'prepaid'::text]))),
    CONSTRAINT accounts_unit_check CHECK (((unit = 'points'::text) OR (unit ~ '^[A-Z]{3}$'::text)))
);
ALTER TABLE public.accounts ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.accounts_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.answer_templates (
    id bigint NOT NULL,
    programme_id bigint NOT NULL,
    name_ru text NOT NULL,
    name_en text NOT NULL,
    body_ru text NOT NULL,
    body_en text NOT NULL,
    "position" integer DEFAULT 0 NOT NULL,
    retired_at timestamp with time zone,
    ref text,
    CONSTRAINT answer_templates_body_en_check CHECK (((length(body_en) >= 1) AND (length(body_en) <= 4000))),
    CONSTRAINT answer_templates_body_ru_check CHECK (((length(body_ru) >= 1) AND (length(body_ru) <= 4000))),
    CONSTRAINT answer_templates_name_en_check CHECK (((length(name_en) >= 1) AND (length(name_en) <= 120))),
    CONSTRAINT answer_templates_name_ru_check CHECK (((length(name_ru) >= 1) AND (length(name_ru) <= 120))),
    CONSTRAINT answer_templates_ref_check CHECK ((ref ~ '^[0-9A-HJKMNP-TV-Z]{26}$'::text))
);
ALTER TABLE public.answer_templates ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.answer_templates_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.api_clients (
    id bigint NOT NULL,
    txid xid8 DEFAULT pg_current_xact_id() NOT NULL,
    programme_id bigint NOT NULL,
    name text NOT NULL,
    key_prefix text NOT NULL,
    key_digest bytea NOT NULL,
    scopes text[] NOT NULL,
    member_id bigint,
    per_minute integer DEFAULT 600 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    expires_at timestamp with time zone,
    revoked_at timestamp with time zone,
    CONSTRAINT api_clients_key_digest_check CHECK ((length(key_digest) = 32)),
    CONSTRAINT api_clients_name_check CHECK (((length(name) >= 1) AND (length(name) <= 80))),
    CONSTRAINT api_clients_per_minute_check CHECK ((per_minute > 0)),
    CONSTRAINT api_clients_scopes_check CHECK ((cardinality(scopes) >= 1))
);
ALTER TABLE public.api_clients ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.api_clients_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.approval_rules (
    programme_id bigint NOT NULL,
    txid xid8 DEFAULT pg_current_xact_id() NOT NULL,
    kind text NOT NULL,
    version integer NOT NULL,
    approvers smallint NOT NULL,
    cap bigint,
    approvers_over_cap smallint,
    roles text[] DEFAULT '{}'::text[] NOT NULL,
    proposal_id bigint NOT NULL,
    CONSTRAINT approval_rules_approvers_check CHECK (((approvers >= 0) AND (approvers <= 5))),
    CONSTRAINT approval_rules_approvers_over_cap_check CHECK (((approvers_over_cap >= 1) AND (approvers_over_cap <= 5))),
    CONSTRAINT approval_rules_cap_check CHECK ((cap >= 0)),
    CONSTRAINT approval_rules_check CHECK (((cap IS NULL) = (approvers_over_cap IS NULL))),
    CONSTRAINT approval_rules_check1 CHECK ((approvers_over_cap > approvers)),
    CONSTRAINT approval_rules_kind_check CHECK ((kind ~ '^[a-z_]{1,40}$'::text)),
    CONSTRAINT approval_rules_version_check CHECK ((version >= 1))
);
CREATE TABLE public.audit_records (
    id bigint NOT NULL,
    txid xid8 DEFAULT pg_current_xact_id() NOT NULL,
    at timestamp with time zone NOT NULL,
    actor_kind text NOT NULL,
    actor_id bigint,
    action text NOT NULL,
    subject text NOT NULL,
    why text DEFAULT ''::text NOT NULL,
    before jsonb,
    after jsonb,
    request_id text DEFAULT ''::text NOT NULL,
    salt uuid DEFAULT gen_random_uuid() NOT NULL,
    forgotten bytea,
    CONSTRAINT audit_records_action_check CHECK (((length(action) >= 3) AND (length(action) <= 64))),
    CONSTRAINT audit_records_actor_kind_check CHECK ((actor_kind = ANY (ARRAY['user'::text, 'client'::text, 'terminal'::text, 'operator'::text, 'system'::text]))),
    CONSTRAINT audit_records_forgotten_check CHECK ((length(forgotten) = 32)),
    CONSTRAINT audit_records_subject_check CHECK (((length(subject) >= 1) AND (length(subject) <= 128))),
    CONSTRAINT audit_records_why_check CHECK ((length(why) <= 1000))
);
ALTER TABLE public.audit_records ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.audit_records_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.authorisation_ends (
    authorisation_id bigint NOT NULL,
    txid xid8 DEFAULT pg_current_xact_id() NOT NULL,
    kind text NOT NULL,
    at timestamp with time zone NOT NULL,
    CONSTRAINT authorisation_ends_kind_check CHECK ((kind = ANY (ARRAY['captured'::text, 'voided'::text, 'lapsed'::text])))
);
ALTER TABLE public.authorisations ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.authorisations_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.balance_crossings (
    id bigint NOT NULL,
    txid xid8 DEFAULT pg_current_xact_id() NOT NULL,
    contract_id bigint NOT NULL,
    how text NOT NULL,
    balance bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    CONSTRAINT balance_crossings_how_check CHECK ((how = ANY (ARRAY['crossed'::text, 'back'::text])))
);
ALTER TABLE public.balance_crossings ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.balance_crossings_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.balances (
    account_id bigint NOT NULL,
    balance bigint DEFAULT 0 NOT NULL,
    floor bigint,
    ceiling bigint,
    keeps_lots boolean NOT NULL,
    passes_to bigint,
    CONSTRAINT balance_ceiling CHECK ((balance <= ceiling)),
    CONSTRAINT balance_floor CHECK ((balance >= floor)),
    CONSTRAINT balances_check CHECK ((passes_to <> account_id))
)
WITH (fillfactor='70');
CREATE TABLE public.bank_account_closings (
    id bigint NOT NULL,
    account_id bigint NOT NULL,
    why text NOT NULL,
    at timestamp with time zone NOT NULL,
    actor text NOT NULL,
    reopened_at timestamp with time zone,
    reopened_by bigint,
    CONSTRAINT bank_account_closings_check CHECK (((reopened_at IS NULL) = (reopened_by IS NULL))),
    CONSTRAINT bank_account_closings_why_check CHECK (((length(why) >= 1) AND (length(why) <= 400)))
);
ALTER TABLE public.bank_account_closings ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.bank_account_closings_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.bank_accounts (
    id bigint NOT NULL,
    programme_id bigint NOT NULL,
    number text NOT NULL,
    currency text NOT NULL,
    seen_at timestamp with time zone NOT NULL,
    proposal_id bigint,
    CONSTRAINT bank_accounts_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text)),
    CONSTRAINT bank_accounts_number_check CHECK (((length(number) >= 1) AND (length(number) <= 64)))
);
ALTER TABLE public.bank_accounts ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.bank_accounts_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.bank_asides (
    id bigint NOT NULL,
    entry_id bigint NOT NULL,
    why text NOT NULL,
    at timestamp with time zone NOT NULL,
    released_at timestamp with time zone,
    released_why text DEFAULT ''::text NOT NULL,
    CONSTRAINT bank_asides_check CHECK (((released_at IS NULL) = (released_why = ''::text))),
    CONSTRAINT bank_asides_released_why_check CHECK ((length(released_why) <= 400)),
    CONSTRAINT bank_asides_why_check CHECK (((length(why) >= 1) AND (length(why) <= 400)))
);
ALTER TABLE public.bank_asides ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.bank_asides_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.bank_entries (
    id bigint NOT NULL,
    statement_id bigint NOT NULL,
    account_id bigint NOT NULL,
    line integer NOT NULL,
    amount bigint NOT NULL,
    fee bigint NOT NULL,
    booked date NOT NULL,
    valued date,
    reference text NOT NULL,
    keys text[] NOT NULL,
    own text[] DEFAULT '{}'::text[] NOT NULL,
    group_keys text[] DEFAULT '{}'::text[] NOT NULL,
    party text NOT NULL,
    party_account text NOT NULL,
    note text NOT NULL,
    returned boolean NOT NULL,
    CONSTRAINT bank_entries_amount_check CHECK ((amount <> 0)),
    CONSTRAINT bank_entries_line_check CHECK ((line >= 1)),
    CONSTRAINT bank_entries_note_check CHECK ((length(note) <= 1000)),
    CONSTRAINT bank_entries_party_account_check CHECK ((length(party_account) <= 64)),
    CONSTRAINT bank_entries_party_check CHECK ((length(party) <= 140)),
    CONSTRAINT bank_entries_reference_check CHECK ((length(reference) <= 64))
);
ALTER TABLE public.bank_entries ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.bank_entries_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.bank_entry_repeats (
    entry_id bigint NOT NULL,
    of_id bigint NOT NULL,
    why text NOT NULL,
    released_at timestamp with time zone,
    released_why text DEFAULT ''::text NOT NULL,
    CONSTRAINT bank_entry_repeats_check CHECK ((of_id <> entry_id)),
    CONSTRAINT bank_entry_repeats_check1 CHECK (((released_at IS NULL) = (released_why = ''::text))),
    CONSTRAINT bank_entry_repeats_released_why_check CHECK ((length(released_why) <= 400)),
    CONSTRAINT bank_entry_repeats_why_check CHECK ((why = ANY (ARRAY['reference'::text, 'keys'::text, 'same_time'::text, 'nameless'::text])))
);
CREATE TABLE public.bank_matches (
    id bigint NOT NULL,
    entry_id bigint NOT NULL,
    expectation_id bigint NOT NULL,
    amount bigint NOT NULL,
    fee bigint DEFAULT 0 NOT NULL,
    reason text NOT NULL,
    why text DEFAULT ''::text NOT NULL,
    at timestamp with time zone NOT NULL,
    released_at timestamp with time zone,
    released_why text DEFAULT ''::text NOT NULL,
    CONSTRAINT bank_matches_amount_check CHECK ((amount <> 0)),
    CONSTRAINT bank_matches_check CHECK (((reason = 'by_hand'::text) = (why <> ''::text))),
    CONSTRAINT bank_matches_check1 CHECK (((released_at IS NULL) = (released_why = ''::text))),
    CONSTRAINT bank_matches_reason_check CHECK ((reason = ANY (ARRAY['reference'::text, 'together'::text, 'in_parts'::text, 'by_hand'::text]))),
    CONSTRAINT bank_matches_released_why_check CHECK ((length(released_why) <= 400)),
    CONSTRAINT bank_matches_why_check CHECK ((length(why) <= 400))
);
ALTER TABLE public.bank_matches ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.bank_matches_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.bank_repair_ends (
    repair_id bigint NOT NULL,
    entry_id bigint,
    why text NOT NULL,
    at timestamp with time zone NOT NULL,
    CONSTRAINT bank_repair_ends_why_check CHECK (((length(why) >= 1) AND (length(why) <= 400)))
);
CREATE TABLE public.bank_repairs (
    id bigint NOT NULL,
    statement_id bigint NOT NULL,
    line integer NOT NULL,
    content text NOT NULL,
    reason text NOT NULL,
    facts jsonb NOT NULL,
    CONSTRAINT bank_repairs_content_check CHECK ((length(content) <= 2000)),
    CONSTRAINT bank_repairs_line_check CHECK ((line >= 1)),
    CONSTRAINT bank_repairs_reason_check CHECK (((length(reason) >= 1) AND (length(reason) <= 200)))
);
ALTER TABLE public.bank_repairs ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.bank_repairs_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.bank_returns (
    entry_id bigint NOT NULL,
    expectation_id bigint NOT NULL,
    at timestamp with time zone NOT NULL
);
CREATE TABLE public.bank_statements (
    id bigint NOT NULL,
    account_id bigint NOT NULL,
    file_digest bytea NOT NULL,
    "position" integer NOT NULL,
    file_name text NOT NULL,
    form text NOT NULL,
    number text NOT NULL,
    from_day date,
    to_day date,
    opening bigint,
    closing bigint,
    entries integer NOT NULL,
    moved bigint NOT NULL,
    unread integer NOT NULL,
    taken_at timestamp with time zone NOT NULL,
    CONSTRAINT bank_statement_adds_up CHECK (((opening IS NULL) OR (unread > 0) OR ((opening + moved) = closing))),
    CONSTRAINT bank_statements_check CHECK (((opening IS NULL) = (closing IS NULL))),
    CONSTRAINT bank_statements_entries_check CHECK ((entries >= 0)),
    CONSTRAINT bank_statements_file_name_check CHECK ((length(file_name) <= 200)),
    CONSTRAINT bank_statements_form_check CHECK ((form = ANY (ARRAY['camt.052'::text, 'camt.053'::text, 'camt.054'::text, 'mt940'::text, '1c'::text, 'acquirer'::text]))),
    CONSTRAINT bank_statements_number_check CHECK ((length(number) <= 64)),
    CONSTRAINT bank_statements_position_check CHECK (("position" >= 0)),
    CONSTRAINT bank_statements_unread_check CHECK ((unread >= 0))
);
ALTER TABLE public.bank_statements ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.bank_statements_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.batch_moves (
    batch_id bigint NOT NULL,
    withdrawal_id bigint NOT NULL,
    back boolean NOT NULL
);
CREATE TABLE public.batch_releases (
    withdrawal_id bigint NOT NULL,
    txid xid8 DEFAULT pg_current_xact_id() NOT NULL,
    why text NOT NULL,
    at timestamp with time zone NOT NULL,
    actor text NOT NULL,
    CONSTRAINT batch_releases_why_check CHECK (((length(why) >= 1) AND (length(why) <= 1000)))
);
CREATE TABLE public.batch_withdrawals (
    id bigint NOT NULL,
    txid xid8 DEFAULT pg_current_xact_id() NOT NULL,
    batch_id bigint NOT NULL,
    why text NOT NULL,
    at timestamp with time zone NOT NULL,
    actor text NOT NULL,
    CONSTRAINT batch_withdrawals_why_check CHECK (((length(why) >= 1) AND (length(why) <= 1000)))
);
ALTER TABLE public.batch_withdrawals ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.batch_withdrawals_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.batches (
    id bigint NOT NULL,
    txid xid8 DEFAULT pg_current_xact_id() NOT NULL,
    programme_id bigint NOT NULL,
    brand_id bigint NOT NULL,
    partner_id bigint NOT NULL,
    denomination_id bigint NOT NULL,
    name text NOT NULL,
    file_digest bytea NOT NULL,
    code_count integer NOT NULL,
    without_pin integer NOT NULL,
    expected_hits_milli bigint NOT NULL,
    loaded_at timestamp with time zone NOT NULL,
    CONSTRAINT batches_check CHECK (((without_pin >= 0) AND (without_pin <= code_count))),
    CONSTRAINT batches_code_count_check CHECK ((code_count >= 0)),
    CONSTRAINT batches_expected_hits_milli_check CHECK ((expected_hits_milli >= 0)),
    CONSTRAINT batches_file_digest_check CHECK ((length(file_digest) = 32)),
    CONSTRAINT batches_name_check CHECK (((length(name) >= 1) AND (length(name) <= 200)))
);
ALTER TABLE public.batches ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.batches_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.book_checks (
    id bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    findings jsonb NOT NULL,
    trouble text NOT NULL,
    CONSTRAINT book_checks_check CHECK (((trouble = ''::text) = (findings = '[]'::jsonb))),
    CONSTRAINT book_checks_findings_check CHECK ((jsonb_typeof(findings) = 'array'::text))
);
ALTER TABLE public.book_checks ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.book_checks_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.brand_pictures (
    brand_id bigint NOT NULL,
    version text NOT NULL,
    face bytea NOT NULL,
    mark bytea NOT NULL,
    added_at timestamp with time zone NOT NULL,
    CONSTRAINT brand_pictures_version_check CHECK ((version ~ '^[0-9a-f]{10}$'::text))
);
CREATE TABLE public.brand_search (
    brand_id bigint NOT NULL,
    programme_id bigint NOT NULL,
    names text NOT NULL,
    words text NOT NULL,
    document tsvector NOT NULL
);
CREATE TABLE public.brand_versions (
    id bigint NOT NULL,
    brand_id bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    actor text NOT NULL,
    facts jsonb NOT NULL,
    CONSTRAINT brand_versions_facts_check CHECK ((jsonb_typeof(facts) = 'object'::text))
);
ALTER TABLE public.brand_versions ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.brand_versions_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.brands (
    id bigint NOT NULL,
    programme_id bigint NOT NULL,
    partner_id bigint NOT NULL,
    slug text NOT NULL,
    name_ru text NOT NULL,
    name_en text NOT NULL,
    category_slug text NOT NULL,
    city_slugs text[] DEFAULT '{}'::text[] NOT NULL,
    online boolean DEFAULT true NOT NULL,
    description_ru text DEFAULT ''::text NOT NULL,
    description_en text DEFAULT ''::text NOT NULL,
    how_ru text DEFAULT ''::text NOT NULL,
    how_en text DEFAULT ''::text NOT NULL,
    keywords text DEFAULT ''::text NOT NULL,
    palette text DEFAULT ''::text NOT NULL,
    motif text DEFAULT ''::text NOT NULL,
    initials text DEFAULT ''::text NOT NULL,
    symbology text DEFAULT 'none'::text NOT NULL,
    part_use boolean DEFAULT true NOT NULL,
    rank integer DEFAULT 1000 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    hidden boolean DEFAULT false NOT NULL,
    picture text DEFAULT ''::text NOT NULL,
    CONSTRAINT brands_description_en_check CHECK ((length(description_en) <= 4000)),
    CONSTRAINT brands_description_ru_check CHECK ((length(description_ru) <= 4000)),
    CONSTRAINT brands_how_en_check CHECK ((length(how_en) <= 4000)),
    CONSTRAINT brands_how_ru_check CHECK ((length(how_ru) <= 4000)),
    CONSTRAINT brands_initials_check CHECK ((length(initials) <= 3)),
    CONSTRAINT brands_keywords_check CHECK ((length(keywords) <= 400)),
    CONSTRAINT brands_name_en_check CHECK (((length(name_en) >= 1) AND (length(name_en) <= 120))),
    CONSTRAINT brands_name_ru_check CHECK (((length(name_ru) >= 1) AND (length(name_ru) <= 120))),
    CONSTRAINT brands_picture_check CHECK ((picture ~ '^([0-9a-f]{10})?$'::text)),
    CONSTRAINT brands_slug_check CHECK ((slug ~ '^[a-z0-9-]{1,80}$'::text)),
    CONSTRAINT brands_symbology_check CHECK ((symbology = ANY (ARRAY['none'::text, 'ean13'::text, 'code128'::text, 'pdf417'::text, 'aztec'::text, 'datamatrix'::text])))
);
ALTER TABLE public.brands ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.brands_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.call_steps (
    id bigint NOT NULL,
    call_id bigint NOT NULL,
    what text NOT NULL,
    text text NOT NULL,
    giftcard_id bigint,
    case_id bigint,
    ref text NOT NULL,
    at timestamp with time zone NOT NULL,
    CONSTRAINT call_steps_text_check CHECK ((length(text) <= 4000)),
    CONSTRAINT call_steps_what_check CHECK ((what = ANY (ARRAY['note'::text, 'lost'::text, 'refused'::text, 'resend'::text, 'other'::text, 'end'::text])))
);
ALTER TABLE public.call_steps ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.call_steps_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.calls (
    id bigint NOT NULL,
    programme_id bigint NOT NULL,
    member_id bigint NOT NULL,
    phone text NOT NULL,
    named text[] NOT NULL,
    agent_id bigint NOT NULL,
    ref text NOT NULL,
    began_at timestamp with time zone NOT NULL,
    CONSTRAINT calls_named_check CHECK ((named <@ ARRAY['number'::text, 'email'::text, 'order'::text, 'card'::text])),
    CONSTRAINT calls_phone_check CHECK ((length(phone) <= 40))
);
ALTER TABLE public.calls ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.calls_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.card_operations (
    id bigint NOT NULL,
    txid xid8 DEFAULT pg_current_xact_id() NOT NULL,
    programme_id bigint NOT NULL,
    source text NOT NULL,
    operation_id text NOT NULL,
    member_id bigint,
    token text NOT NULL,
    happened_at timestamp with time zone NOT NULL,
    kind text NOT NULL,
    amount bigint NOT NULL,
    currency text NOT NULL,
    mcc text NOT NULL,
    merchant text NOT NULL,
    rrn text DEFAULT ''::text NOT NULL,
    original_amount bigint NOT NULL,
    original_currency text NOT NULL,
    rate numeric NOT NULL,
    points bigint NOT NULL,
    reason text NOT NULL,
    unplaced bigint DEFAULT 0 NOT NULL,
    imported_at timestamp with time zone NOT NULL,
    salt uuid DEFAULT gen_random_uuid() NOT NULL,
    forgotten bytea,
    CONSTRAINT card_operations_amount_check CHECK ((amount > 0)),
    CONSTRAINT card_operations_check CHECK (((unplaced >= 0) AND (unplaced <= amount) AND ((unplaced = 0) OR (kind = 'refund'::text)))),
    CONSTRAINT card_operations_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text)),
    CONSTRAINT card_operations_forgotten_check CHECK ((length(forgotten) = 32)),
    CONSTRAINT card_operations_kind_check CHECK ((kind = ANY (ARRAY['purchase'::text, 'refund'::text, 'cash'::text]))),
    CONSTRAINT card_operations_mcc_check CHECK ((mcc ~ '^[0-9]{4}$'::text)),
    CONSTRAINT card_operations_operation_id_check CHECK (((length(operation_id) >= 1) AND (length(operation_id) <= 64))),
    CONSTRAINT card_operations_original_amount_check CHECK ((original_amount > 0)),
    CONSTRAINT card_operations_original_currency_check CHECK ((original_currency ~ '^[A-Z]{3}$'::text)),
    CONSTRAINT card_operations_rate_check CHECK ((rate > (0)::numeric)),
    CONSTRAINT card_operations_reason_check CHECK ((reason = ANY (ARRAY['earned'::text, 'taken_back'::text, 'cash'::text, 'quasi_cash'::text, 'no_member'::text, 'too_small'::text, 'other_currency'::text, 'no_purchase'::text, 'above_purchase'::text]))),
    CONSTRAINT card_operations_source_check CHECK (((length(source) >= 1) AND (length(source) <= 64))),
    CONSTRAINT card_operations_token_check CHECK ((token !~ '^[0-9]{12,19}$'::text)),
    CONSTRAINT operation_member CHECK (((member_id IS NULL) = (reason = 'no_member'::text))),
    CONSTRAINT operation_reason CHECK ((((points > 0) = (reason = 'earned'::text)) AND ((points < 0) = (reason = 'taken_back'::text)))),
    CONSTRAINT operation_worth CHECK ((points <= amount))
);
ALTER TABLE public.card_operations ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.card_operations_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.case_events (
    id bigint NOT NULL,
    case_id bigint NOT NULL,
    version integer NOT NULL,
    what text NOT NULL,
    text text NOT NULL,
    facts jsonb NOT NULL,
    actor text NOT NULL,
    ref text,
    at timestamp with time zone NOT NULL,
    CONSTRAINT case_events_text_check CHECK ((length(text) <= 10000)),
    CONSTRAINT case_events_what_check CHECK ((what = ANY (ARRAY['opened'::text, 'wrote'::text, 'answered'::text, 'note'::text, 'assigned'::text, 'sorted'::text, 'identified'::text, 'waiting'::text, 'resumed'::text, 'linked'::text, 'merged'::text, 'took_in'::text, 'closed'::text, 'reopened'::text, 'undelivered'::text, 'reminded'::text])))
);
ALTER TABLE public.case_events ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.case_events_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.case_file_parts (
    file_id bigint NOT NULL,
    part integer NOT NULL,
    ciphertext bytea NOT NULL,
    CONSTRAINT case_file_parts_part_check CHECK ((part >= 0))
);
CREATE TABLE public.case_files (
    id bigint NOT NULL,
    case_id bigint NOT NULL,
    event_id bigint NOT NULL,
    name text NOT NULL,
    kind text NOT NULL,
    size integer NOT NULL,
    digest bytea NOT NULL,
    added_at timestamp with time zone NOT NULL,
    CONSTRAINT case_files_digest_check CHECK ((length(digest) = 32)),
    CONSTRAINT case_files_kind_check CHECK ((kind = ANY (ARRAY['pdf'::text, 'jpeg'::text, 'png'::text]))),
    CONSTRAINT case_files_name_check CHECK (((length(name) >= 1) AND (length(name) <= 200))),
    CONSTRAINT case_files_size_check CHECK ((size > 0))
);
ALTER TABLE public.case_files ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.case_files_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.case_looks (
    case_id bigint NOT NULL,
    user_id bigint NOT NULL,
    at timestamp with time zone NOT NULL
);
CREATE TABLE public.case_question_answers (
    question_id bigint NOT NULL,
    outcome text NOT NULL,
    note text NOT NULL,
    actor text NOT NULL,
    at timestamp with time zone NOT NULL,
    CONSTRAINT case_question_answers_note_check CHECK ((length(note) <= 1000)),
    CONSTRAINT case_question_answers_outcome_check CHECK ((outcome = ANY (ARRAY['cancelled'::text, 'kept'::text])))
);
CREATE TABLE public.case_questions (
    id bigint NOT NULL,
    case_id bigint NOT NULL,
    partner_id bigint NOT NULL,
    giftcard_id bigint NOT NULL,
    note text NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    CONSTRAINT case_questions_note_check CHECK ((length(note) <= 1000))
);
ALTER TABLE public.case_questions ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.case_questions_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.cases (
    id bigint NOT NULL,
    programme_id bigint NOT NULL,
    member_id bigint,
    channel text NOT NULL,
    category text NOT NULL,
    priority text NOT NULL,
    title text NOT NULL,
    email text NOT NULL,
    phone text NOT NULL,
    reply_by text NOT NULL,
    language text NOT NULL,
    giftcard_id bigint,
    order_id bigint,
    ref text NOT NULL,
    opened_at timestamp with time zone NOT NULL,
    state text DEFAULT 'open'::text NOT NULL,
    version integer DEFAULT 0 NOT NULL,
    owner_id bigint,
    merged_into bigint,
    incident_id bigint,
    answered_at timestamp with time zone,
    changed_at timestamp with time zone NOT NULL,
    first_due_at timestamp with time zone,
    solve_due_at timestamp with time zone,
    due_at timestamp with time zone GENERATED ALWAYS AS (
CASE
    WHEN (state = ANY (ARRAY['open'::text, 'waits_partner'::text])) THEN
    CASE
        WHEN (answered_at IS NULL) THEN LEAST(first_due_at, solve_due_at)
        ELSE solve_due_at
    END
    ELSE NULL::timestamp with time zone
END) STORED,
    CONSTRAINT cases_category_check CHECK ((category = ANY (ARRAY['refused'::text, 'exposed'::text, 'sum'::text, 'not_arrived'::text, 'points'::text, 'account'::text, 'data'::text, 'other'::text]))),
    CONSTRAINT cases_channel_check CHECK ((channel = ANY (ARRAY['cabinet'::text, 'letter'::text, 'phone'::text]))),
    CONSTRAINT cases_email_check CHECK ((length(email) <= 254)),
    CONSTRAINT cases_itself_check CHECK ((merged_into <> id)),
    CONSTRAINT cases_language_check CHECK ((language = ANY (ARRAY['ru'::text, 'en'::text]))),
    CONSTRAINT cases_merged_check CHECK (((state = 'merged'::text) = (merged_into IS NOT NULL))),
    CONSTRAINT cases_phone_check CHECK ((length(phone) <= 40)),
    CONSTRAINT cases_priority_check CHECK ((priority = ANY (ARRAY['urgent'::text, 'normal'::text, 'low'::text]))),
    CONSTRAINT cases_reply_by_check CHECK ((reply_by = ANY (ARRAY['letter'::text, 'phone'::text]))),
    CONSTRAINT cases_state_check CHECK ((state = ANY (ARRAY['open'::text, 'waits_member'::text, 'waits_partner'::text, 'closed'::text, 'merged'::text]))),
    CONSTRAINT cases_title_check CHECK ((length(title) <= 200))
);
ALTER TABLE public.cases ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.cases_id_seq
    START WITH 1001
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.catalogue_draft_edits (
    draft_id bigint NOT NULL,
    external_ref text NOT NULL,
    number integer NOT NULL,
    lines jsonb,
    at timestamp with time zone NOT NULL,
    actor text NOT NULL,
    CONSTRAINT catalogue_draft_edits_external_ref_check CHECK (((length(external_ref) >= 1) AND (length(external_ref) <= 128))),
    CONSTRAINT catalogue_draft_edits_lines_check CHECK ((jsonb_typeof(lines) = 'array'::text)),
    CONSTRAINT catalogue_draft_edits_number_check CHECK ((number >= 1))
);
CREATE TABLE public.catalogue_drafts (
    id bigint NOT NULL,
    programme_id bigint NOT NULL,
    partner_id bigint NOT NULL,
    begun_at timestamp with time zone NOT NULL,
    actor text NOT NULL,
    from_run bigint,
    ended_at timestamp with time zone,
    run_id bigint,
    CONSTRAINT catalogue_drafts_check CHECK ((ended_at >= begun_at)),
    CONSTRAINT catalogue_drafts_check1 CHECK (((run_id IS NULL) OR (ended_at IS NOT NULL)))
);
ALTER TABLE public.catalogue_drafts ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.catalogue_drafts_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.catalogue_publications (
    id bigint NOT NULL,
    txid xid8 DEFAULT pg_current_xact_id() NOT NULL,
    programme_id bigint NOT NULL,
    partner_id bigint NOT NULL,
    source text NOT NULL,
    at timestamp with time zone NOT NULL,
    actor text NOT NULL,
    undoes bigint
);
ALTER TABLE public.catalogue_publications ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.catalogue_publications_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.categories (
    slug text NOT NULL,
    name_ru text NOT NULL,
    name_en text NOT NULL,
    "position" integer DEFAULT 0 NOT NULL,
    CONSTRAINT categories_name_en_check CHECK (((length(name_en) >= 1) AND (length(name_en) <= 80))),
    CONSTRAINT categories_name_ru_check CHECK (((length(name_ru) >= 1) AND (length(name_ru) <= 80))),
    CONSTRAINT categories_slug_check CHECK ((slug ~ '^[a-z0-9-]{1,40}$'::text))
);
CREATE TABLE public.cities (
    slug text NOT NULL,
    name_ru text NOT NULL,
    name_en text NOT NULL,
    "position" integer DEFAULT 0 NOT NULL,
    CONSTRAINT cities_slug_check CHECK ((slug ~ '^[a-z0-9-]{1,40}$'::text))
);
CREATE TABLE public.code_canaries (
    id bigint NOT NULL,
    txid xid8 DEFAULT pg_current_xact_id() NOT NULL,
    batch_id bigint NOT NULL,
    mark bytea NOT NULL,
    CONSTRAINT code_canaries_mark_check CHECK ((length(mark) = 32))
);
ALTER TABLE public.code_canaries ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.code_canaries_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.code_renewals (
    id bigint NOT NULL,
    txid xid8 DEFAULT pg_current_xact_id() NOT NULL,
    code_id bigint NOT NULL,
    old_digest bytea NOT NULL,
    new_digest bytea NOT NULL,
    CONSTRAINT code_renewals_new_digest_check CHECK ((length(new_digest) = 32)),
    CONSTRAINT code_renewals_old_digest_check CHECK ((length(old_digest) = 32))
);
ALTER TABLE public.code_renewals ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.code_renewals_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.code_return_decisions (
    return_id bigint NOT NULL,
    txid xid8 DEFAULT pg_current_xact_id() NOT NULL,
    decision text NOT NULL,
    why text DEFAULT ''::text NOT NULL,
    at timestamp with time zone NOT NULL,
    CONSTRAINT code_return_decisions_decision_check CHECK ((decision = ANY (ARRAY['restocked'::text, 'retired'::text]))),
    CONSTRAINT code_return_decisions_reason CHECK (((decision = 'restocked'::text) OR (why <> ''::text))),
    CONSTRAINT code_return_decisions_why_check CHECK ((length(why) <= 1000))
);
CREATE TABLE public.code_returns (
    id bigint NOT NULL,
    txid xid8 DEFAULT pg_current_xact_id() NOT NULL,
    code_id bigint NOT NULL,
    ref text NOT NULL,
    why text NOT NULL,
    at timestamp with time zone NOT NULL,
    CONSTRAINT code_returns_ref_check CHECK (((length(ref) >= 1) AND (length(ref) <= 64))),
    CONSTRAINT code_returns_why_check CHECK ((why = ANY (ARRAY['cancelled'::text, 'handed_out'::text, 'weak'::text])))
);
ALTER TABLE public.code_returns ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.code_returns_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.codes (
    id bigint NOT NULL,
    txid xid8 DEFAULT pg_current_xact_id() NOT NULL,
    batch_id bigint,
    brand_id bigint NOT NULL,
    partner_id bigint NOT NULL,
    denomination_id bigint,
    ciphertext bytea NOT NULL,
    blind bytea NOT NULL,
    last4 text NOT NULL,
    expires_on date,
    with_pin boolean DEFAULT false NOT NULL,
    CONSTRAINT codes_batch_check CHECK (((batch_id IS NULL) = (denomination_id IS NULL))),
    CONSTRAINT codes_blind_check CHECK ((length(blind) = 16)),
    CONSTRAINT codes_last4_check CHECK ((length(last4) <= 4))
);
ALTER TABLE public.codes ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.codes_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.connected_accounts (
    id bigint NOT NULL,
    partner_id bigint NOT NULL,
    public_id text NOT NULL,
    country text NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    provider_ref text,
    submitted boolean DEFAULT false NOT NULL,
    pays_out boolean DEFAULT false NOT NULL,
    missing text[] DEFAULT '{}'::text[] NOT NULL,
    looked_at timestamp with time zone,
    bank text DEFAULT ''::text NOT NULL,
    bank_mark text DEFAULT ''::text NOT NULL,
    agreed_mark text DEFAULT ''::text NOT NULL,
    link text DEFAULT ''::text NOT NULL,
    link_at timestamp with time zone,
    CONSTRAINT connected_accounts_agreed_mark_check CHECK ((length(agreed_mark) <= 120)),
    CONSTRAINT connected_accounts_bank_check CHECK ((length(bank) <= 200)),
    CONSTRAINT connected_accounts_bank_mark_check CHECK ((length(bank_mark) <= 120)),
    CONSTRAINT connected_accounts_country_check CHECK ((country ~ '^[A-Z]{2}$'::text)),
    CONSTRAINT connected_accounts_link_check CHECK ((length(link) <= 2000)),
    CONSTRAINT connected_accounts_provider_ref_check CHECK (((length(provider_ref) >= 4) AND (length(provider_ref) <= 120))),
    CONSTRAINT connected_accounts_public_id_check CHECK ((public_id ~ '^[0-9A-HJKMNP-TV-Z]{26}$'::text))
);
ALTER TABLE public.connected_accounts ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.connected_accounts_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.consents (
    id bigint NOT NULL,
    txid xid8 DEFAULT pg_current_xact_id() NOT NULL,
    user_id bigint NOT NULL,
    programme_id bigint NOT NULL,
    kind text NOT NULL,
    language text NOT NULL,
    version integer NOT NULL,
    digest bytea NOT NULL,
    at timestamp with time zone NOT NULL,
    request_id text NOT NULL,
    CONSTRAINT consents_digest_check CHECK ((length(digest) = 32)),
    CONSTRAINT consents_kind_check CHECK ((kind = 'privacy'::text)),
    CONSTRAINT consents_version_check CHECK ((version >= 0))
);
ALTER TABLE public.consents ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.consents_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.contract_refusals (
    version_id bigint NOT NULL,
    txid xid8 DEFAULT pg_current_xact_id() NOT NULL,
    side text NOT NULL,
    user_id bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    why text NOT NULL,
    CONSTRAINT contract_refusals_side_check CHECK ((side = ANY (ARRAY['programme'::text, 'partner'::text]))),
    CONSTRAINT contract_refusals_why_check CHECK (((length(why) >= 1) AND (length(why) <= 1000)))
);
CREATE TABLE public.contract_signatures (
    id bigint NOT NULL,
    txid xid8 DEFAULT pg_current_xact_id() NOT NULL,
    version_id bigint NOT NULL,
    side text NOT NULL,
    user_id bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    CONSTRAINT contract_signatures_side_check CHECK ((side = ANY (ARRAY['programme'::text, 'partner'::text])))
);
ALTER TABLE public.contract_signatures ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.contract_signatures_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
ALTER TABLE public.contract_versions ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.contract_versions_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.contracts (
    id bigint NOT NULL,
    txid xid8 DEFAULT pg_current_xact_id() NOT NULL,
    partner_id bigint NOT NULL,
    number text NOT NULL,
    currency text NOT NULL,
    time_zone text NOT NULL,
    begins_on date NOT NULL,
    made_at timestamp with time zone NOT NULL,
    salt uuid DEFAULT gen_random_uuid() NOT NULL,
    CONSTRAINT contracts_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text)),
    CONSTRAINT contracts_number_check CHECK (((length(number) >= 1) AND (length(number) <= 40)))
);
ALTER TABLE public.contracts ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.contracts_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.correction_days (
    programme_id bigint NOT NULL,
    user_id bigint,
    day date NOT NULL,
    budget text NOT NULL,
    amount bigint NOT NULL,
    CONSTRAINT correction_days_amount_check CHECK ((amount > 0)),
    CONSTRAINT correction_days_budget_check CHECK ((budget = ANY (ARRAY['hand'::text, 'goodwill'::text])))
);
CREATE TABLE public.denominations (
    id bigint NOT NULL,
    offer_id bigint NOT NULL,
    brand_id bigint NOT NULL,
    value bigint NOT NULL,
    price_points bigint NOT NULL,
    old_price_points bigint,
    active boolean DEFAULT true NOT NULL,
    CONSTRAINT denominations_check CHECK ((old_price_points > price_points)),
    CONSTRAINT denominations_price_points_check CHECK (((price_points >= 1) AND (price_points <= '1000000000000'::bigint))),
    CONSTRAINT denominations_value_check CHECK (((value >= 1) AND (value <= '1000000000000'::bigint)))
);
ALTER TABLE public.denominations ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.denominations_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.deposit_releases (
    id bigint NOT NULL,
    txid xid8 DEFAULT pg_current_xact_id() NOT NULL,
    partner_id bigint NOT NULL,
    amount bigint NOT NULL,
    why text NOT NULL,
    proposal_id bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    CONSTRAINT deposit_releases_amount_check CHECK ((amount > 0)),
    CONSTRAINT deposit_releases_why_check CHECK (((length(why) >= 1) AND (length(why) <= 1000)))
);
ALTER TABLE public.deposit_releases ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.deposit_releases_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.deposit_requests (
    id bigint NOT NULL,
    partner_id bigint NOT NULL,
    ref text NOT NULL,
    amount bigint NOT NULL,
    due date NOT NULL,
    at timestamp with time zone NOT NULL,
    CONSTRAINT deposit_requests_amount_check CHECK ((amount > 0)),
    CONSTRAINT deposit_requests_ref_check CHECK ((ref ~ '^[0-9A-HJKMNP-TV-Z]{26}$'::text))
);
ALTER TABLE public.deposit_requests ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.deposit_requests_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.email_changes (
    user_id bigint NOT NULL,
    email text NOT NULL,
    token_digest bytea NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    ends_at timestamp with time zone NOT NULL,
    CONSTRAINT email_changes_check CHECK ((asked_at < ends_at)),
    CONSTRAINT email_changes_email_check CHECK (((email = lower(email)) AND ((length(email) >= 3) AND (length(email) <= 254)))),
    CONSTRAINT email_changes_token_digest_check CHECK ((length(token_digest) = 32))
);
CREATE TABLE public.ended_grants (
    id bigint NOT NULL,
    user_id bigint NOT NULL,
    role text NOT NULL,
    programme_id bigint,
    partner_id bigint,
    granted_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone NOT NULL
);
CREATE TABLE public.entries (
    id bigint NOT NULL,
    txid xid8 DEFAULT pg_current_xact_id() NOT NULL,
    transfer_id bigint NOT NULL,
    account_id bigint NOT NULL,
    amount bigint NOT NULL,
    balance_after bigint,
    at timestamp with time zone NOT NULL,
    expires_on date,
    lot_ids bigint[],
    lot_amounts bigint[],
    memo jsonb,
    CONSTRAINT entries_amount_check CHECK ((amount <> 0)),
    CONSTRAINT entries_check CHECK (((expires_on IS NULL) OR (amount > 0))),
    CONSTRAINT entries_check1 CHECK ((cardinality(lot_amounts) = cardinality(lot_ids))),
    CONSTRAINT entries_check2 CHECK (((lot_ids IS NULL) = (lot_amounts IS NULL)))
);
ALTER TABLE public.entries ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.entries_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.erased_members (
    member_id bigint NOT NULL,
    txid xid8 DEFAULT pg_current_xact_id() NOT NULL,
    at timestamp with time zone NOT NULL
);
CREATE TABLE public.erasure_ends (
    erasure_id bigint NOT NULL,
    txid xid8 DEFAULT pg_current_xact_id() NOT NULL,
    how text NOT NULL,
    at timestamp with time zone NOT NULL,
    CONSTRAINT erasure_ends_how_check CHECK ((how = ANY (ARRAY['taken_back'::text, 'done'::text, 'overtaken'::text])))
);
CREATE TABLE public.erasure_steps (
    id bigint NOT NULL,
    txid xid8 DEFAULT pg_current_xact_id() NOT NULL,
    erasure_id bigint NOT NULL,
    name text NOT NULL,
    rows bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    CONSTRAINT erasure_steps_name_check CHECK ((name ~ '^[a-z_]{1,30}$'::text)),
    CONSTRAINT erasure_steps_rows_check CHECK ((rows >= 0))
);
ALTER TABLE public.erasure_steps ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.erasure_steps_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
ALTER TABLE public.erasures ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.erasures_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.exchange_quotes (
    id bigint NOT NULL,
    ref text NOT NULL,
    member_id bigint NOT NULL,
    giftcard_id bigint NOT NULL,
    amount bigint NOT NULL,
    brand_id bigint NOT NULL,
    offer_id bigint NOT NULL,
    denomination_id bigint,
    value bigint NOT NULL,
    fee_permille integer NOT NULL,
    quoted_at timestamp with time zone NOT NULL,
    good_until timestamp with time zone NOT NULL,
    CONSTRAINT exchange_quotes_amount_check CHECK ((amount > 0)),
    CONSTRAINT exchange_quotes_check CHECK ((good_until > quoted_at)),
    CONSTRAINT exchange_quotes_check1 CHECK ((value <= amount)),
    CONSTRAINT exchange_quotes_fee_permille_check CHECK (((fee_permille >= 0) AND (fee_permille <= 500))),
    CONSTRAINT exchange_quotes_ref_check CHECK ((ref ~ '^[0-9A-HJKMNP-TV-Z]{26}$'::text)),
    CONSTRAINT exchange_quotes_value_check CHECK ((value > 0))
);
ALTER TABLE public.exchange_quotes ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.exchange_quotes_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.exchange_rules (
    id bigint NOT NULL,
    programme_id bigint NOT NULL,
    brand_id bigint NOT NULL,
    gives boolean NOT NULL,
    takes boolean NOT NULL,
    recasts boolean NOT NULL,
    fee_permille integer NOT NULL,
    at timestamp with time zone NOT NULL,
    CONSTRAINT exchange_rules_fee_permille_check CHECK (((fee_permille >= 0) AND (fee_permille <= 500)))
);
ALTER TABLE public.exchange_rules ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.exchange_rules_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.exchanges (
    id bigint NOT NULL,
    txid xid8 DEFAULT pg_current_xact_id() NOT NULL,
    programme_id bigint NOT NULL,
    member_id bigint NOT NULL,
    kind text NOT NULL,
    succession_id bigint NOT NULL,
    split_id bigint,
    quote_id bigint,
    amount bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    CONSTRAINT exchanges_amount_check CHECK ((amount > 0)),
    CONSTRAINT exchanges_check CHECK (((kind = 'exchange'::text) = (quote_id IS NOT NULL))),
    CONSTRAINT exchanges_check1 CHECK (((split_id IS NULL) OR (kind = 'exchange'::text))),
    CONSTRAINT exchanges_kind_check CHECK ((kind = ANY (ARRAY['exchange'::text, 'split'::text, 'merge'::text])))
);
ALTER TABLE public.exchanges ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.exchanges_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.expectation_ends (
    expectation_id bigint NOT NULL,
    how text NOT NULL,
    why text NOT NULL,
    at timestamp with time zone NOT NULL,
    CONSTRAINT expectation_ends_check CHECK (((how = 'dismissed'::text) = (why <> ''::text))),
    CONSTRAINT expectation_ends_how_check CHECK ((how = ANY (ARRAY['carried'::text, 'dismissed'::text]))),
    CONSTRAINT expectation_ends_why_check CHECK ((length(why) <= 400))
);
CREATE TABLE public.expectations (
    id bigint NOT NULL,
    programme_id bigint NOT NULL,
    kind text NOT NULL,
    subject_id bigint NOT NULL,
    partner_id bigint,
    label text NOT NULL,
    amount bigint NOT NULL,
    currency text NOT NULL,
    since date NOT NULL,
    due date NOT NULL,
    keys text[] NOT NULL,
    group_keys text[] NOT NULL,
    CONSTRAINT expectations_amount_check CHECK ((amount <> 0)),
    CONSTRAINT expectations_check CHECK ((due >= since)),
    CONSTRAINT expectations_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text)),
    CONSTRAINT expectations_keys_check CHECK ((cardinality(keys) > 0)),
    CONSTRAINT expectations_kind_check CHECK ((kind = ANY (ARRAY['payout'::text, 'owed'::text, 'deposit'::text, 'payment'::text, 'refund'::text, 'acquirer'::text]))),
    CONSTRAINT expectations_label_check CHECK (((length(label) >= 1) AND (length(label) <= 80)))
);
ALTER TABLE public.expectations ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.expectations_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.export_parts (
    export_id bigint NOT NULL,
    number integer NOT NULL,
    sealed bytea NOT NULL,
    CONSTRAINT export_parts_number_check CHECK ((number >= 0))
);
CREATE TABLE public.exports (
    id bigint NOT NULL,
    public_id text NOT NULL,
    programme_id bigint NOT NULL,
    user_id bigint NOT NULL,
    listing text NOT NULL,
    kind text NOT NULL,
    permission text NOT NULL,
    asked jsonb NOT NULL,
    rows_asked integer NOT NULL,
    rows_done integer DEFAULT 0 NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    ends_at timestamp with time zone NOT NULL,
    made_at timestamp with time zone,
    CONSTRAINT exports_check CHECK ((asked_at < ends_at)),
    CONSTRAINT exports_kind_check CHECK ((kind = ANY (ARRAY['csv'::text, 'xlsx'::text]))),
    CONSTRAINT exports_public_id_check CHECK ((public_id ~ '^[0-9A-HJKMNP-TV-Z]{26}$'::text)),
    CONSTRAINT exports_rows_asked_check CHECK ((rows_asked >= 0)),
    CONSTRAINT exports_rows_done_check CHECK ((rows_done >= 0))
);
ALTER TABLE public.exports ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.exports_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.forgettings (
    id bigint NOT NULL,
    txid xid8 DEFAULT pg_current_xact_id() NOT NULL,
    sheet text NOT NULL,
    row_id bigint NOT NULL,
    words bytea NOT NULL,
    rest bytea NOT NULL,
    CONSTRAINT forgettings_rest_check CHECK ((length(rest) = 32)),
    CONSTRAINT forgettings_words_check CHECK ((length(words) = 32))
);
ALTER TABLE public.forgettings ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.forgettings_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.former_addresses (
    id bigint NOT NULL,
    user_id bigint NOT NULL,
    email text NOT NULL,
    at timestamp with time zone NOT NULL,
    CONSTRAINT former_addresses_email_check CHECK (((email = lower(email)) AND ((length(email) >= 3) AND (length(email) <= 254))))
);
ALTER TABLE public.former_addresses ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.former_addresses_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.fraud_decisions (
    id bigint NOT NULL,
    signal_id bigint NOT NULL,
    outcome text NOT NULL,
    member_id bigint,
    why text NOT NULL,
    actor text NOT NULL,
    at timestamp with time zone NOT NULL,
    CONSTRAINT fraud_decisions_outcome_check CHECK ((outcome = ANY (ARRAY['release'::text, 'hold'::text, 'block'::text, 'unblock'::text, 'tell'::text, 'stop'::text, 'suspend'::text, 'resume'::text]))),
    CONSTRAINT fraud_decisions_why_check CHECK (((length(why) >= 1) AND (length(why) <= 1000)))
);
ALTER TABLE public.fraud_decisions ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.fraud_decisions_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.fraud_limits (
    programme_id bigint NOT NULL,
    name text NOT NULL,
    value integer NOT NULL,
    CONSTRAINT fraud_limits_name_check CHECK ((name ~ '^[a-z_]{1,30}$'::text)),
    CONSTRAINT fraud_limits_value_check CHECK ((value >= 1))
);
CREATE TABLE public.fraud_marks (
    id bigint NOT NULL,
    programme_id bigint NOT NULL,
    mark bytea NOT NULL,
    verdict text NOT NULL,
    signal_id bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    until timestamp with time zone NOT NULL,
    CONSTRAINT fraud_marks_check CHECK ((until > at)),
    CONSTRAINT fraud_marks_mark_check CHECK ((length(mark) = 32)),
    CONSTRAINT fraud_marks_verdict_check CHECK ((verdict = ANY (ARRAY['allow'::text, 'deny'::text, 'watch'::text])))
);
ALTER TABLE public.fraud_marks ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.fraud_marks_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.fraud_signals (
    id bigint NOT NULL,
    programme_id bigint NOT NULL,
    kind text NOT NULL,
    member_id bigint,
    user_id bigint,
    partner_id bigint,
    mark bytea,
    key text NOT NULL,
    score smallint NOT NULL,
    evidence jsonb NOT NULL,
    at timestamp with time zone NOT NULL,
    CONSTRAINT fraud_signals_key_check CHECK ((length(key) <= 200)),
    CONSTRAINT fraud_signals_kind_check CHECK ((kind = ANY (ARRAY['device'::text, 'network'::text, 'burn'::text, 'refunds'::text, 'guessing'::text, 'canary'::text, 'reversing'::text, 'limit'::text, 'word'::text, 'sign_in'::text]))),
    CONSTRAINT fraud_signals_mark_check CHECK ((length(mark) = 32)),
    CONSTRAINT fraud_signals_score_check CHECK (((score >= 0) AND (score <= 100)))
);
ALTER TABLE public.fraud_signals ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.fraud_signals_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.free_codes (
    denomination_id bigint NOT NULL,
    expires_on date DEFAULT 'infinity'::date NOT NULL,
    code_id bigint NOT NULL,
    batch_id bigint NOT NULL
)
WITH (autovacuum_vacuum_scale_factor='0.01', autovacuum_vacuum_cost_delay='0');
CREATE TABLE public.gift_ends (
    gift_id bigint NOT NULL,
    txid xid8 DEFAULT pg_current_xact_id() NOT NULL,
    how text NOT NULL,
    member_id bigint,
    new_card_id bigint,
    at timestamp with time zone NOT NULL,
    CONSTRAINT gift_ends_check CHECK (((how = 'claimed'::text) = (new_card_id IS NOT NULL))),
    CONSTRAINT gift_ends_check1 CHECK (((how = 'claimed'::text) = (member_id IS NOT NULL))),
    CONSTRAINT gift_ends_how_check CHECK ((how = ANY (ARRAY['claimed'::text, 'taken_back'::text, 'declined'::text, 'lapsed'::text, 'withheld'::text, 'stopped'::text])))
);
CREATE TABLE public.gift_letter_events (
    letter_id bigint NOT NULL,
    kind text NOT NULL,
    at timestamp with time zone NOT NULL,
    CONSTRAINT gift_letter_events_kind_check CHECK ((kind = ANY (ARRAY['sent'::text, 'seen'::text, 'bounced'::text])))
);
CREATE TABLE public.gift_letters (
    id bigint NOT NULL,
    gift_id bigint NOT NULL,
    number integer NOT NULL,
    to_name text NOT NULL,
    email text NOT NULL,
    message text NOT NULL,
    signed text NOT NULL,
    design text NOT NULL,
    language text NOT NULL,
    send_at timestamp with time zone NOT NULL,
    ends_at timestamp with time zone NOT NULL,
    written_at timestamp with time zone NOT NULL,
    by_staff boolean NOT NULL,
    CONSTRAINT gift_letters_check CHECK ((ends_at > send_at)),
    CONSTRAINT gift_letters_design_check CHECK ((design = ANY (ARRAY['plain'::text, 'birthday'::text, 'winter'::text, 'flowers'::text]))),
    CONSTRAINT gift_letters_email_check CHECK (((email = lower(email)) AND ((length(email) >= 3) AND (length(email) <= 254)))),
    CONSTRAINT gift_letters_message_check CHECK ((length(message) <= 200)),
    CONSTRAINT gift_letters_number_check CHECK ((number >= 1)),
    CONSTRAINT gift_letters_signed_check CHECK ((length(signed) <= 80)),
    CONSTRAINT gift_letters_to_name_check CHECK (((length(to_name) >= 1) AND (length(to_name) <= 80)))
);
ALTER TABLE public.gift_letters ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.gift_letters_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.gift_words (
    gift_id bigint NOT NULL,
    word bytea NOT NULL,
    wrong integer DEFAULT 0 NOT NULL,
    CONSTRAINT gift_words_wrong_check CHECK (((wrong >= 0) AND (wrong <= 5)))
);
CREATE TABLE public.giftcard_endings (
    giftcard_id bigint NOT NULL,
    txid xid8 DEFAULT pg_current_xact_id() NOT NULL,
    succession_id bigint NOT NULL,
    amount bigint NOT NULL,
    CONSTRAINT giftcard_endings_amount_check CHECK ((amount > 0))
);
CREATE TABLE public.giftcard_events (
    id bigint NOT NULL,
    txid xid8 DEFAULT pg_current_xact_id() NOT NULL,
    giftcard_id bigint NOT NULL,
    kind text NOT NULL,
    at timestamp with time zone NOT NULL,
    CONSTRAINT giftcard_events_kind_check CHECK ((kind = ANY (ARRAY['delivered'::text, 'revealed'::text, 'downloaded'::text, 'frozen'::text, 'unfrozen'::text, 'held'::text, 'released'::text, 'voided'::text, 'replaced'::text, 'resent'::text, 'extended'::text])))
);
ALTER TABLE public.giftcard_events ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.giftcard_events_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.giftcard_extensions (
    id bigint NOT NULL,
    txid xid8 DEFAULT pg_current_xact_id() NOT NULL,
    giftcard_id bigint NOT NULL,
    was date NOT NULL,
    until date NOT NULL,
    days integer NOT NULL,
    reason text NOT NULL,
    note text NOT NULL,
    at timestamp with time zone NOT NULL,
    salt uuid DEFAULT gen_random_uuid() NOT NULL,
    forgotten bytea,
    CONSTRAINT giftcard_extension_days CHECK (((reason = 'came_back'::text) OR (days <= 180))),
    CONSTRAINT giftcard_extensions_check CHECK ((until > was)),
    CONSTRAINT giftcard_extensions_days_check CHECK ((days >= 1)),
    CONSTRAINT giftcard_extensions_forgotten_check CHECK ((length(forgotten) = 32)),
    CONSTRAINT giftcard_extensions_note_check CHECK ((length(note) <= 1000)),
    CONSTRAINT giftcard_extensions_reason_check CHECK ((reason = ANY (ARRAY['fault'::text, 'shop_closed'::text, 'goodwill'::text, 'came_back'::text])))
);
ALTER TABLE public.giftcard_extensions ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.giftcard_extensions_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.giftcard_marks (
    id bigint NOT NULL,
    giftcard_id bigint NOT NULL,
    rest bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    CONSTRAINT giftcard_marks_rest_check CHECK ((rest >= 0))
);
ALTER TABLE public.giftcard_marks ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.giftcard_marks_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.giftcard_movements (
    id bigint NOT NULL,
    txid xid8 DEFAULT pg_current_xact_id() NOT NULL,
    giftcard_id bigint NOT NULL,
    amount bigint NOT NULL,
    cause text NOT NULL,
    at timestamp with time zone NOT NULL,
    CONSTRAINT giftcard_movements_amount_check CHECK ((amount <> 0)),
    CONSTRAINT giftcard_movements_cause_check CHECK ((cause ~ '^[a-z_]{3,32}:[0-9]{1,18}$'::text))
);
ALTER TABLE public.giftcard_movements ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.giftcard_movements_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.giftcard_stops (
    id bigint NOT NULL,
    txid xid8 DEFAULT pg_current_xact_id() NOT NULL,
    giftcard_id bigint NOT NULL,
    reason text NOT NULL,
    note text NOT NULL,
    at timestamp with time zone NOT NULL,
    lifted_at timestamp with time zone,
    salt uuid DEFAULT gen_random_uuid() NOT NULL,
    forgotten bytea,
    CONSTRAINT giftcard_stops_check CHECK ((lifted_at >= at)),
    CONSTRAINT giftcard_stops_forgotten_check CHECK ((length(forgotten) = 32)),
    CONSTRAINT giftcard_stops_note_check CHECK ((length(note) <= 1000)),
    CONSTRAINT giftcard_stops_reason_check CHECK ((reason = ANY (ARRAY['suspicion'::text, 'dispute'::text, 'lost'::text])))
);
ALTER TABLE public.giftcard_stops ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.giftcard_stops_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.giftcard_successions (
    id bigint NOT NULL,
    txid xid8 DEFAULT pg_current_xact_id() NOT NULL,
    programme_id bigint NOT NULL,
    ref text NOT NULL,
    cause text NOT NULL,
    at timestamp with time zone NOT NULL,
    CONSTRAINT giftcard_successions_cause_check CHECK ((cause = ANY (ARRAY['reissue'::text, 'gift'::text, 'rebind'::text, 'membership'::text, 'split'::text, 'merge'::text, 'exchange'::text]))),
    CONSTRAINT giftcard_successions_ref_check CHECK (((length(ref) >= 8) AND (length(ref) <= 80)))
);
ALTER TABLE public.giftcard_successions ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.giftcard_successions_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
ALTER TABLE public.giftcard_voidings ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.giftcard_voidings_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
ALTER TABLE public.giftcards ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.giftcards_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.gifts (
    id bigint NOT NULL,
    txid xid8 DEFAULT pg_current_xact_id() NOT NULL,
    ref text NOT NULL,
    programme_id bigint NOT NULL,
    giver_id bigint NOT NULL,
    giftcard_id bigint NOT NULL,
    asked_as text NOT NULL,
    given_at timestamp with time zone NOT NULL,
    CONSTRAINT gifts_asked_as_check CHECK (((length(asked_as) >= 8) AND (length(asked_as) <= 64))),
    CONSTRAINT gifts_ref_check CHECK ((ref ~ '^[0-9A-HJKMNP-TV-Z]{26}$'::text))
);
ALTER TABLE public.gifts ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.gifts_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.grants (
    id bigint NOT NULL,
    user_id bigint NOT NULL,
    role text NOT NULL,
    programme_id bigint,
    partner_id bigint,
    granted_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT grants_check CHECK (((role = 'installation'::text) = (programme_id IS NULL))),
    CONSTRAINT grants_check1 CHECK (((role = ANY (ARRAY['owner'::text, 'catalogue'::text, 'cashier'::text, 'accountant'::text])) = (partner_id IS NOT NULL))),
    CONSTRAINT grants_role_check CHECK ((role = ANY (ARRAY['support'::text, 'call_centre'::text, 'finance'::text, 'manager'::text, 'admin'::text, 'owner'::text, 'catalogue'::text, 'cashier'::text, 'accountant'::text, 'installation'::text])))
);
ALTER TABLE public.grants ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.grants_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.guest_members (
    programme_id bigint NOT NULL,
    email text NOT NULL,
    member_id bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    CONSTRAINT guest_members_email_check CHECK (((email = lower(email)) AND (length(email) <= 254)))
);
CREATE TABLE public.idempotency_keys (
    caller text NOT NULL,
    key text NOT NULL,
    route text NOT NULL,
    body_digest bytea NOT NULL,
    status integer NOT NULL,
    content_type text NOT NULL,
    response bytea NOT NULL,
    at timestamp with time zone NOT NULL,
    CONSTRAINT idempotency_keys_body_digest_check CHECK ((length(body_digest) = 32)),
    CONSTRAINT idempotency_keys_caller_check CHECK (((length(caller) >= 1) AND (length(caller) <= 64))),
    CONSTRAINT idempotency_keys_key_check CHECK (((length(key) >= 1) AND (length(key) <= 255))),
    CONSTRAINT idempotency_keys_status_check CHECK (((status >= 200) AND (status <= 499)))
);
CREATE TABLE public.identifications (
    id bigint NOT NULL,
    programme_id bigint NOT NULL,
    member_id bigint NOT NULL,
    named text[] NOT NULL,
    agent_id bigint NOT NULL,
    ref text NOT NULL,
    at timestamp with time zone NOT NULL,
    CONSTRAINT identifications_named_check CHECK ((named <@ ARRAY['number'::text, 'phone'::text, 'email'::text, 'order'::text, 'card'::text, 'in_person'::text]))
);
ALTER TABLE public.identifications ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.identifications_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.incidents (
    id bigint NOT NULL,
    programme_id bigint NOT NULL,
    title text NOT NULL,
    began_at timestamp with time zone NOT NULL,
    CONSTRAINT incidents_title_check CHECK (((length(title) >= 1) AND (length(title) <= 200)))
);
ALTER TABLE public.incidents ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.incidents_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.invitations (
    id bigint NOT NULL,
    email text NOT NULL,
    name text DEFAULT ''::text NOT NULL,
    role text NOT NULL,
    programme_id bigint NOT NULL,
    partner_id bigint NOT NULL,
    language text DEFAULT ''::text NOT NULL,
    token_digest bytea NOT NULL,
    invited_at timestamp with time zone NOT NULL,
    ends_at timestamp with time zone NOT NULL,
    letters integer DEFAULT 1 NOT NULL,
    accepted_at timestamp with time zone,
    accepted_by bigint,
    revoked_at timestamp with time zone,
    CONSTRAINT invitations_check CHECK ((ends_at > invited_at)),
    CONSTRAINT invitations_check1 CHECK (((accepted_at IS NULL) = (accepted_by IS NULL))),
    CONSTRAINT invitations_check2 CHECK (((accepted_at IS NULL) OR (revoked_at IS NULL))),
    CONSTRAINT invitations_email_check CHECK (((email = lower(email)) AND ((length(email) >= 3) AND (length(email) <= 254)))),
    CONSTRAINT invitations_letters_check CHECK (((letters >= 1) AND (letters <= 10))),
    CONSTRAINT invitations_name_check CHECK ((length(name) <= 120)),
    CONSTRAINT invitations_role_check CHECK ((role = ANY (ARRAY['owner'::text, 'catalogue'::text, 'cashier'::text, 'accountant'::text]))),
    CONSTRAINT invitations_token_digest_check CHECK ((length(token_digest) = 32))
);
ALTER TABLE public.invitations ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.invitations_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.issuing_suspensions (
    id bigint NOT NULL,
    user_id bigint NOT NULL,
    programme_id bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    lifted_at timestamp with time zone,
    CONSTRAINT issuing_suspensions_check CHECK ((lifted_at >= at))
);
ALTER TABLE public.issuing_suspensions ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.issuing_suspensions_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.joint_promotion_refusals (
    promotion_id bigint NOT NULL,
    txid xid8 DEFAULT pg_current_xact_id() NOT NULL,
    side text NOT NULL,
    user_id bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    why text NOT NULL,
    CONSTRAINT joint_promotion_refusals_side_check CHECK ((side = ANY (ARRAY['programme'::text, 'partner'::text]))),
    CONSTRAINT joint_promotion_refusals_why_check CHECK (((length(why) >= 1) AND (length(why) <= 1000)))
);
CREATE TABLE public.joint_promotion_signatures (
    id bigint NOT NULL,
    txid xid8 DEFAULT pg_current_xact_id() NOT NULL,
    promotion_id bigint NOT NULL,
    side text NOT NULL,
    user_id bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    CONSTRAINT joint_promotion_signatures_side_check CHECK ((side = ANY (ARRAY['programme'::text, 'partner'::text])))
);
ALTER TABLE public.joint_promotion_signatures ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.joint_promotion_signatures_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.joint_promotions (
    id bigint NOT NULL,
    txid xid8 DEFAULT pg_current_xact_id() NOT NULL,
    contract_id bigint NOT NULL,
    offer_id bigint NOT NULL,
    name text NOT NULL,
    from_day date NOT NULL,
    to_day date NOT NULL,
    discount_bp integer NOT NULL,
    partner_bp integer NOT NULL,
    side text NOT NULL,
    proposed_by bigint NOT NULL,
    proposed_at timestamp with time zone NOT NULL,
    ref text,
    CONSTRAINT joint_promotions_check CHECK ((to_day > from_day)),
    CONSTRAINT joint_promotions_check1 CHECK (((to_day - from_day) <= 366)),
    CONSTRAINT joint_promotions_discount_bp_check CHECK (((discount_bp >= 1) AND (discount_bp <= 10000))),
    CONSTRAINT joint_promotions_name_check CHECK (((length(name) >= 1) AND (length(name) <= 120))),
    CONSTRAINT joint_promotions_partner_bp_check CHECK (((partner_bp >= 1) AND (partner_bp <= 10000))),
    CONSTRAINT joint_promotions_ref_check CHECK ((ref ~ '^[0-9A-HJKMNP-TV-Z]{26}$'::text)),
    CONSTRAINT joint_promotions_side_check CHECK ((side = ANY (ARRAY['programme'::text, 'partner'::text])))
);
ALTER TABLE public.joint_promotions ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.joint_promotions_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.letter_requests (
    id bigint NOT NULL,
    kind text NOT NULL,
    programme_id bigint NOT NULL,
    email text NOT NULL,
    language text NOT NULL,
    host text NOT NULL,
    onward text NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    CONSTRAINT letter_requests_email_check CHECK (((email = lower(email)) AND ((length(email) >= 3) AND (length(email) <= 254)))),
    CONSTRAINT letter_requests_host_check CHECK ((length(host) <= 253)),
    CONSTRAINT letter_requests_kind_check CHECK ((kind = ANY (ARRAY['sign_up'::text, 'reset'::text]))),
    CONSTRAINT letter_requests_onward_check CHECK (((onward ~~ '/%'::text) AND (length(onward) <= 2000)))
);
ALTER TABLE public.letter_requests ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.letter_requests_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.lost_handouts (
    id bigint NOT NULL,
    txid xid8 DEFAULT pg_current_xact_id() NOT NULL,
    quarantine_id bigint NOT NULL,
    blind bytea NOT NULL,
    card text NOT NULL,
    handed_out_at timestamp with time zone NOT NULL,
    CONSTRAINT lost_handouts_blind_check CHECK ((length(blind) = 16)),
    CONSTRAINT lost_handouts_card_check CHECK ((length(card) <= 64))
);
ALTER TABLE public.lost_handouts ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.lost_handouts_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.lots (
    id bigint NOT NULL,
    txid xid8 DEFAULT pg_current_xact_id() NOT NULL,
    account_id bigint NOT NULL,
    transfer_id bigint NOT NULL,
    amount bigint NOT NULL,
    expires_on date,
    usable_from date,
    origin text DEFAULT 'earned'::text NOT NULL,
    funder text DEFAULT 'programme'::text NOT NULL,
    CONSTRAINT lots_amount_check CHECK ((amount > 0)),
    CONSTRAINT lots_check CHECK ((usable_from <= expires_on)),
    CONSTRAINT lots_funder_check CHECK ((funder = ANY (ARRAY['programme'::text, 'bank'::text, 'member'::text]))),
    CONSTRAINT lots_origin_check CHECK ((origin = ANY (ARRAY['earned'::text, 'bought'::text, 'late'::text])))
);
ALTER TABLE public.lots ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.lots_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.mail_returns (
    mail_id bigint NOT NULL,
    status text NOT NULL,
    said text NOT NULL,
    at timestamp with time zone NOT NULL,
    CONSTRAINT mail_returns_said_check CHECK ((length(said) <= 300)),
    CONSTRAINT mail_returns_status_check CHECK ((status ~ '^([245]\.[0-9]{1,3}\.[0-9]{1,3})?$'::text))
);
CREATE TABLE public.mails (
    id bigint NOT NULL,
    ref text NOT NULL,
    programme_id bigint,
    recipient text NOT NULL,
    reply_to text DEFAULT ''::text NOT NULL,
    subject text NOT NULL,
    body_text text NOT NULL,
    body_html text NOT NULL,
    acts boolean DEFAULT false NOT NULL,
    links bytea,
    written_at timestamp with time zone NOT NULL,
    sent_at timestamp with time zone,
    CONSTRAINT mails_links_check CHECK (((links IS NULL) OR (acts AND (sent_at IS NULL))))
);
ALTER TABLE public.mails ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.mails_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.member_archive_parts (
    archive_id bigint NOT NULL,
    number integer NOT NULL,
    sealed bytea NOT NULL,
    CONSTRAINT member_archive_parts_number_check CHECK ((number >= 0))
);
CREATE TABLE public.member_archives (
    id bigint NOT NULL,
    public_id text NOT NULL,
    programme_id bigint NOT NULL,
    member_id bigint NOT NULL,
    asked_by bigint NOT NULL,
    language text NOT NULL,
    sections_done integer DEFAULT 0 NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    ends_at timestamp with time zone NOT NULL,
    made_at timestamp with time zone,
    CONSTRAINT member_archives_check CHECK ((asked_at < ends_at)),
    CONSTRAINT member_archives_language_check CHECK ((language = ANY (ARRAY['ru'::text, 'en'::text]))),
    CONSTRAINT member_archives_public_id_check CHECK ((public_id ~ '^[0-9A-HJKMNP-TV-Z]{26}$'::text)),
    CONSTRAINT member_archives_sections_done_check CHECK ((sections_done >= 0))
);
ALTER TABLE public.member_archives ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.member_archives_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.member_cards (
    id bigint NOT NULL,
    txid xid8 DEFAULT pg_current_xact_id() NOT NULL,
    programme_id bigint NOT NULL,
    member_id bigint NOT NULL,
    token text NOT NULL,
    bound_at timestamp with time zone NOT NULL,
    unbound_at timestamp with time zone,
    salt uuid DEFAULT gen_random_uuid() NOT NULL,
    forgotten bytea,
    CONSTRAINT member_cards_forgotten_check CHECK ((length(forgotten) = 32)),
    CONSTRAINT member_cards_token_check CHECK (((length(token) >= 4) AND (length(token) <= 64) AND (token !~ '^[0-9]{12,19}$'::text)))
);
ALTER TABLE public.member_cards ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.member_cards_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.member_holds (
    id bigint NOT NULL,
    member_id bigint NOT NULL,
    kind text NOT NULL,
    at timestamp with time zone NOT NULL,
    lifted_at timestamp with time zone,
    CONSTRAINT member_holds_check CHECK ((lifted_at >= at)),
    CONSTRAINT member_holds_kind_check CHECK ((kind = ANY (ARRAY['hold'::text, 'block'::text])))
);
ALTER TABLE public.member_holds ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.member_holds_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.member_merges (
    id bigint NOT NULL,
    txid xid8 DEFAULT pg_current_xact_id() NOT NULL,
    from_member_id bigint NOT NULL,
    into_member_id bigint NOT NULL,
    proposal_id bigint NOT NULL,
    tier_before text NOT NULL,
    tier_after text NOT NULL,
    at timestamp with time zone NOT NULL,
    CONSTRAINT member_merges_check CHECK ((from_member_id <> into_member_id))
);
ALTER TABLE public.member_merges ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.member_merges_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.member_notifications (
    member_id bigint NOT NULL,
    kind text NOT NULL,
    wanted boolean NOT NULL,
    CONSTRAINT member_notifications_kind_check CHECK ((kind = ANY (ARRAY['orders'::text, 'expiry'::text, 'accruals'::text, 'news'::text])))
);
CREATE TABLE public.member_offer_usage (
    member_id bigint NOT NULL,
    offer_id bigint NOT NULL,
    used integer NOT NULL,
    CONSTRAINT member_offer_usage_used_check CHECK ((used >= 0))
);
CREATE TABLE public.members (
    id bigint NOT NULL,
    txid xid8 DEFAULT pg_current_xact_id() NOT NULL,
    programme_id bigint NOT NULL,
    user_id bigint,
    number text NOT NULL,
    first_name text NOT NULL,
    last_name text NOT NULL,
    email text NOT NULL,
    phone text DEFAULT ''::text NOT NULL,
    city_slug text,
    language text DEFAULT ''::text NOT NULL,
    tier text DEFAULT ''::text NOT NULL,
    joined_at timestamp with time zone NOT NULL,
    CONSTRAINT members_email_check CHECK (((email = lower(email)) AND (length(email) <= 254))),
    CONSTRAINT members_first_name_check CHECK (((length(first_name) >= 1) AND (length(first_name) <= 80))),
    CONSTRAINT members_last_name_check CHECK ((length(last_name) <= 80)),
    CONSTRAINT members_number_check CHECK ((number ~ '^[0-9A-Z]{6,16}$'::text)),
    CONSTRAINT members_phone_check CHECK ((length(phone) <= 20))
);
ALTER TABLE public.members ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.members_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.netting_approvals (
    id bigint NOT NULL,
    txid xid8 DEFAULT pg_current_xact_id() NOT NULL,
    netting_id bigint NOT NULL,
    programme_id bigint NOT NULL,
    user_id bigint NOT NULL,
    at timestamp with time zone NOT NULL
);
ALTER TABLE public.netting_approvals ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.netting_approvals_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.netting_positions (
    id bigint NOT NULL,
    txid xid8 DEFAULT pg_current_xact_id() NOT NULL,
    netting_id bigint NOT NULL,
    programme_id bigint NOT NULL,
    partner_id bigint NOT NULL,
    inn text NOT NULL,
    statement_id bigint NOT NULL,
    standing bigint NOT NULL,
    cleared bigint NOT NULL,
    CONSTRAINT netting_positions_check CHECK ((abs(cleared) <= abs(standing))),
    CONSTRAINT netting_positions_check1 CHECK (((cleared > 0) = (standing > 0))),
    CONSTRAINT netting_positions_cleared_check CHECK ((cleared <> 0)),
    CONSTRAINT netting_positions_inn_check CHECK ((length(inn) = ANY (ARRAY[10, 12]))),
    CONSTRAINT netting_positions_standing_check CHECK ((standing <> 0))
);
ALTER TABLE public.netting_positions ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.netting_positions_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.netting_steps (
    netting_id bigint NOT NULL,
    txid xid8 DEFAULT pg_current_xact_id() NOT NULL,
    step text NOT NULL,
    user_id bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    CONSTRAINT netting_steps_step_check CHECK ((step = ANY (ARRAY['sent'::text, 'dropped'::text])))
);
CREATE TABLE public.netting_transfers (
    id bigint NOT NULL,
    txid xid8 DEFAULT pg_current_xact_id() NOT NULL,
    netting_id bigint NOT NULL,
    payer_id bigint NOT NULL,
    receiver_id bigint NOT NULL,
    amount bigint NOT NULL,
    CONSTRAINT netting_transfers_amount_check CHECK ((amount > 0)),
    CONSTRAINT netting_transfers_check CHECK ((payer_id <> receiver_id))
);
ALTER TABLE public.netting_transfers ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.netting_transfers_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.nettings (
    id bigint NOT NULL,
    txid xid8 DEFAULT pg_current_xact_id() NOT NULL,
    programme_id bigint NOT NULL,
    ref text NOT NULL,
    currency text NOT NULL,
    drafted_by bigint NOT NULL,
    drafted_at timestamp with time zone NOT NULL,
    CONSTRAINT nettings_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text)),
    CONSTRAINT nettings_ref_check CHECK ((ref ~ '^[0-9A-HJKMNP-TV-Z]{26}$'::text))
);
ALTER TABLE public.nettings ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.nettings_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.offer_cancellations (
    member_id bigint NOT NULL,
    offer_id bigint NOT NULL,
    day date NOT NULL,
    number integer NOT NULL,
    CONSTRAINT offer_cancellations_number_check CHECK ((number >= 1))
);
CREATE TABLE public.offer_usage (
    offer_id bigint NOT NULL,
    used integer NOT NULL,
    CONSTRAINT offer_usage_used_check CHECK ((used >= 0))
)
WITH (fillfactor='50');
CREATE TABLE public.offer_versions (
    txid xid8 DEFAULT pg_current_xact_id() NOT NULL,
    offer_id bigint NOT NULL,
    publication_id bigint NOT NULL,
    facts jsonb,
    CONSTRAINT offer_versions_facts_check CHECK ((jsonb_typeof(facts) = 'object'::text))
);
CREATE TABLE public.offers (
    id bigint NOT NULL,
    programme_id bigint NOT NULL,
    brand_id bigint NOT NULL,
    source text DEFAULT 'own'::text NOT NULL,
    external_ref text NOT NULL,
    kind text NOT NULL,
    title_ru text NOT NULL,
    title_en text NOT NULL,
    fulfilment text NOT NULL,
    currency text NOT NULL,
    value_min bigint,
    value_max bigint,
    value_step bigint,
    rate_points bigint,
    rate_value bigint,
    price_min bigint,
    price_max bigint,
    min_points bigint,
    money_rate bigint,
    validity_days integer NOT NULL,
    per_member_limit integer,
    total_limit integer,
    tier text DEFAULT ''::text NOT NULL,
    starts_at timestamp with time zone,
    ends_at timestamp with time zone,
    published boolean DEFAULT true NOT NULL,
    fingerprint bytea NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT offers_check CHECK ((value_max >= value_min)),
    CONSTRAINT offers_check1 CHECK ((price_max >= price_min)),
    CONSTRAINT offers_check2 CHECK (((ends_at IS NULL) OR (starts_at IS NULL) OR (ends_at > starts_at))),
    CONSTRAINT offers_check3 CHECK ((((value_min IS NULL) = (value_max IS NULL)) AND ((value_min IS NULL) = (value_step IS NULL)) AND ((value_min IS NULL) = (rate_points IS NULL)) AND ((value_min IS NULL) = (rate_value IS NULL)) AND ((value_min IS NULL) = (price_min IS NULL)) AND ((value_min IS NULL) = (price_max IS NULL)))),
    CONSTRAINT offers_check4 CHECK (((min_points IS NULL) = (money_rate IS NULL))),
    CONSTRAINT offers_check5 CHECK (((value_max <= '10000000000'::bigint) AND (rate_points <= 100000000) AND (rate_value <= '1000000000000'::bigint))),
    CONSTRAINT offers_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text)),
    CONSTRAINT offers_external_ref_check CHECK (((length(external_ref) >= 1) AND (length(external_ref) <= 128))),
    CONSTRAINT offers_fulfilment_check CHECK ((fulfilment = ANY (ARRAY['stock'::text, 'own'::text, 'supplier'::text]))),
    CONSTRAINT offers_kind_check CHECK ((kind = ANY (ARRAY['gift_card'::text, 'certificate'::text, 'goods'::text, 'service'::text]))),
    CONSTRAINT offers_min_points_check CHECK ((min_points > 0)),
    CONSTRAINT offers_money_rate_check CHECK ((money_rate > 0)),
    CONSTRAINT offers_per_member_limit_check CHECK ((per_member_limit > 0)),
    CONSTRAINT offers_price_min_check CHECK ((price_min > 0)),
    CONSTRAINT offers_rate_points_check CHECK ((rate_points > 0)),
    CONSTRAINT offers_rate_value_check CHECK ((rate_value > 0)),
    CONSTRAINT offers_title_en_check CHECK (((length(title_en) >= 1) AND (length(title_en) <= 200))),
    CONSTRAINT offers_title_ru_check CHECK (((length(title_ru) >= 1) AND (length(title_ru) <= 200))),
    CONSTRAINT offers_total_limit_check CHECK ((total_limit > 0)),
    CONSTRAINT offers_validity_days_check CHECK (((validity_days >= 1) AND (validity_days <= 3650))),
    CONSTRAINT offers_value_min_check CHECK ((value_min > 0)),
    CONSTRAINT offers_value_step_check CHECK ((value_step > 0))
);
ALTER TABLE public.offers ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.offers_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.offline_holders (
    id bigint NOT NULL,
    terminal_id bigint NOT NULL,
    terms_id bigint NOT NULL,
    holder bytea NOT NULL,
    user_id bigint,
    key_prefix text,
    since timestamp with time zone NOT NULL,
    until timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    ended_how text,
    CONSTRAINT offline_holders_check CHECK ((until > since)),
    CONSTRAINT offline_holders_check1 CHECK ((ended_at >= since)),
    CONSTRAINT offline_holders_check2 CHECK (((ended_at IS NULL) = (ended_how IS NULL))),
    CONSTRAINT offline_holders_check3 CHECK (((user_id IS NULL) OR (key_prefix IS NULL))),
    CONSTRAINT offline_holders_ended_how_check CHECK ((ended_how = ANY (ARRAY['returned'::text, 'ended'::text, 'lapsed'::text, 'renewed'::text]))),
    CONSTRAINT offline_holders_holder_check CHECK ((length(holder) = 32)),
    CONSTRAINT offline_holders_key_prefix_check CHECK ((length(key_prefix) <= 16))
);
ALTER TABLE public.offline_holders ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.offline_holders_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.offline_passes (
    giftcard_id bigint NOT NULL,
    mark bytea NOT NULL,
    until timestamp with time zone NOT NULL,
    CONSTRAINT offline_passes_mark_check CHECK ((length(mark) = 16))
);
ALTER TABLE public.offline_takings ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.offline_takings_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
ALTER TABLE public.offline_terms ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.offline_terms_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.open_lots (
    lot_id bigint NOT NULL,
    account_id bigint NOT NULL,
    expires_on date,
    remaining bigint NOT NULL,
    usable_from date,
    CONSTRAINT open_lots_remaining_check CHECK ((remaining > 0))
)
WITH (fillfactor='80');
CREATE TABLE public.operation_intakes (
    id bigint NOT NULL,
    txid xid8 DEFAULT pg_current_xact_id() NOT NULL,
    programme_id bigint NOT NULL,
    source text NOT NULL,
    run_id bigint,
    file_digest bytea,
    first_id bigint,
    last_id bigint,
    number bigint NOT NULL,
    waiting bigint NOT NULL,
    parts bigint NOT NULL,
    earned bigint NOT NULL,
    taken_back bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    seal bytea NOT NULL,
    CONSTRAINT intake_brings CHECK (((number > 0) OR (waiting > 0))),
    CONSTRAINT intake_file CHECK (((run_id IS NULL) = (file_digest IS NULL))),
    CONSTRAINT intake_range CHECK ((((first_id IS NULL) = (number = 0)) AND ((last_id IS NULL) = (number = 0)))),
    CONSTRAINT operation_intakes_earned_check CHECK ((earned >= 0)),
    CONSTRAINT operation_intakes_file_digest_check CHECK ((length(file_digest) = 32)),
    CONSTRAINT operation_intakes_number_check CHECK ((number >= 0)),
    CONSTRAINT operation_intakes_parts_check CHECK ((parts >= 0)),
    CONSTRAINT operation_intakes_seal_check CHECK ((length(seal) = 32)),
    CONSTRAINT operation_intakes_source_check CHECK (((length(source) >= 1) AND (length(source) <= 64))),
    CONSTRAINT operation_intakes_taken_back_check CHECK ((taken_back >= 0)),
    CONSTRAINT operation_intakes_waiting_check CHECK ((waiting >= 0))
);
ALTER TABLE public.operation_intakes ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.operation_intakes_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.order_cancellations (
    order_id bigint NOT NULL,
    txid xid8 DEFAULT pg_current_xact_id() NOT NULL,
    at timestamp with time zone NOT NULL,
    by text NOT NULL,
    why text DEFAULT ''::text NOT NULL,
    salt uuid DEFAULT gen_random_uuid() NOT NULL,
    forgotten bytea,
    CONSTRAINT order_cancellations_forgotten_check CHECK ((length(forgotten) = 32)),
    CONSTRAINT order_cancellations_why_check CHECK ((length(why) <= 1000))
);
CREATE TABLE public.order_obtainments (
    order_id bigint NOT NULL,
    txid xid8 DEFAULT pg_current_xact_id() NOT NULL,
    code_id bigint NOT NULL,
    at timestamp with time zone NOT NULL
);
CREATE TABLE public.order_refunds (
    id bigint NOT NULL,
    txid xid8 DEFAULT pg_current_xact_id() NOT NULL,
    order_id bigint NOT NULL,
    voiding_id bigint NOT NULL,
    value bigint NOT NULL,
    points bigint NOT NULL,
    money bigint NOT NULL,
    netted bigint NOT NULL,
    payment_refund_id bigint,
    to_member_id bigint,
    at timestamp with time zone NOT NULL,
    CONSTRAINT order_refunds_check CHECK (((payment_refund_id IS NULL) = (money = netted))),
    CONSTRAINT order_refunds_money_check CHECK ((money >= 0)),
    CONSTRAINT order_refunds_netted_check CHECK ((netted >= 0)),
    CONSTRAINT order_refunds_points_check CHECK ((points >= 0)),
    CONSTRAINT order_refunds_value_check CHECK ((value > 0))
);
ALTER TABLE public.order_refunds ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.order_refunds_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.order_unknown_outcomes (
    order_id bigint NOT NULL,
    since timestamp with time zone NOT NULL,
    why text NOT NULL,
    closed_at timestamp with time zone,
    sold boolean,
    CONSTRAINT order_unknown_outcomes_check CHECK (((closed_at IS NULL) = (sold IS NULL))),
    CONSTRAINT order_unknown_outcomes_why_check CHECK (((length(why) >= 1) AND (length(why) <= 200)))
);
CREATE TABLE public.orders (
    id bigint NOT NULL,
    txid xid8 DEFAULT pg_current_xact_id() NOT NULL,
    programme_id bigint NOT NULL,
    member_id bigint NOT NULL,
    ref text NOT NULL,
    offer_id bigint NOT NULL,
    brand_id bigint NOT NULL,
    denomination_id bigint,
    value bigint NOT NULL,
    currency text NOT NULL,
    price_points bigint NOT NULL,
    points_part bigint NOT NULL,
    money_part bigint DEFAULT 0 NOT NULL,
    fulfilment text NOT NULL,
    card_until date NOT NULL,
    placed_at timestamp with time zone NOT NULL,
    rules_digest bytea NOT NULL,
    offer_digest bytea NOT NULL,
    counted_member boolean DEFAULT false NOT NULL,
    counted_offer boolean DEFAULT false NOT NULL,
    CONSTRAINT orders_check CHECK ((points_part <= price_points)),
    CONSTRAINT orders_check1 CHECK (((points_part = price_points) = (money_part = 0))),
    CONSTRAINT orders_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text)),
    CONSTRAINT orders_fulfilment_check CHECK ((fulfilment = ANY (ARRAY['stock'::text, 'own'::text, 'supplier'::text]))),
    CONSTRAINT orders_money_part_check CHECK ((money_part >= 0)),
    CONSTRAINT orders_offer_digest_check CHECK ((length(offer_digest) = 32)),
    CONSTRAINT orders_points_part_check CHECK ((points_part > 0)),
    CONSTRAINT orders_price_points_check CHECK ((price_points > 0)),
    CONSTRAINT orders_ref_check CHECK (((length(ref) >= 8) AND (length(ref) <= 64))),
    CONSTRAINT orders_rules_digest_check CHECK ((length(rules_digest) = 32)),
    CONSTRAINT orders_value_check CHECK ((value > 0))
);
ALTER TABLE public.orders ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.orders_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.outbox (
    id bigint NOT NULL,
    topic text NOT NULL,
    ref text NOT NULL,
    promised_at timestamp with time zone NOT NULL,
    due_at timestamp with time zone NOT NULL,
    attempts integer DEFAULT 0 NOT NULL,
    last_error text DEFAULT ''::text NOT NULL,
    kept_at timestamp with time zone,
    dead_at timestamp with time zone,
    request_id text DEFAULT ''::text NOT NULL,
    CONSTRAINT outbox_attempts_check CHECK ((attempts >= 0)),
    CONSTRAINT outbox_check CHECK (((kept_at IS NULL) OR (dead_at IS NULL))),
    CONSTRAINT outbox_ref_check CHECK (((length(ref) >= 1) AND (length(ref) <= 255))),
    CONSTRAINT outbox_topic_check CHECK (((length(topic) >= 3) AND (length(topic) <= 64)))
)
WITH (fillfactor='80');
ALTER TABLE public.outbox ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.outbox_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.own_seals (
    id bigint NOT NULL,
    txid xid8 DEFAULT pg_current_xact_id() NOT NULL,
    sheet text NOT NULL,
    row_id bigint NOT NULL,
    number integer NOT NULL,
    state bytea NOT NULL,
    seal bytea NOT NULL,
    CONSTRAINT own_seals_number_check CHECK ((number > 0)),
    CONSTRAINT own_seals_seal_check CHECK ((length(seal) = 32)),
    CONSTRAINT own_seals_sheet_check CHECK (((length(sheet) >= 3) AND (length(sheet) <= 63))),
    CONSTRAINT own_seals_state_check CHECK ((length(state) = 32))
);
ALTER TABLE public.own_seals ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.own_seals_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.partner_application_ends (
    application_id bigint NOT NULL,
    outcome text NOT NULL,
    at timestamp with time zone NOT NULL,
    actor text NOT NULL,
    why text DEFAULT ''::text NOT NULL,
    partner_id bigint,
    CONSTRAINT partner_application_ends_check CHECK (((outcome = 'approved'::text) = (partner_id IS NOT NULL))),
    CONSTRAINT partner_application_ends_outcome_check CHECK ((outcome = ANY (ARRAY['approved'::text, 'refused'::text]))),
    CONSTRAINT partner_application_ends_why_check CHECK ((length(why) <= 1000))
);
CREATE TABLE public.partner_applications (
    id bigint NOT NULL,
    programme_id bigint NOT NULL,
    ref text NOT NULL,
    token_digest bytea NOT NULL,
    invited_at timestamp with time zone,
    applied_at timestamp with time zone,
    language text NOT NULL,
    known_as text NOT NULL,
    country text DEFAULT 'RU'::text NOT NULL,
    legal_name text DEFAULT ''::text NOT NULL,
    inn text DEFAULT ''::text NOT NULL,
    kpp text DEFAULT ''::text NOT NULL,
    vat text DEFAULT ''::text NOT NULL,
    bic text DEFAULT ''::text NOT NULL,
    account text DEFAULT ''::text NOT NULL,
    iban text DEFAULT ''::text NOT NULL,
    contact_name text DEFAULT ''::text NOT NULL,
    contact_email text NOT NULL,
    contact_phone text DEFAULT ''::text NOT NULL,
    city_slugs text[] DEFAULT '{}'::text[] NOT NULL,
    shops text DEFAULT ''::text NOT NULL,
    CONSTRAINT partner_applications_account_check CHECK ((account ~ '^([0-9]{20})?$'::text)),
    CONSTRAINT partner_applications_bic_check CHECK ((bic ~ '^([0-9]{9})?$'::text)),
    CONSTRAINT partner_applications_check CHECK (((invited_at IS NOT NULL) OR (applied_at IS NOT NULL))),
    CONSTRAINT partner_applications_check1 CHECK (((applied_at IS NULL) OR ((legal_name <> ''::text) AND (known_as <> ''::text) AND ((inn <> ''::text) OR (vat <> ''::text)) AND ((account <> ''::text) OR (iban <> ''::text))))),
    CONSTRAINT partner_applications_contact_email_check CHECK (((contact_email = lower(contact_email)) AND ((length(contact_email) >= 3) AND (length(contact_email) <= 254)))),
    CONSTRAINT partner_applications_contact_name_check CHECK ((length(contact_name) <= 120)),
    CONSTRAINT partner_applications_contact_phone_check CHECK ((length(contact_phone) <= 20)),
    CONSTRAINT partner_applications_country_check CHECK ((country ~ '^[A-Z]{2}$'::text)),
    CONSTRAINT partner_applications_iban_check CHECK ((length(iban) <= 34)),
    CONSTRAINT partner_applications_inn_check CHECK ((inn ~ '^([0-9]{10}|[0-9]{12})?$'::text)),
    CONSTRAINT partner_applications_known_as_check CHECK ((length(known_as) <= 120)),
    CONSTRAINT partner_applications_kpp_check CHECK ((kpp ~ '^([0-9]{4}[0-9A-Z]{2}[0-9]{3})?$'::text)),
    CONSTRAINT partner_applications_legal_name_check CHECK ((length(legal_name) <= 200)),
    CONSTRAINT partner_applications_ref_check CHECK ((ref ~ '^[0-9A-HJKMNP-TV-Z]{26}$'::text)),
    CONSTRAINT partner_applications_shops_check CHECK ((length(shops) <= 2000)),
    CONSTRAINT partner_applications_token_digest_check CHECK ((length(token_digest) = 32)),
    CONSTRAINT partner_applications_vat_check CHECK ((length(vat) <= 20))
);
ALTER TABLE public.partner_applications ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.partner_applications_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.partner_document_parts (
    document_id bigint NOT NULL,
    part integer NOT NULL,
    ciphertext bytea NOT NULL,
    CONSTRAINT partner_document_parts_part_check CHECK ((part >= 0))
);
ALTER TABLE ONLY public.partner_document_parts ALTER COLUMN ciphertext SET STORAGE EXTERNAL;
CREATE TABLE public.partner_documents (
    id bigint NOT NULL,
    application_id bigint NOT NULL,
    name text NOT NULL,
    kind text NOT NULL,
    size integer NOT NULL,
    digest bytea NOT NULL,
    added_at timestamp with time zone NOT NULL,
    CONSTRAINT partner_documents_digest_check CHECK ((length(digest) = 32)),
    CONSTRAINT partner_documents_kind_check CHECK ((kind = ANY (ARRAY['pdf'::text, 'jpeg'::text, 'png'::text]))),
    CONSTRAINT partner_documents_name_check CHECK (((length(name) >= 1) AND (length(name) <= 200))),
    CONSTRAINT partner_documents_size_check CHECK ((size > 0))
);
ALTER TABLE public.partner_documents ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.partner_documents_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.partner_events (
    id bigint NOT NULL,
    partner_id bigint NOT NULL,
    what text NOT NULL,
    at timestamp with time zone NOT NULL,
    actor text NOT NULL,
    why text DEFAULT ''::text NOT NULL,
    CONSTRAINT partner_events_what_check CHECK ((what = ANY (ARRAY['applied'::text, 'approved'::text, 'suspended'::text, 'reinstated'::text, 'left'::text]))),
    CONSTRAINT partner_events_why_check CHECK ((length(why) <= 1000))
);
ALTER TABLE public.partner_events ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.partner_events_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.partner_payments (
    id bigint NOT NULL,
    txid xid8 DEFAULT pg_current_xact_id() NOT NULL,
    partner_id bigint NOT NULL,
    kind text NOT NULL,
    ref text NOT NULL,
    amount bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    CONSTRAINT partner_payments_amount_check CHECK ((amount <> 0)),
    CONSTRAINT partner_payments_kind_check CHECK ((kind = ANY (ARRAY['debt'::text, 'deposit'::text]))),
    CONSTRAINT partner_payments_ref_check CHECK (((length(ref) >= 3) AND (length(ref) <= 64)))
);
ALTER TABLE public.partner_payments ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.partner_payments_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.partners (
    id bigint NOT NULL,
    programme_id bigint NOT NULL,
    slug text NOT NULL,
    name_ru text NOT NULL,
    name_en text NOT NULL,
    legal_name text DEFAULT ''::text NOT NULL,
    inn text DEFAULT ''::text NOT NULL,
    state text DEFAULT 'approved'::text NOT NULL,
    CONSTRAINT partners_inn_check CHECK ((inn ~ '^([0-9]{10}|[0-9]{12})?$'::text)),
    CONSTRAINT partners_legal_name_check CHECK ((length(legal_name) <= 200)),
    CONSTRAINT partners_name_en_check CHECK (((length(name_en) >= 1) AND (length(name_en) <= 120))),
    CONSTRAINT partners_name_ru_check CHECK (((length(name_ru) >= 1) AND (length(name_ru) <= 120))),
    CONSTRAINT partners_slug_check CHECK ((slug ~ '^[a-z0-9-]{1,64}$'::text)),
    CONSTRAINT partners_state_check CHECK ((state = ANY (ARRAY['approved'::text, 'suspended'::text, 'left'::text])))
);
ALTER TABLE public.partners ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.partners_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.passkeys (
    id bigint NOT NULL,
    user_id bigint NOT NULL,
    credential_id bytea NOT NULL,
    public_key bytea NOT NULL,
    sign_count bigint DEFAULT 0 NOT NULL,
    transports jsonb,
    extensions text,
    name text NOT NULL,
    usage text NOT NULL,
    backup_state boolean NOT NULL,
    device_type text NOT NULL,
    create_datetime timestamp with time zone DEFAULT now() NOT NULL,
    lastuse_datetime timestamp with time zone NOT NULL,
    CONSTRAINT passkeys_usage_check CHECK ((usage = ANY (ARRAY['first'::text, 'secondary'::text])))
);
ALTER TABLE public.passkeys ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.passkeys_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.payment_calls (
    id bigint NOT NULL,
    payment_id bigint NOT NULL,
    refund_id bigint,
    what text NOT NULL,
    began_at timestamp with time zone NOT NULL,
    answered_at timestamp with time zone,
    outcome text,
    note text DEFAULT ''::text NOT NULL,
    CONSTRAINT payment_calls_check CHECK (((answered_at IS NULL) = (outcome IS NULL))),
    CONSTRAINT payment_calls_note_check CHECK ((length(note) <= 200)),
    CONSTRAINT payment_calls_outcome_check CHECK ((outcome ~ '^[a-z_]{2,20}$'::text)),
    CONSTRAINT payment_calls_what_check CHECK ((what = ANY (ARRAY['open'::text, 'look'::text, 'close'::text, 'refund'::text, 'find_refund'::text])))
);
ALTER TABLE public.payment_calls ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.payment_calls_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.payment_closings (
    payment_id bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    by text NOT NULL
);
CREATE TABLE public.payment_completions (
    payment_id bigint NOT NULL,
    txid xid8 DEFAULT pg_current_xact_id() NOT NULL,
    intent_ref text NOT NULL,
    at timestamp with time zone NOT NULL,
    known_by text NOT NULL,
    CONSTRAINT payment_completions_intent_ref_check CHECK (((length(intent_ref) >= 4) AND (length(intent_ref) <= 120))),
    CONSTRAINT payment_completions_known_by_check CHECK ((known_by = ANY (ARRAY['event'::text, 'asked'::text])))
);
ALTER TABLE public.payment_dispute_pieces ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.payment_dispute_pieces_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.payment_dispute_returns (
    dispute_id bigint NOT NULL,
    txid xid8 DEFAULT pg_current_xact_id() NOT NULL,
    at timestamp with time zone NOT NULL
);
CREATE TABLE public.payment_dispute_steps (
    id bigint NOT NULL,
    txid xid8 DEFAULT pg_current_xact_id() NOT NULL,
    dispute_id bigint NOT NULL,
    what text NOT NULL,
    outcome text DEFAULT ''::text NOT NULL,
    at timestamp with time zone NOT NULL,
    CONSTRAINT payment_dispute_steps_outcome_check CHECK ((length(outcome) <= 40)),
    CONSTRAINT payment_dispute_steps_what_check CHECK ((what = ANY (ARRAY['funds_withdrawn'::text, 'funds_reinstated'::text, 'closed'::text])))
);
ALTER TABLE public.payment_dispute_steps ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.payment_dispute_steps_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.payment_disputes (
    id bigint NOT NULL,
    txid xid8 DEFAULT pg_current_xact_id() NOT NULL,
    payment_id bigint NOT NULL,
    provider_ref text NOT NULL,
    amount bigint NOT NULL,
    reason text NOT NULL,
    at timestamp with time zone NOT NULL,
    CONSTRAINT payment_disputes_amount_check CHECK ((amount > 0)),
    CONSTRAINT payment_disputes_provider_ref_check CHECK (((length(provider_ref) >= 4) AND (length(provider_ref) <= 120))),
    CONSTRAINT payment_disputes_reason_check CHECK ((length(reason) <= 60))
);
ALTER TABLE public.payment_disputes ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.payment_disputes_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.payment_expiries (
    payment_id bigint NOT NULL,
    txid xid8 DEFAULT pg_current_xact_id() NOT NULL,
    at timestamp with time zone NOT NULL,
    known_by text NOT NULL,
    CONSTRAINT payment_expiries_known_by_check CHECK ((known_by = ANY (ARRAY['event'::text, 'asked'::text, 'never_opened'::text, 'person'::text])))
);
CREATE TABLE public.payment_nettings (
    id bigint NOT NULL,
    txid xid8 DEFAULT pg_current_xact_id() NOT NULL,
    payment_id bigint NOT NULL,
    amount bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    CONSTRAINT payment_nettings_amount_check CHECK ((amount > 0))
);
ALTER TABLE public.payment_nettings ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.payment_nettings_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.payment_refund_ends (
    id bigint NOT NULL,
    txid xid8 DEFAULT pg_current_xact_id() NOT NULL,
    refund_id bigint NOT NULL,
    how text NOT NULL,
    at timestamp with time zone NOT NULL,
    why text DEFAULT ''::text NOT NULL,
    CONSTRAINT payment_refund_ends_how_check CHECK ((how = ANY (ARRAY['done'::text, 'failed'::text]))),
    CONSTRAINT payment_refund_ends_why_check CHECK ((length(why) <= 200))
);
ALTER TABLE public.payment_refund_ends ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.payment_refund_ends_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.payment_refund_receipts (
    refund_id bigint NOT NULL,
    txid xid8 DEFAULT pg_current_xact_id() NOT NULL,
    provider_ref text NOT NULL,
    at timestamp with time zone NOT NULL,
    CONSTRAINT payment_refund_receipts_provider_ref_check CHECK (((length(provider_ref) >= 4) AND (length(provider_ref) <= 120)))
);
CREATE TABLE public.payment_refunds (
    id bigint NOT NULL,
    txid xid8 DEFAULT pg_current_xact_id() NOT NULL,
    public_id text NOT NULL,
    payment_id bigint NOT NULL,
    amount bigint NOT NULL,
    cause text NOT NULL,
    borne_by text NOT NULL,
    at timestamp with time zone NOT NULL,
    by text NOT NULL,
    why text DEFAULT ''::text NOT NULL,
    salt uuid DEFAULT gen_random_uuid() NOT NULL,
    forgotten bytea,
    CONSTRAINT payment_refunds_amount_check CHECK ((amount > 0)),
    CONSTRAINT payment_refunds_borne_by_check CHECK ((borne_by = ANY (ARRAY['prepaid'::text, 'programme'::text]))),
    CONSTRAINT payment_refunds_cause_check CHECK ((cause = ANY (ARRAY['returned'::text, 'late'::text, 'staff'::text, 'provider'::text]))),
    CONSTRAINT payment_refunds_forgotten_check CHECK ((length(forgotten) = 32)),
    CONSTRAINT payment_refunds_public_id_check CHECK ((public_id ~ '^[0-9A-HJKMNP-TV-Z]{26}$'::text)),
    CONSTRAINT payment_refunds_why_check CHECK ((length(why) <= 1000))
);
ALTER TABLE public.payment_refunds ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.payment_refunds_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.payment_sessions (
    payment_id bigint NOT NULL,
    session_ref text NOT NULL,
    url text NOT NULL,
    at timestamp with time zone NOT NULL,
    CONSTRAINT payment_sessions_session_ref_check CHECK (((length(session_ref) >= 4) AND (length(session_ref) <= 120))),
    CONSTRAINT payment_sessions_url_check CHECK (((length(url) >= 8) AND (length(url) <= 2000)))
);
CREATE TABLE public.payment_troubles (
    payment_id bigint NOT NULL,
    since timestamp with time zone NOT NULL,
    kind text NOT NULL,
    CONSTRAINT payment_troubles_kind_check CHECK ((kind = ANY (ARRAY['wrong_amount'::text, 'refused'::text, 'refund_failed'::text, 'owed_back'::text])))
);
CREATE TABLE public.payment_write_offs (
    proposal_id bigint NOT NULL,
    txid xid8 DEFAULT pg_current_xact_id() NOT NULL,
    member_id bigint NOT NULL,
    unit text NOT NULL,
    amount bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    CONSTRAINT payment_write_offs_amount_check CHECK ((amount > 0)),
    CONSTRAINT payment_write_offs_unit_check CHECK (((unit = 'points'::text) OR (unit ~ '^[A-Z]{3}$'::text)))
);
ALTER TABLE public.payments ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.payments_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.payout_accounts (
    id bigint NOT NULL,
    txid xid8 DEFAULT pg_current_xact_id() NOT NULL,
    programme_id bigint NOT NULL,
    partner_id bigint,
    holder text NOT NULL,
    country text NOT NULL,
    town text NOT NULL,
    inn text NOT NULL,
    kpp text NOT NULL,
    bic text NOT NULL,
    bank text NOT NULL,
    account text NOT NULL,
    iban text NOT NULL,
    proposal_id bigint,
    at timestamp with time zone NOT NULL,
    CONSTRAINT payout_account_is_one CHECK (((account = ''::text) <> (iban = ''::text))),
    CONSTRAINT payout_accounts_account_check CHECK ((account ~ '^([0-9]{20})?$'::text)),
    CONSTRAINT payout_accounts_bank_check CHECK ((length(bank) <= 120)),
    CONSTRAINT payout_accounts_bic_check CHECK ((bic ~ '^([0-9]{9}|[A-Z0-9]{4}[A-Z]{2}[A-Z0-9]{2}([A-Z0-9]{3})?)?$'::text)),
    CONSTRAINT payout_accounts_check CHECK (((account = ''::text) OR ((inn <> ''::text) AND (length(bic) = 9)))),
    CONSTRAINT payout_accounts_check1 CHECK (((iban = ''::text) OR (length(bic) <> 9))),
    CONSTRAINT payout_accounts_country_check CHECK ((country ~ '^[A-Z]{2}$'::text)),
    CONSTRAINT payout_accounts_holder_check CHECK (((length(holder) >= 1) AND (length(holder) <= 140))),
    CONSTRAINT payout_accounts_iban_check CHECK ((iban ~ '^([A-Z]{2}[0-9]{2}[A-Z0-9]{11,30})?$'::text)),
    CONSTRAINT payout_accounts_inn_check CHECK ((inn ~ '^([0-9]{10}|[0-9]{12})?$'::text)),
    CONSTRAINT payout_accounts_kpp_check CHECK ((kpp ~ '^([0-9]{4}[0-9A-Z]{2}[0-9]{3})?$'::text)),
    CONSTRAINT payout_accounts_town_check CHECK (((length(town) >= 1) AND (length(town) <= 35)))
);
ALTER TABLE public.payout_accounts ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.payout_accounts_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.payout_calls (
    id bigint NOT NULL,
    line_id bigint NOT NULL,
    what text NOT NULL,
    began_at timestamp with time zone NOT NULL,
    answered_at timestamp with time zone,
    outcome text,
    note text DEFAULT ''::text NOT NULL,
    CONSTRAINT payout_calls_check CHECK (((answered_at IS NULL) = (outcome IS NULL))),
    CONSTRAINT payout_calls_note_check CHECK ((length(note) <= 200)),
    CONSTRAINT payout_calls_outcome_check CHECK ((outcome ~ '^[a-z_]{2,20}$'::text)),
    CONSTRAINT payout_calls_what_check CHECK ((what = ANY (ARRAY['transfer'::text, 'find_transfer'::text, 'payout'::text, 'find_payout'::text, 'look'::text, 'reverse'::text, 'find_reversal'::text])))
);
ALTER TABLE public.payout_calls ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.payout_calls_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.payout_events (
    id bigint NOT NULL,
    txid xid8 DEFAULT pg_current_xact_id() NOT NULL,
    line_id bigint NOT NULL,
    what text NOT NULL,
    code text NOT NULL,
    note text NOT NULL,
    known_by text NOT NULL,
    proposal_id bigint,
    at timestamp with time zone NOT NULL,
    CONSTRAINT payout_event_by_two CHECK ((((known_by = ANY (ARRAY['person'::text, 'file'::text])) AND (what = ANY (ARRAY['failed'::text, 'name_mismatch'::text, 'returned'::text]))) = (proposal_id IS NOT NULL))),
    CONSTRAINT payout_events_code_check CHECK ((length(code) <= 35)),
    CONSTRAINT payout_events_known_by_check CHECK ((known_by = ANY (ARRAY['bank'::text, 'file'::text, 'key'::text, 'provider'::text, 'person'::text]))),
    CONSTRAINT payout_events_note_check CHECK ((length(note) <= 400)),
    CONSTRAINT payout_events_what_check CHECK ((what = ANY (ARRAY['accepted'::text, 'confirmed'::text, 'failed'::text, 'name_mismatch'::text, 'returned'::text, 'reopened'::text])))
);
ALTER TABLE public.payout_events ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.payout_events_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.payout_files (
    id bigint NOT NULL,
    txid xid8 DEFAULT pg_current_xact_id() NOT NULL,
    run_id bigint NOT NULL,
    kind text NOT NULL,
    name text NOT NULL,
    content bytea NOT NULL,
    digest bytea NOT NULL,
    made_at timestamp with time zone NOT NULL,
    CONSTRAINT payout_files_digest_check CHECK ((length(digest) = 32)),
    CONSTRAINT payout_files_kind_check CHECK ((kind = ANY (ARRAY['pain.001.001.09'::text, 'pain.001.001.03'::text, '1c'::text]))),
    CONSTRAINT payout_files_name_check CHECK (((length(name) >= 1) AND (length(name) <= 80)))
);
ALTER TABLE public.payout_files ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.payout_files_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
ALTER TABLE public.payout_lines ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.payout_lines_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.payout_moves (
    id bigint NOT NULL,
    txid xid8 DEFAULT pg_current_xact_id() NOT NULL,
    line_id bigint NOT NULL,
    what text NOT NULL,
    provider_ref text NOT NULL,
    amount bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    CONSTRAINT payout_moves_amount_check CHECK ((amount > 0)),
    CONSTRAINT payout_moves_provider_ref_check CHECK (((length(provider_ref) >= 4) AND (length(provider_ref) <= 120))),
    CONSTRAINT payout_moves_what_check CHECK ((what = ANY (ARRAY['transfer'::text, 'payout'::text, 'reversal'::text])))
);
ALTER TABLE public.payout_moves ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.payout_moves_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.payout_run_steps (
    id bigint NOT NULL,
    txid xid8 DEFAULT pg_current_xact_id() NOT NULL,
    run_id bigint NOT NULL,
    step text NOT NULL,
    proposal_id bigint,
    at timestamp with time zone NOT NULL,
    CONSTRAINT payout_run_steps_check CHECK (((step = 'approved'::text) = (proposal_id IS NOT NULL))),
    CONSTRAINT payout_run_steps_step_check CHECK ((step = ANY (ARRAY['approved'::text, 'sent'::text, 'handed'::text, 'dropped'::text])))
);
ALTER TABLE public.payout_run_steps ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.payout_run_steps_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.payout_runs (
    id bigint NOT NULL,
    txid xid8 DEFAULT pg_current_xact_id() NOT NULL,
    programme_id bigint NOT NULL,
    ref text NOT NULL,
    pays_on date NOT NULL,
    currency text NOT NULL,
    channel text NOT NULL,
    drafted_by bigint NOT NULL,
    drafted_at timestamp with time zone NOT NULL,
    CONSTRAINT payout_runs_channel_check CHECK ((channel = ANY (ARRAY['bank'::text, 'stripe'::text]))),
    CONSTRAINT payout_runs_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text)),
    CONSTRAINT payout_runs_ref_check CHECK ((ref ~ '^[0-9A-HJKMNP-TV-Z]{26}$'::text))
);
ALTER TABLE public.payout_runs ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.payout_runs_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.pin_tries (
    code_id bigint NOT NULL,
    tries integer NOT NULL,
    locked_until timestamp with time zone,
    CONSTRAINT pin_tries_check CHECK (((tries = 5) = (locked_until IS NOT NULL))),
    CONSTRAINT pin_tries_tries_check CHECK (((tries >= 1) AND (tries <= 5)))
);
CREATE TABLE public.point_corrections (
    id bigint NOT NULL,
    txid xid8 DEFAULT pg_current_xact_id() NOT NULL,
    programme_id bigint NOT NULL,
    member_id bigint NOT NULL,
    ref text NOT NULL,
    kind text NOT NULL,
    amount bigint NOT NULL,
    expires_on date,
    reason text NOT NULL,
    note text NOT NULL,
    case_id bigint,
    paper_id bigint,
    bank_card_id bigint,
    day date NOT NULL,
    asked_by bigint NOT NULL,
    proposal_id bigint,
    at timestamp with time zone NOT NULL,
    CONSTRAINT point_corrections_amount_check CHECK (((amount > 0) AND (amount <= 1000000000))),
    CONSTRAINT point_corrections_check CHECK (((expires_on IS NULL) OR (kind <> 'debit'::text))),
    CONSTRAINT point_corrections_check1 CHECK (((kind = 'goodwill'::text) = (reason = 'goodwill'::text))),
    CONSTRAINT point_corrections_check2 CHECK (((reason = 'bank_card'::text) OR (bank_card_id IS NULL))),
    CONSTRAINT point_corrections_check3 CHECK (((kind = 'goodwill'::text) OR (case_id IS NOT NULL) OR (paper_id IS NOT NULL))),
    CONSTRAINT point_corrections_kind_check CHECK ((kind = ANY (ARRAY['credit'::text, 'debit'::text, 'goodwill'::text]))),
    CONSTRAINT point_corrections_note_check CHECK (((length(note) >= 1) AND (length(note) <= 1000))),
    CONSTRAINT point_corrections_reason_check CHECK ((reason = ANY (ARRAY['missing'::text, 'fault'::text, 'promised'::text, 'twice'::text, 'anothers'::text, 'bank_card'::text, 'other'::text, 'goodwill'::text]))),
    CONSTRAINT point_corrections_ref_check CHECK ((ref ~ '^[0-9A-HJKMNP-TV-Z]{26}$'::text))
);
ALTER TABLE public.point_corrections ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.point_corrections_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.programme_hosts (
    host text NOT NULL,
    programme_id bigint NOT NULL
);
CREATE TABLE public.programme_texts (
    id bigint NOT NULL,
    txid xid8 DEFAULT pg_current_xact_id() NOT NULL,
    programme_id bigint NOT NULL,
    kind text NOT NULL,
    language text NOT NULL,
    version integer NOT NULL,
    body text NOT NULL,
    digest bytea NOT NULL,
    published_at timestamp with time zone NOT NULL,
    CONSTRAINT programme_texts_digest_check CHECK ((length(digest) = 32)),
    CONSTRAINT programme_texts_kind_check CHECK ((kind = ANY (ARRAY['rules'::text, 'offer'::text, 'privacy'::text, 'help'::text]))),
    CONSTRAINT programme_texts_version_check CHECK ((version >= 1))
);
ALTER TABLE public.programme_texts ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.programme_texts_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.programme_tiers (
    programme_id bigint NOT NULL,
    slug text NOT NULL,
    name_ru text NOT NULL,
    name_en text NOT NULL,
    gives_ru text DEFAULT ''::text NOT NULL,
    gives_en text DEFAULT ''::text NOT NULL,
    "position" integer DEFAULT 0 NOT NULL,
    CONSTRAINT programme_tiers_name_en_check CHECK (((length(name_en) >= 1) AND (length(name_en) <= 80))),
    CONSTRAINT programme_tiers_name_ru_check CHECK (((length(name_ru) >= 1) AND (length(name_ru) <= 80))),
    CONSTRAINT programme_tiers_slug_check CHECK ((slug ~ '^[a-z0-9-]{1,32}$'::text))
);
CREATE TABLE public.programmes (
    id bigint NOT NULL,
    slug text NOT NULL,
    name_ru text NOT NULL,
    name_en text NOT NULL,
    unit_one_ru text NOT NULL,
    unit_few_ru text NOT NULL,
    unit_many_ru text NOT NULL,
    unit_one_en text NOT NULL,
    unit_many_en text NOT NULL,
    decimals smallint NOT NULL,
    time_zone text NOT NULL,
    languages text[] NOT NULL,
    currency text NOT NULL,
    city_slug text,
    expiry_months integer,
    expiry_end text DEFAULT 'day'::text NOT NULL,
    grace_days integer DEFAULT 30 NOT NULL,
    reveal_limit bigint NOT NULL,
    correction_person_day bigint DEFAULT 20000 NOT NULL,
    correction_day bigint DEFAULT 100000 NOT NULL,
    goodwill_day bigint DEFAULT 1000 NOT NULL,
    issued_person_day integer DEFAULT 20 NOT NULL,
    issued_partner_day integer DEFAULT 200 NOT NULL,
    issued_day integer DEFAULT 500 NOT NULL,
    issued_value_day bigint DEFAULT 10000000 NOT NULL,
    topup_price bigint,
    topup_least bigint DEFAULT 0 NOT NULL,
    topup_most bigint DEFAULT 0 NOT NULL,
    topup_day bigint DEFAULT 0 NOT NULL,
    fresh_days integer DEFAULT 0 NOT NULL,
    mail_from text NOT NULL,
    look jsonb DEFAULT '{}'::jsonb NOT NULL,
    logo_svg text DEFAULT ''::text NOT NULL,
    training_of bigint,
    undo_minutes integer DEFAULT 60 NOT NULL,
    partner_commission_bp integer,
    partner_payout_day integer,
    CONSTRAINT programmes_check CHECK ((topup_least <= topup_most)),
    CONSTRAINT programmes_check1 CHECK ((topup_most <= topup_day)),
    CONSTRAINT programmes_check2 CHECK (((topup_price IS NULL) OR (topup_least > 0))),
    CONSTRAINT programmes_correction_day_check CHECK ((correction_day >= 0)),
    CONSTRAINT programmes_correction_person_day_check CHECK ((correction_person_day >= 0)),
    CONSTRAINT programmes_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text)),
    CONSTRAINT programmes_decimals_check CHECK (((decimals >= 0) AND (decimals <= 2))),
    CONSTRAINT programmes_expiry_end_check CHECK ((expiry_end = ANY (ARRAY['day'::text, 'month'::text, 'half_year'::text, 'year'::text]))),
    CONSTRAINT programmes_expiry_months_check CHECK (((expiry_months >= 1) AND (expiry_months <= 120))),
    CONSTRAINT programmes_fresh_days_check CHECK (((fresh_days >= 0) AND (fresh_days <= 365))),
    CONSTRAINT programmes_goodwill_day_check CHECK ((goodwill_day >= 0)),
    CONSTRAINT programmes_grace_days_check CHECK (((grace_days >= 1) AND (grace_days <= 365))),
    CONSTRAINT programmes_issued_day_check CHECK ((issued_day >= 0)),
    CONSTRAINT programmes_issued_partner_day_check CHECK ((issued_partner_day >= 0)),
    CONSTRAINT programmes_issued_person_day_check CHECK ((issued_person_day >= 0)),
    CONSTRAINT programmes_issued_value_day_check CHECK ((issued_value_day >= 0)),
    CONSTRAINT programmes_languages_check CHECK ((cardinality(languages) >= 1)),
    CONSTRAINT programmes_name_en_check CHECK (((length(name_en) >= 1) AND (length(name_en) <= 80))),
    CONSTRAINT programmes_name_ru_check CHECK (((length(name_ru) >= 1) AND (length(name_ru) <= 80))),
    CONSTRAINT programmes_partner_commission_bp_check CHECK (((partner_commission_bp >= 0) AND (partner_commission_bp <= 10000))),
    CONSTRAINT programmes_partner_payout_day_check CHECK (((partner_payout_day >= 1) AND (partner_payout_day <= 28))),
    CONSTRAINT programmes_reveal_limit_check CHECK ((reveal_limit >= 0)),
    CONSTRAINT programmes_slug_check CHECK ((slug ~ '^[a-z0-9-]{1,40}$'::text)),
    CONSTRAINT programmes_topup_day_check CHECK ((topup_day <= 1000000000)),
    CONSTRAINT programmes_topup_least_check CHECK ((topup_least >= 0)),
    CONSTRAINT programmes_topup_most_check CHECK ((topup_most <= 1000000000)),
    CONSTRAINT programmes_topup_price_check CHECK (((topup_price > 0) AND (topup_price <= 1000000000))),
    CONSTRAINT programmes_undo_minutes_check CHECK (((undo_minutes >= 0) AND (undo_minutes <= 1440)))
);
ALTER TABLE public.programmes ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.programmes_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.proposal_applications (
    proposal_id bigint NOT NULL,
    txid xid8 DEFAULT pg_current_xact_id() NOT NULL,
    digest bytea NOT NULL,
    applied_at timestamp with time zone NOT NULL
);
CREATE TABLE public.proposal_decisions (
    id bigint NOT NULL,
    txid xid8 DEFAULT pg_current_xact_id() NOT NULL,
    proposal_id bigint NOT NULL,
    digest bytea NOT NULL,
    outcome text NOT NULL,
    decided_by bigint NOT NULL,
    decided_at timestamp with time zone NOT NULL,
    note text DEFAULT ''::text NOT NULL,
    salt uuid DEFAULT gen_random_uuid() NOT NULL,
    forgotten bytea,
    CONSTRAINT proposal_decisions_forgotten_check CHECK ((length(forgotten) = 32)),
    CONSTRAINT proposal_decisions_note_check CHECK ((length(note) <= 2000)),
    CONSTRAINT proposal_decisions_outcome_check CHECK ((outcome = ANY (ARRAY['approved'::text, 'refused'::text, 'changes_requested'::text, 'withdrawn'::text]))),
    CONSTRAINT proposal_no_has_a_reason CHECK (((outcome = ANY (ARRAY['approved'::text, 'withdrawn'::text])) OR (note <> ''::text)))
);
ALTER TABLE public.proposal_decisions ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.proposal_decisions_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.proposal_notes (
    id bigint NOT NULL,
    proposal_id bigint NOT NULL,
    audience text NOT NULL,
    written_by bigint NOT NULL,
    written_at timestamp with time zone NOT NULL,
    body text NOT NULL,
    ref text,
    CONSTRAINT proposal_notes_audience_check CHECK ((audience = ANY (ARRAY['everyone'::text, 'approvers'::text]))),
    CONSTRAINT proposal_notes_body_check CHECK (((length(body) >= 1) AND (length(body) <= 2000))),
    CONSTRAINT proposal_notes_ref_check CHECK ((ref ~ '^[0-9A-HJKMNP-TV-Z]{26}$'::text))
);
ALTER TABLE public.proposal_notes ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.proposal_notes_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.proposal_versions (
    proposal_id bigint NOT NULL,
    txid xid8 DEFAULT pg_current_xact_id() NOT NULL,
    number integer NOT NULL,
    digest bytea NOT NULL,
    payload jsonb NOT NULL,
    base text NOT NULL,
    before jsonb NOT NULL,
    about bigint[] DEFAULT '{}'::bigint[] NOT NULL,
    approvals_needed smallint NOT NULL,
    edited_by bigint NOT NULL,
    edited_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    salt uuid DEFAULT gen_random_uuid() NOT NULL,
    forgotten bytea,
    CONSTRAINT proposal_lasts_a_day CHECK (((expires_at > edited_at) AND ((expires_at - edited_at) <= '24:00:00'::interval))),
    CONSTRAINT proposal_versions_approvals_needed_check CHECK (((approvals_needed >= 1) AND (approvals_needed <= 5))),
    CONSTRAINT proposal_versions_base_check CHECK ((length(base) <= 200)),
    CONSTRAINT proposal_versions_before_check CHECK ((jsonb_typeof(before) = 'object'::text)),
    CONSTRAINT proposal_versions_digest_check CHECK ((length(digest) = 32)),
    CONSTRAINT proposal_versions_forgotten_check CHECK ((length(forgotten) = 32)),
    CONSTRAINT proposal_versions_number_check CHECK ((number >= 1)),
    CONSTRAINT proposal_versions_payload_check CHECK ((jsonb_typeof(payload) = 'object'::text))
);
CREATE TABLE public.proposals (
    id bigint NOT NULL,
    txid xid8 DEFAULT pg_current_xact_id() NOT NULL,
    ref text NOT NULL,
    programme_id bigint NOT NULL,
    kind text NOT NULL,
    subject text NOT NULL,
    proposed_by bigint NOT NULL,
    proposed_at timestamp with time zone NOT NULL,
    why text DEFAULT ''::text NOT NULL,
    salt uuid DEFAULT gen_random_uuid() NOT NULL,
    forgotten bytea,
    CONSTRAINT proposals_forgotten_check CHECK ((length(forgotten) = 32)),
    CONSTRAINT proposals_kind_check CHECK ((kind ~ '^[a-z_]{1,40}$'::text)),
    CONSTRAINT proposals_ref_check CHECK ((ref ~ '^[0-9A-HJKMNP-TV-Z]{26}$'::text)),
    CONSTRAINT proposals_subject_check CHECK (((length(subject) >= 1) AND (length(subject) <= 200))),
    CONSTRAINT proposals_why_check CHECK ((length(why) <= 1000))
);
ALTER TABLE public.proposals ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.proposals_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.provider_events (
    id bigint NOT NULL,
    event_ref text NOT NULL,
    kind text NOT NULL,
    body bytea NOT NULL,
    received_at timestamp with time zone NOT NULL,
    repeats integer DEFAULT 0 NOT NULL,
    heard_at timestamp with time zone,
    outcome text,
    payment_id bigint,
    about text,
    CONSTRAINT provider_events_about_check CHECK ((length(about) <= 120)),
    CONSTRAINT provider_events_body_check CHECK ((length(body) <= 1048576)),
    CONSTRAINT provider_events_check CHECK (((heard_at IS NULL) = (outcome IS NULL))),
    CONSTRAINT provider_events_event_ref_check CHECK (((length(event_ref) >= 4) AND (length(event_ref) <= 120))),
    CONSTRAINT provider_events_kind_check CHECK (((length(kind) >= 1) AND (length(kind) <= 80))),
    CONSTRAINT provider_events_outcome_check CHECK ((outcome = ANY (ARRAY['done'::text, 'ignored'::text, 'foreign'::text, 'waiting'::text, 'refused'::text])))
);
ALTER TABLE public.provider_events ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.provider_events_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.publication_runs (
    publication_id bigint NOT NULL,
    txid xid8 DEFAULT pg_current_xact_id() NOT NULL,
    run_id bigint NOT NULL
);
CREATE TABLE public.publication_undos (
    publication_id bigint NOT NULL,
    txid xid8 DEFAULT pg_current_xact_id() NOT NULL,
    undone_by bigint NOT NULL,
    side text NOT NULL,
    minutes integer NOT NULL,
    actor text NOT NULL,
    at timestamp with time zone NOT NULL,
    CONSTRAINT publication_undos_check CHECK ((undone_by > publication_id)),
    CONSTRAINT publication_undos_minutes_check CHECK ((minutes > 0)),
    CONSTRAINT publication_undos_side_check CHECK ((side = ANY (ARRAY['partner'::text, 'programme'::text])))
);
CREATE UNLOGGED TABLE public.pulses (
    name text NOT NULL,
    at timestamp with time zone NOT NULL,
    CONSTRAINT pulses_name_check CHECK (((length(name) >= 1) AND (length(name) <= 64)))
)
WITH (fillfactor='50');
CREATE TABLE public.rebindings (
    id bigint NOT NULL,
    txid xid8 DEFAULT pg_current_xact_id() NOT NULL,
    programme_id bigint NOT NULL,
    old_card_id bigint NOT NULL,
    new_card_id bigint NOT NULL,
    note text NOT NULL,
    asked_by bigint NOT NULL,
    proposal_id bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    salt uuid DEFAULT gen_random_uuid() NOT NULL,
    forgotten bytea,
    CONSTRAINT rebindings_forgotten_check CHECK ((length(forgotten) = 32)),
    CONSTRAINT rebindings_note_check CHECK ((length(note) <= 1000))
);
ALTER TABLE public.rebindings ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.rebindings_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
ALTER TABLE public.redemptions ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.redemptions_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.refund_parts (
    id bigint NOT NULL,
    txid xid8 DEFAULT pg_current_xact_id() NOT NULL,
    refund_id bigint NOT NULL,
    purchase_id bigint NOT NULL,
    amount bigint NOT NULL,
    points bigint NOT NULL,
    late boolean NOT NULL,
    CONSTRAINT refund_part_gives CHECK ((late OR ((amount > 0) AND (points >= 0)))),
    CONSTRAINT refund_part_moves CHECK (((amount <> 0) OR (points <> 0)))
);
ALTER TABLE public.refund_parts ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.refund_parts_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.reissues (
    id bigint NOT NULL,
    txid xid8 DEFAULT pg_current_xact_id() NOT NULL,
    programme_id bigint NOT NULL,
    old_card_id bigint NOT NULL,
    new_card_id bigint NOT NULL,
    reason text NOT NULL,
    identified text[] NOT NULL,
    risk smallint NOT NULL,
    note text NOT NULL,
    asked_by bigint NOT NULL,
    proposal_id bigint,
    at timestamp with time zone NOT NULL,
    salt uuid DEFAULT gen_random_uuid() NOT NULL,
    forgotten bytea,
    CONSTRAINT reissues_forgotten_check CHECK ((length(forgotten) = 32)),
    CONSTRAINT reissues_identified_check CHECK (((identified <@ ARRAY['number'::text, 'phone'::text, 'email'::text, 'order'::text, 'card'::text, 'in_person'::text]) AND (cardinality(identified) >= 2))),
    CONSTRAINT reissues_note_check CHECK ((length(note) <= 1000)),
    CONSTRAINT reissues_reason_check CHECK ((reason = ANY (ARRAY['refused'::text, 'lost'::text, 'exposed'::text, 'damaged'::text]))),
    CONSTRAINT reissues_risk_check CHECK (((risk >= 0) AND (risk <= 100)))
);
ALTER TABLE public.reissues ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.reissues_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
ALTER TABLE public.reversals ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.reversals_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.run_changes (
    run_id bigint NOT NULL,
    number integer NOT NULL,
    name text NOT NULL,
    title_ru text NOT NULL,
    title_en text NOT NULL,
    at_row integer,
    topic text NOT NULL,
    meaning text NOT NULL,
    percent bigint,
    field text NOT NULL,
    was text NOT NULL,
    will text NOT NULL,
    CONSTRAINT run_changes_field_check CHECK ((length(field) <= 200)),
    CONSTRAINT run_changes_meaning_check CHECK ((meaning ~ '^[a-z_]{1,40}$'::text)),
    CONSTRAINT run_changes_name_check CHECK ((length(name) <= 200)),
    CONSTRAINT run_changes_number_check CHECK ((number > 0)),
    CONSTRAINT run_changes_percent_check CHECK ((percent >= 0)),
    CONSTRAINT run_changes_title_en_check CHECK ((length(title_en) <= 200)),
    CONSTRAINT run_changes_title_ru_check CHECK ((length(title_ru) <= 200)),
    CONSTRAINT run_changes_topic_check CHECK ((topic = ANY (ARRAY['new'::text, 'price'::text, 'values'::text, 'cities'::text, 'texts'::text, 'withdrawn'::text, 'other'::text]))),
    CONSTRAINT run_changes_was_check CHECK ((length(was) <= 8000)),
    CONSTRAINT run_changes_will_check CHECK ((length(will) <= 8000))
);
CREATE TABLE public.run_comment_resolutions (
    comment_id bigint NOT NULL,
    resolved_by bigint NOT NULL,
    resolved_at timestamp with time zone NOT NULL
);
CREATE TABLE public.run_comments (
    id bigint NOT NULL,
    run_id bigint NOT NULL,
    about text NOT NULL,
    answers bigint,
    written_by bigint NOT NULL,
    of_partner boolean NOT NULL,
    written_at timestamp with time zone NOT NULL,
    body text NOT NULL,
    ref text,
    CONSTRAINT run_comments_about_check CHECK (((length(about) >= 1) AND (length(about) <= 200))),
    CONSTRAINT run_comments_body_check CHECK (((length(body) >= 1) AND (length(body) <= 2000))),
    CONSTRAINT run_comments_ref_check CHECK ((ref ~ '^[0-9A-HJKMNP-TV-Z]{26}$'::text))
);
ALTER TABLE public.run_comments ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.run_comments_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.run_errors (
    id bigint NOT NULL,
    run_id bigint NOT NULL,
    at_row integer,
    in_column text NOT NULL,
    reason text NOT NULL,
    facts jsonb NOT NULL,
    value text NOT NULL,
    CONSTRAINT run_errors_value_check CHECK ((length(value) <= 60))
);
ALTER TABLE public.run_errors ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.run_errors_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.run_events (
    id bigint NOT NULL,
    run_id bigint NOT NULL,
    what text NOT NULL,
    at timestamp with time zone NOT NULL,
    actor text NOT NULL,
    facts jsonb NOT NULL,
    CONSTRAINT run_events_what_check CHECK ((what = ANY (ARRAY['kept'::text, 'checking'::text, 'checked'::text, 'proposed'::text, 'approved'::text, 'started'::text, 'stopped'::text, 'continued'::text, 'applied'::text, 'failed'::text, 'discarded'::text, 'rechecked'::text])))
);
ALTER TABLE public.run_events ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.run_events_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.run_files (
    run_id bigint NOT NULL,
    part integer NOT NULL,
    ciphertext bytea NOT NULL,
    CONSTRAINT run_files_part_check CHECK ((part >= 0))
);
ALTER TABLE ONLY public.run_files ALTER COLUMN ciphertext SET STORAGE EXTERNAL;
CREATE TABLE public.runs (
    id bigint NOT NULL,
    programme_id bigint NOT NULL,
    partner_id bigint,
    ref text NOT NULL,
    kind text NOT NULL,
    options jsonb NOT NULL,
    not_before timestamp with time zone,
    file_name text NOT NULL,
    file_size bigint NOT NULL,
    file_digest bytea NOT NULL,
    kept_at timestamp with time zone NOT NULL,
    actor text NOT NULL,
    state text DEFAULT 'kept'::text NOT NULL,
    total integer DEFAULT 0 NOT NULL,
    to_apply integer DEFAULT 0 NOT NULL,
    size integer DEFAULT 0 NOT NULL,
    skipped integer DEFAULT 0 NOT NULL,
    wrong integer DEFAULT 0 NOT NULL,
    wrong_rows integer DEFAULT 0 NOT NULL,
    preview jsonb DEFAULT '{}'::jsonb NOT NULL,
    read_rows integer DEFAULT 0 NOT NULL,
    reached integer DEFAULT 0 NOT NULL,
    applied integer DEFAULT 0 NOT NULL,
    continues bigint,
    CONSTRAINT runs_applied_check CHECK ((applied >= 0)),
    CONSTRAINT runs_check CHECK (((wrong_rows >= 0) AND (wrong_rows <= wrong))),
    CONSTRAINT runs_check1 CHECK (((reached >= 0) AND (reached <= total))),
    CONSTRAINT runs_file_digest_check CHECK ((length(file_digest) = 32)),
    CONSTRAINT runs_file_name_check CHECK (((length(file_name) >= 1) AND (length(file_name) <= 200))),
    CONSTRAINT runs_file_size_check CHECK ((file_size > 0)),
    CONSTRAINT runs_kind_check CHECK ((kind ~ '^[a-z_]{1,40}$'::text)),
    CONSTRAINT runs_read_rows_check CHECK ((read_rows >= 0)),
    CONSTRAINT runs_ref_check CHECK (((length(ref) >= 1) AND (length(ref) <= 64))),
    CONSTRAINT runs_size_check CHECK ((size >= 0)),
    CONSTRAINT runs_skipped_check CHECK ((skipped >= 0)),
    CONSTRAINT runs_state_check CHECK ((state = ANY (ARRAY['kept'::text, 'checking'::text, 'checked'::text, 'awaiting_approval'::text, 'applying'::text, 'stopped'::text, 'applied'::text, 'failed'::text, 'discarded'::text]))),
    CONSTRAINT runs_to_apply_check CHECK ((to_apply >= 0)),
    CONSTRAINT runs_total_check CHECK ((total >= 0)),
    CONSTRAINT runs_wrong_check CHECK ((wrong >= 0))
);
ALTER TABLE public.runs ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.runs_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.seals (
    id bigint NOT NULL,
    book text NOT NULL,
    since xid8 NOT NULL,
    upto xid8 NOT NULL,
    row_count bigint NOT NULL,
    previous bytea NOT NULL,
    digest bytea NOT NULL,
    sealed_at timestamp with time zone NOT NULL,
    CONSTRAINT seals_book_check CHECK ((book = ANY (ARRAY['ledger'::text, 'audit'::text, 'trade'::text, 'rights'::text]))),
    CONSTRAINT seals_check CHECK ((since < upto)),
    CONSTRAINT seals_row_count_check CHECK ((row_count >= 0))
);
ALTER TABLE public.seals ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.seals_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.search_words (
    programme_id bigint NOT NULL,
    word text NOT NULL,
    joined boolean NOT NULL
);
CREATE TABLE public.service_desks (
    programme_id bigint NOT NULL,
    mailbox text NOT NULL,
    country text NOT NULL,
    opens smallint NOT NULL,
    closes smallint NOT NULL,
    weekdays smallint[] NOT NULL,
    CONSTRAINT service_desks_check CHECK (((closes - opens) >= 60)),
    CONSTRAINT service_desks_closes_check CHECK ((closes <= 1440)),
    CONSTRAINT service_desks_country_check CHECK ((country ~ '^[A-Z]{2}$'::text)),
    CONSTRAINT service_desks_mailbox_check CHECK ((length(mailbox) <= 200)),
    CONSTRAINT service_desks_opens_check CHECK ((opens >= 0)),
    CONSTRAINT service_desks_weekdays_check CHECK ((weekdays <@ ARRAY[(1)::smallint, (2)::smallint, (3)::smallint, (4)::smallint, (5)::smallint, (6)::smallint, (7)::smallint])),
    CONSTRAINT service_desks_weekdays_check1 CHECK ((cardinality(weekdays) >= 1))
);
CREATE TABLE public.service_times (
    programme_id bigint NOT NULL,
    category text NOT NULL,
    priority text NOT NULL,
    first_minutes integer NOT NULL,
    solve_minutes integer NOT NULL,
    CONSTRAINT service_times_check CHECK ((solve_minutes >= first_minutes)),
    CONSTRAINT service_times_first_minutes_check CHECK ((first_minutes >= 1)),
    CONSTRAINT service_times_solve_minutes_check CHECK ((solve_minutes <= 100000))
);
CREATE TABLE public.settlement_adjustments (
    id bigint NOT NULL,
    txid xid8 DEFAULT pg_current_xact_id() NOT NULL,
    partner_id bigint NOT NULL,
    ref text NOT NULL,
    amount bigint NOT NULL,
    why text NOT NULL,
    made_by bigint NOT NULL,
    proposal_id bigint,
    at timestamp with time zone NOT NULL,
    CONSTRAINT settlement_adjustments_amount_check CHECK ((amount <> 0)),
    CONSTRAINT settlement_adjustments_ref_check CHECK (((length(ref) >= 8) AND (length(ref) <= 64))),
    CONSTRAINT settlement_adjustments_why_check CHECK (((length(why) >= 1) AND (length(why) <= 1000)))
);
ALTER TABLE public.settlement_adjustments ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.settlement_adjustments_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
ALTER TABLE public.settlement_rates ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.settlement_rates_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.shop_closures (
    id bigint NOT NULL,
    shop_id bigint NOT NULL,
    from_on date NOT NULL,
    until_on date,
    why_ru text DEFAULT ''::text NOT NULL,
    why_en text DEFAULT ''::text NOT NULL,
    lifted_at timestamp with time zone,
    CONSTRAINT shop_closures_check CHECK ((until_on >= from_on)),
    CONSTRAINT shop_closures_why_en_check CHECK ((length(why_en) <= 200)),
    CONSTRAINT shop_closures_why_ru_check CHECK ((length(why_ru) <= 200))
);
ALTER TABLE public.shop_closures ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.shop_closures_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.shops (
    id bigint NOT NULL,
    brand_id bigint NOT NULL,
    city_slug text NOT NULL,
    name_ru text NOT NULL,
    name_en text NOT NULL,
    address_ru text NOT NULL,
    address_en text NOT NULL,
    CONSTRAINT shops_address_en_check CHECK (((length(address_en) >= 1) AND (length(address_en) <= 200))),
    CONSTRAINT shops_address_ru_check CHECK (((length(address_ru) >= 1) AND (length(address_ru) <= 200))),
    CONSTRAINT shops_name_en_check CHECK (((length(name_en) >= 1) AND (length(name_en) <= 200))),
    CONSTRAINT shops_name_ru_check CHECK (((length(name_ru) >= 1) AND (length(name_ru) <= 200)))
);
ALTER TABLE public.shops ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.shops_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.sign_in_seals (
    id bigint NOT NULL,
    txid xid8 DEFAULT pg_current_xact_id() NOT NULL,
    user_id bigint NOT NULL,
    number integer NOT NULL,
    state bytea NOT NULL,
    authenticator bytea,
    seal bytea NOT NULL,
    at timestamp with time zone NOT NULL,
    CONSTRAINT sign_in_seals_authenticator_check CHECK ((length(authenticator) = 32)),
    CONSTRAINT sign_in_seals_number_check CHECK ((number > 0)),
    CONSTRAINT sign_in_seals_seal_check CHECK ((length(seal) = 32)),
    CONSTRAINT sign_in_seals_state_check CHECK ((length(state) = 32))
);
ALTER TABLE public.sign_in_seals ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.sign_in_seals_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.sign_in_traces (
    id bigint NOT NULL,
    user_id bigint NOT NULL,
    device bytea NOT NULL,
    network bytea NOT NULL,
    at timestamp with time zone NOT NULL,
    CONSTRAINT sign_in_traces_device_check CHECK ((length(device) = 32)),
    CONSTRAINT sign_in_traces_network_check CHECK ((length(network) = 32))
);
ALTER TABLE public.sign_in_traces ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.sign_in_traces_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.staff_reveals (
    user_id bigint NOT NULL,
    day date NOT NULL,
    used integer NOT NULL,
    CONSTRAINT staff_reveals_used_check CHECK (((used >= 1) AND (used <= 20)))
);
CREATE TABLE public.statement_dispute_ends (
    dispute_id bigint NOT NULL,
    txid xid8 DEFAULT pg_current_xact_id() NOT NULL,
    outcome text NOT NULL,
    user_id bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    adjustment_id bigint,
    CONSTRAINT statement_dispute_ends_check CHECK (((outcome = 'upheld'::text) = (adjustment_id IS NOT NULL))),
    CONSTRAINT statement_dispute_ends_outcome_check CHECK ((outcome = ANY (ARRAY['upheld'::text, 'rejected'::text, 'withdrawn'::text])))
);
CREATE TABLE public.statement_dispute_file_parts (
    file_id bigint NOT NULL,
    part integer NOT NULL,
    ciphertext bytea NOT NULL,
    CONSTRAINT statement_dispute_file_parts_part_check CHECK ((part >= 0))
);
ALTER TABLE ONLY public.statement_dispute_file_parts ALTER COLUMN ciphertext SET STORAGE EXTERNAL;
CREATE TABLE public.statement_dispute_files (
    id bigint NOT NULL,
    txid xid8 DEFAULT pg_current_xact_id() NOT NULL,
    dispute_id bigint NOT NULL,
    remark_id bigint NOT NULL,
    name text NOT NULL,
    kind text NOT NULL,
    size integer NOT NULL,
    digest bytea NOT NULL,
    at timestamp with time zone NOT NULL,
    CONSTRAINT statement_dispute_files_digest_check CHECK ((length(digest) = 32)),
    CONSTRAINT statement_dispute_files_kind_check CHECK ((kind = ANY (ARRAY['pdf'::text, 'jpeg'::text, 'png'::text]))),
    CONSTRAINT statement_dispute_files_name_check CHECK (((length(name) >= 1) AND (length(name) <= 200))),
    CONSTRAINT statement_dispute_files_size_check CHECK ((size > 0))
);
ALTER TABLE public.statement_dispute_files ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.statement_dispute_files_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.statement_dispute_remarks (
    id bigint NOT NULL,
    txid xid8 DEFAULT pg_current_xact_id() NOT NULL,
    dispute_id bigint NOT NULL,
    side text NOT NULL,
    user_id bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    body text NOT NULL,
    ref text,
    CONSTRAINT statement_dispute_remarks_body_check CHECK (((length(body) >= 1) AND (length(body) <= 2000))),
    CONSTRAINT statement_dispute_remarks_ref_check CHECK ((ref ~ '^[0-9A-HJKMNP-TV-Z]{26}$'::text)),
    CONSTRAINT statement_dispute_remarks_side_check CHECK ((side = ANY (ARRAY['programme'::text, 'partner'::text])))
);
ALTER TABLE public.statement_dispute_remarks ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.statement_dispute_remarks_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.statement_disputes (
    id bigint NOT NULL,
    txid xid8 DEFAULT pg_current_xact_id() NOT NULL,
    statement_id bigint NOT NULL,
    "position" integer NOT NULL,
    claimed bigint NOT NULL,
    reason text NOT NULL,
    raised_by bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    CONSTRAINT statement_disputes_reason_check CHECK ((reason = ANY (ARRAY['amount'::text, 'duplicate'::text, 'not_ours'::text, 'missing'::text, 'terms'::text, 'other'::text])))
);
ALTER TABLE public.statement_disputes ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.statement_disputes_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.statement_parties (
    id bigint NOT NULL,
    txid xid8 DEFAULT pg_current_xact_id() NOT NULL,
    statement_id bigint NOT NULL,
    side text NOT NULL,
    name_ru text NOT NULL,
    name_en text NOT NULL,
    legal_name text NOT NULL,
    account_id bigint,
    CONSTRAINT statement_parties_legal_name_check CHECK ((length(legal_name) <= 200)),
    CONSTRAINT statement_parties_name_en_check CHECK (((length(name_en) >= 1) AND (length(name_en) <= 120))),
    CONSTRAINT statement_parties_name_ru_check CHECK (((length(name_ru) >= 1) AND (length(name_ru) <= 120))),
    CONSTRAINT statement_parties_side_check CHECK ((side = ANY (ARRAY['programme'::text, 'partner'::text])))
);
ALTER TABLE public.statement_parties ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.statement_parties_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.statement_steps (
    id bigint NOT NULL,
    txid xid8 DEFAULT pg_current_xact_id() NOT NULL,
    statement_id bigint NOT NULL,
    step text NOT NULL,
    user_id bigint,
    at timestamp with time zone NOT NULL,
    CONSTRAINT statement_steps_step_check CHECK ((step = ANY (ARRAY['sent'::text, 'accepted'::text])))
);
ALTER TABLE public.statement_steps ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.statement_steps_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.statement_totals (
    statement_id bigint NOT NULL,
    kind text NOT NULL,
    lines integer NOT NULL,
    gross bigint NOT NULL,
    due bigint NOT NULL,
    commission bigint NOT NULL,
    commission_vat bigint NOT NULL,
    goods_vat bigint NOT NULL,
    net bigint NOT NULL,
    CONSTRAINT statement_totals_check CHECK ((net = ((due - commission) - commission_vat))),
    CONSTRAINT statement_totals_lines_check CHECK ((lines > 0))
);
ALTER TABLE public.statements ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.statements_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.stock_lows (
    id bigint NOT NULL,
    denomination_id bigint NOT NULL,
    codes integer NOT NULL,
    sold_out_on date,
    at timestamp with time zone NOT NULL,
    over_at timestamp with time zone,
    CONSTRAINT stock_lows_check CHECK ((over_at >= at)),
    CONSTRAINT stock_lows_codes_check CHECK ((codes >= 0))
);
ALTER TABLE public.stock_lows ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.stock_lows_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.stock_quarantines (
    id bigint NOT NULL,
    txid xid8 DEFAULT pg_current_xact_id() NOT NULL,
    why text NOT NULL,
    at timestamp with time zone NOT NULL,
    CONSTRAINT stock_quarantines_why_check CHECK ((why = ANY (ARRAY['journal'::text, 'seals'::text])))
);
ALTER TABLE public.stock_quarantines ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.stock_quarantines_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.stock_reconciliations (
    quarantine_id bigint NOT NULL,
    txid xid8 DEFAULT pg_current_xact_id() NOT NULL,
    why text NOT NULL,
    lines bigint NOT NULL,
    withdrawn bigint NOT NULL,
    unloaded bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    CONSTRAINT stock_reconciliations_lines_check CHECK ((lines >= 0)),
    CONSTRAINT stock_reconciliations_unloaded_check CHECK ((unloaded >= 0)),
    CONSTRAINT stock_reconciliations_why_check CHECK (((length(why) >= 1) AND (length(why) <= 1000))),
    CONSTRAINT stock_reconciliations_withdrawn_check CHECK ((withdrawn >= 0))
);
CREATE TABLE public.stock_thresholds (
    denomination_id bigint NOT NULL,
    codes integer NOT NULL,
    at timestamp with time zone NOT NULL,
    CONSTRAINT stock_thresholds_codes_check CHECK (((codes >= 0) AND (codes <= 1000000)))
);
CREATE TABLE public.supplier_breaks (
    id bigint NOT NULL,
    connection_id bigint NOT NULL,
    since timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    CONSTRAINT supplier_breaks_check CHECK ((ended_at >= since))
);
ALTER TABLE public.supplier_breaks ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.supplier_breaks_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.supplier_calls (
    id bigint NOT NULL,
    purchase_id bigint NOT NULL,
    what text NOT NULL,
    began_at timestamp with time zone NOT NULL,
    answered_at timestamp with time zone,
    outcome text,
    status integer,
    note text DEFAULT ''::text NOT NULL,
    CONSTRAINT supplier_calls_check CHECK (((answered_at IS NULL) = (outcome IS NULL))),
    CONSTRAINT supplier_calls_note_check CHECK ((length(note) <= 200)),
    CONSTRAINT supplier_calls_outcome_check CHECK ((outcome ~ '^[a-z_]{3,20}$'::text)),
    CONSTRAINT supplier_calls_what_check CHECK ((what = ANY (ARRAY['order'::text, 'find'::text, 'collect'::text])))
);
ALTER TABLE public.supplier_calls ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.supplier_calls_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.supplier_connections (
    id bigint NOT NULL,
    programme_id bigint NOT NULL,
    source text NOT NULL,
    adapter text NOT NULL,
    name text NOT NULL,
    base_url text NOT NULL,
    auth_url text NOT NULL,
    client_id text NOT NULL,
    secret bytea NOT NULL,
    created_at timestamp with time zone NOT NULL,
    quiet_until timestamp with time zone,
    closed_at timestamp with time zone,
    CONSTRAINT supplier_connections_adapter_check CHECK ((adapter = 'reloadly'::text)),
    CONSTRAINT supplier_connections_auth_url_check CHECK (((length(auth_url) >= 8) AND (length(auth_url) <= 300))),
    CONSTRAINT supplier_connections_base_url_check CHECK (((length(base_url) >= 8) AND (length(base_url) <= 300))),
    CONSTRAINT supplier_connections_client_id_check CHECK (((length(client_id) >= 1) AND (length(client_id) <= 200))),
    CONSTRAINT supplier_connections_name_check CHECK (((length(name) >= 1) AND (length(name) <= 120))),
    CONSTRAINT supplier_connections_source_check CHECK ((source ~ '^[a-z0-9-]{1,40}$'::text))
);
ALTER TABLE public.supplier_connections ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.supplier_connections_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.supplier_ends (
    purchase_id bigint NOT NULL,
    txid xid8 DEFAULT pg_current_xact_id() NOT NULL,
    at timestamp with time zone NOT NULL,
    how text NOT NULL,
    why text DEFAULT ''::text NOT NULL,
    CONSTRAINT supplier_ends_how_check CHECK ((how = ANY (ARRAY['obtained'::text, 'not_sold'::text, 'written_off'::text]))),
    CONSTRAINT supplier_ends_why_check CHECK ((length(why) <= 1000))
);
CREATE TABLE public.supplier_purchases (
    id bigint NOT NULL,
    txid xid8 DEFAULT pg_current_xact_id() NOT NULL,
    connection_id bigint NOT NULL,
    order_id bigint NOT NULL,
    attempt integer NOT NULL,
    ref text NOT NULL,
    product text NOT NULL,
    value bigint NOT NULL,
    currency text NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    CONSTRAINT supplier_purchases_attempt_check CHECK (((attempt >= 1) AND (attempt <= 20))),
    CONSTRAINT supplier_purchases_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text)),
    CONSTRAINT supplier_purchases_product_check CHECK (((length(product) >= 1) AND (length(product) <= 128))),
    CONSTRAINT supplier_purchases_ref_check CHECK (((length(ref) >= 8) AND (length(ref) <= 64))),
    CONSTRAINT supplier_purchases_value_check CHECK ((value > 0))
);
ALTER TABLE public.supplier_purchases ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.supplier_purchases_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.supplier_receipts (
    purchase_id bigint NOT NULL,
    txid xid8 DEFAULT pg_current_xact_id() NOT NULL,
    connection_id bigint NOT NULL,
    supplier_ref text NOT NULL,
    at timestamp with time zone NOT NULL,
    known_by text NOT NULL,
    CONSTRAINT supplier_receipts_known_by_check CHECK ((known_by = ANY (ARRAY['answer'::text, 'ref'::text, 'dates'::text, 'person'::text]))),
    CONSTRAINT supplier_receipts_supplier_ref_check CHECK (((length(supplier_ref) >= 1) AND (length(supplier_ref) <= 64)))
);
CREATE TABLE public.supplier_troubles (
    purchase_id bigint NOT NULL,
    since timestamp with time zone NOT NULL,
    kind text NOT NULL,
    CONSTRAINT supplier_troubles_kind_check CHECK ((kind = ANY (ARRAY['unknown'::text, 'no_code'::text, 'malformed'::text, 'duplicate'::text, 'wrong_value'::text])))
);
CREATE TABLE public.terminal_keys (
    id bigint NOT NULL,
    txid xid8 DEFAULT pg_current_xact_id() NOT NULL,
    terminal_id bigint NOT NULL,
    key_prefix text NOT NULL,
    key_digest bytea NOT NULL,
    created_at timestamp with time zone NOT NULL,
    revoked_at timestamp with time zone,
    CONSTRAINT terminal_keys_key_digest_check CHECK ((length(key_digest) = 32))
);
ALTER TABLE public.terminal_keys ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.terminal_keys_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.terminals (
    id bigint NOT NULL,
    txid xid8 DEFAULT pg_current_xact_id() NOT NULL,
    partner_id bigint NOT NULL,
    shop_id bigint,
    name text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    closed_at timestamp with time zone,
    CONSTRAINT terminals_name_check CHECK (((length(name) >= 1) AND (length(name) <= 80)))
);
ALTER TABLE public.terminals ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.terminals_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE UNLOGGED TABLE public.throttle (
    key text NOT NULL,
    starts_at timestamp with time zone NOT NULL,
    hits integer NOT NULL
)
WITH (fillfactor='50');
CREATE TABLE public.till_alarm_answers (
    alarm_id bigint NOT NULL,
    desk text NOT NULL,
    note text NOT NULL,
    at timestamp with time zone NOT NULL,
    actor text NOT NULL,
    CONSTRAINT till_alarm_answers_desk_check CHECK ((desk = ANY (ARRAY['partner'::text, 'programme'::text]))),
    CONSTRAINT till_alarm_answers_note_check CHECK (((length(note) >= 1) AND (length(note) <= 1000)))
);
CREATE TABLE public.till_alarms (
    id bigint NOT NULL,
    partner_id bigint NOT NULL,
    terminal_id bigint NOT NULL,
    user_id bigint,
    kind text NOT NULL,
    batch_id bigint,
    refusal text DEFAULT ''::text NOT NULL,
    hour timestamp with time zone NOT NULL,
    at timestamp with time zone NOT NULL,
    CONSTRAINT till_alarms_check CHECK (((kind = 'canary'::text) = (batch_id IS NOT NULL))),
    CONSTRAINT till_alarms_kind_check CHECK ((kind = ANY (ARRAY['guessing'::text, 'canary'::text, 'reversing'::text]))),
    CONSTRAINT till_alarms_refusal_check CHECK ((refusal ~ '^([0-9A-HJKMNP-TV-Z]{8})?$'::text))
);
ALTER TABLE public.till_alarms ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.till_alarms_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.till_clearings (
    redemption_id bigint NOT NULL,
    why text NOT NULL,
    proposal_id bigint,
    at timestamp with time zone NOT NULL,
    CONSTRAINT till_clearings_why_check CHECK (((length(why) >= 1) AND (length(why) <= 400)))
);
CREATE TABLE public.till_columns (
    id bigint NOT NULL,
    partner_id bigint NOT NULL,
    columns jsonb NOT NULL,
    at timestamp with time zone NOT NULL
);
ALTER TABLE public.till_columns ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.till_columns_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.till_exports (
    id bigint NOT NULL,
    partner_id bigint NOT NULL,
    file_digest bytea NOT NULL,
    file_name text NOT NULL,
    from_at timestamp with time zone NOT NULL,
    to_at timestamp with time zone NOT NULL,
    lines integer NOT NULL,
    taken_at timestamp with time zone NOT NULL,
    CONSTRAINT till_exports_check CHECK ((to_at >= from_at)),
    CONSTRAINT till_exports_file_name_check CHECK ((length(file_name) <= 200)),
    CONSTRAINT till_exports_lines_check CHECK ((lines > 0))
);
ALTER TABLE public.till_exports ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.till_exports_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.till_line_ends (
    line_id bigint NOT NULL,
    how text NOT NULL,
    of_id bigint,
    why text NOT NULL,
    at timestamp with time zone NOT NULL,
    CONSTRAINT till_line_ends_check CHECK ((of_id <> line_id)),
    CONSTRAINT till_line_ends_check1 CHECK (((how = 'dismissed'::text) = (why <> ''::text))),
    CONSTRAINT till_line_ends_how_check CHECK ((how = ANY (ARRAY['repeat'::text, 'taken_back'::text, 'dismissed'::text]))),
    CONSTRAINT till_line_ends_why_check CHECK ((length(why) <= 400))
);
CREATE TABLE public.till_lines (
    id bigint NOT NULL,
    export_id bigint NOT NULL,
    partner_id bigint NOT NULL,
    line integer NOT NULL,
    at timestamp with time zone NOT NULL,
    day date NOT NULL,
    receipt text NOT NULL,
    till text NOT NULL,
    receipt_key text NOT NULL,
    till_key text NOT NULL,
    amount bigint NOT NULL,
    CONSTRAINT till_lines_amount_check CHECK ((amount <> 0)),
    CONSTRAINT till_lines_line_check CHECK ((line >= 1)),
    CONSTRAINT till_lines_receipt_check CHECK ((length(receipt) <= 40)),
    CONSTRAINT till_lines_receipt_key_check CHECK ((length(receipt_key) <= 40)),
    CONSTRAINT till_lines_till_check CHECK ((length(till) <= 80)),
    CONSTRAINT till_lines_till_key_check CHECK ((length(till_key) <= 80))
);
ALTER TABLE public.till_lines ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.till_lines_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.till_matches (
    id bigint NOT NULL,
    line_id bigint NOT NULL,
    redemption_id bigint NOT NULL,
    reason text NOT NULL,
    why text DEFAULT ''::text NOT NULL,
    at timestamp with time zone NOT NULL,
    released_at timestamp with time zone,
    released_why text DEFAULT ''::text NOT NULL,
    CONSTRAINT till_matches_check CHECK (((reason = 'by_hand'::text) = (why <> ''::text))),
    CONSTRAINT till_matches_check1 CHECK (((released_at IS NULL) = (released_why = ''::text))),
    CONSTRAINT till_matches_reason_check CHECK ((reason = ANY (ARRAY['receipt_till'::text, 'receipt'::text, 'till_time'::text, 'together'::text, 'by_hand'::text]))),
    CONSTRAINT till_matches_released_why_check CHECK ((length(released_why) <= 400)),
    CONSTRAINT till_matches_why_check CHECK ((length(why) <= 400))
);
ALTER TABLE public.till_matches ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.till_matches_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.till_refusals (
    id bigint NOT NULL,
    terminal_id bigint NOT NULL,
    user_id bigint,
    number text NOT NULL,
    reason text NOT NULL,
    giftcard_id bigint,
    at timestamp with time zone NOT NULL,
    CONSTRAINT till_refusals_number_check CHECK ((number ~ '^[0-9A-HJKMNP-TV-Z]{8}$'::text)),
    CONSTRAINT till_refusals_reason_check CHECK ((reason = ANY (ARRAY['unknown'::text, 'unsold'::text, 'ambiguous'::text, 'foreign'::text, 'frozen'::text, 'held'::text, 'expired'::text, 'spent'::text])))
);
ALTER TABLE public.till_refusals ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.till_refusals_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.topup_returns (
    taking_id bigint NOT NULL,
    txid xid8 DEFAULT pg_current_xact_id() NOT NULL,
    at timestamp with time zone NOT NULL
);
CREATE TABLE public.topup_takings (
    id bigint NOT NULL,
    txid xid8 DEFAULT pg_current_xact_id() NOT NULL,
    topup_id bigint NOT NULL,
    cause text NOT NULL,
    cause_id bigint NOT NULL,
    points bigint NOT NULL,
    owed bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    CONSTRAINT topup_takings_cause_check CHECK ((cause = ANY (ARRAY['refund'::text, 'dispute'::text]))),
    CONSTRAINT topup_takings_owed_check CHECK ((owed >= 0)),
    CONSTRAINT topup_takings_points_check CHECK ((points >= 0))
);
ALTER TABLE public.topup_takings ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.topup_takings_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.topups (
    id bigint NOT NULL,
    txid xid8 DEFAULT pg_current_xact_id() NOT NULL,
    programme_id bigint NOT NULL,
    member_id bigint NOT NULL,
    ref text NOT NULL,
    points bigint NOT NULL,
    fresh_days integer NOT NULL,
    placed_at timestamp with time zone NOT NULL,
    CONSTRAINT topups_fresh_days_check CHECK ((fresh_days >= 0)),
    CONSTRAINT topups_points_check CHECK ((points > 0)),
    CONSTRAINT topups_ref_check CHECK (((length(ref) >= 8) AND (length(ref) <= 64)))
);
ALTER TABLE public.topups ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.topups_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.training_scenes (
    programme_id bigint NOT NULL,
    scene text NOT NULL,
    "position" smallint NOT NULL,
    member_id bigint NOT NULL,
    CONSTRAINT training_scenes_scene_check CHECK ((scene ~ '^[a-z_]{1,20}$'::text))
);
CREATE TABLE public.transfer_returns (
    id bigint NOT NULL,
    txid xid8 DEFAULT pg_current_xact_id() NOT NULL,
    transfer_id bigint NOT NULL,
    source_id bigint NOT NULL,
    points bigint NOT NULL,
    so_far bigint NOT NULL,
    CONSTRAINT transfer_returns_check CHECK ((so_far >= points)),
    CONSTRAINT transfer_returns_points_check CHECK ((points > 0))
);
ALTER TABLE public.transfer_returns ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.transfer_returns_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.transfers (
    id bigint NOT NULL,
    txid xid8 DEFAULT pg_current_xact_id() NOT NULL,
    programme_id bigint NOT NULL,
    kind text NOT NULL,
    ref text NOT NULL,
    at timestamp with time zone NOT NULL,
    settles_id bigint,
    CONSTRAINT transfers_kind_check CHECK ((kind = ANY (ARRAY['accrual'::text, 'clawback'::text, 'order'::text, 'hold'::text, 'capture'::text, 'release'::text, 'reversal'::text, 'return'::text, 'expiry'::text, 'adjustment'::text, 'payment'::text, 'sale'::text, 'refund'::text, 'dispute'::text, 'topup'::text, 'merge'::text, 'erasure'::text]))),
    CONSTRAINT transfers_ref_check CHECK (((length(ref) >= 1) AND (length(ref) <= 255)))
);
ALTER TABLE public.transfers ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.transfers_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.unreachable_emails (
    programme_id bigint NOT NULL,
    email text NOT NULL,
    at timestamp with time zone NOT NULL,
    CONSTRAINT unreachable_emails_email_check CHECK (((email = lower(email)) AND (length(email) <= 254)))
);
CREATE TABLE public.user_sessions (
    id bigint NOT NULL,
    user_id bigint NOT NULL,
    key_digest bytea NOT NULL,
    began_at timestamp with time zone NOT NULL,
    ends_at timestamp with time zone NOT NULL,
    agent text DEFAULT ''::text NOT NULL,
    CONSTRAINT user_sessions_agent_check CHECK ((length(agent) <= 200)),
    CONSTRAINT user_sessions_check CHECK ((began_at < ends_at)),
    CONSTRAINT user_sessions_key_digest_check CHECK ((length(key_digest) = 32))
);
ALTER TABLE public.user_sessions ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.user_sessions_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
ALTER TABLE public.users ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.users_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.waiting_operations (
    id bigint NOT NULL,
    txid xid8 DEFAULT pg_current_xact_id() NOT NULL,
    programme_id bigint NOT NULL,
    source text NOT NULL,
    operation_id text NOT NULL,
    token text NOT NULL,
    happened_at timestamp with time zone NOT NULL,
    kind text NOT NULL,
    amount bigint NOT NULL,
    currency text NOT NULL,
    mcc text NOT NULL,
    merchant text NOT NULL,
    rrn text NOT NULL,
    original_amount bigint NOT NULL,
    original_currency text NOT NULL,
    rate numeric NOT NULL,
    kept_at timestamp with time zone NOT NULL,
    salt uuid DEFAULT gen_random_uuid() NOT NULL,
    forgotten bytea,
    CONSTRAINT waiting_lies_ahead CHECK ((happened_at > kept_at)),
    CONSTRAINT waiting_operations_amount_check CHECK ((amount > 0)),
    CONSTRAINT waiting_operations_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text)),
    CONSTRAINT waiting_operations_forgotten_check CHECK ((length(forgotten) = 32)),
    CONSTRAINT waiting_operations_kind_check CHECK ((kind = ANY (ARRAY['purchase'::text, 'refund'::text, 'cash'::text]))),
    CONSTRAINT waiting_operations_mcc_check CHECK ((mcc ~ '^[0-9]{4}$'::text)),
    CONSTRAINT waiting_operations_operation_id_check CHECK (((length(operation_id) >= 1) AND (length(operation_id) <= 64))),
    CONSTRAINT waiting_operations_source_check CHECK (((length(source) >= 1) AND (length(source) <= 64))),
    CONSTRAINT waiting_operations_token_check CHECK ((token !~ '^[0-9]{12,19}$'::text))
);
ALTER TABLE public.waiting_operations ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.waiting_operations_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.wallet_devices (
    id bigint NOT NULL,
    pass_id bigint NOT NULL,
    device text NOT NULL,
    push_token bytea NOT NULL,
    at timestamp with time zone NOT NULL,
    CONSTRAINT wallet_devices_device_check CHECK (((length(device) >= 1) AND (length(device) <= 100)))
);
ALTER TABLE public.wallet_devices ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.wallet_devices_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.wallet_objects (
    pass_id bigint NOT NULL,
    at timestamp with time zone NOT NULL
);
CREATE TABLE public.wallet_passes (
    id bigint NOT NULL,
    serial text NOT NULL,
    programme_id bigint NOT NULL,
    giftcard_id bigint NOT NULL,
    language text NOT NULL,
    made_at timestamp with time zone NOT NULL,
    CONSTRAINT wallet_passes_serial_check CHECK ((serial ~ '^[0-9A-HJKMNP-TV-Z]{26}$'::text))
);
ALTER TABLE public.wallet_passes ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.wallet_passes_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.webhook_deliveries (
    id bigint NOT NULL,
    endpoint_id bigint NOT NULL,
    event_id bigint NOT NULL,
    state text NOT NULL,
    round integer DEFAULT 1 NOT NULL,
    begun_at timestamp with time zone NOT NULL,
    attempts integer DEFAULT 0 NOT NULL,
    next_at timestamp with time zone,
    said text DEFAULT ''::text NOT NULL,
    CONSTRAINT webhook_deliveries_attempts_check CHECK ((attempts >= 0)),
    CONSTRAINT webhook_deliveries_round_check CHECK ((round > 0)),
    CONSTRAINT webhook_deliveries_said_check CHECK ((length(said) <= 40)),
    CONSTRAINT webhook_deliveries_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'delivered'::text, 'dropped'::text])))
);
ALTER TABLE public.webhook_deliveries ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.webhook_deliveries_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.webhook_endpoints (
    id bigint NOT NULL,
    programme_id bigint NOT NULL,
    partner_id bigint NOT NULL,
    url text NOT NULL,
    kinds text[] NOT NULL,
    created_at timestamp with time zone NOT NULL,
    checked_at timestamp with time zone,
    failing_since timestamp with time zone,
    failures integer DEFAULT 0 NOT NULL,
    quiet_until timestamp with time zone,
    off_at timestamp with time zone,
    off_why text DEFAULT ''::text NOT NULL,
    removed_at timestamp with time zone,
    CONSTRAINT webhook_endpoints_check CHECK (((off_at IS NULL) = (off_why = ''::text))),
    CONSTRAINT webhook_endpoints_failures_check CHECK ((failures >= 0)),
    CONSTRAINT webhook_endpoints_off_why_check CHECK ((off_why = ANY (ARRAY[''::text, 'gone'::text, 'failing'::text, 'person'::text]))),
    CONSTRAINT webhook_endpoints_url_check CHECK (((url ~ '^https://'::text) AND (length(url) <= 500)))
);
ALTER TABLE public.webhook_endpoints ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.webhook_endpoints_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.webhook_events (
    id bigint NOT NULL,
    partner_id bigint NOT NULL,
    kind text NOT NULL,
    ref text NOT NULL,
    message text NOT NULL,
    at timestamp with time zone NOT NULL,
    facts jsonb NOT NULL,
    CONSTRAINT webhook_events_kind_check CHECK (((length(kind) >= 3) AND (length(kind) <= 40))),
    CONSTRAINT webhook_events_ref_check CHECK (((length(ref) >= 1) AND (length(ref) <= 100)))
);
ALTER TABLE public.webhook_events ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.webhook_events_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.webhook_secrets (
    id bigint NOT NULL,
    endpoint_id bigint NOT NULL,
    secret bytea NOT NULL,
    created_at timestamp with time zone NOT NULL,
    dies_at timestamp with time zone
);
ALTER TABLE public.webhook_secrets ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.webhook_secrets_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.webhook_tries (
    id bigint NOT NULL,
    delivery_id bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    status integer,
    said text NOT NULL,
    millis integer NOT NULL,
    answer text DEFAULT ''::text NOT NULL,
    signatures integer DEFAULT 1 NOT NULL,
    CONSTRAINT webhook_tries_answer_check CHECK ((length(answer) <= 500)),
    CONSTRAINT webhook_tries_millis_check CHECK ((millis >= 0)),
    CONSTRAINT webhook_tries_said_check CHECK (((length(said) >= 1) AND (length(said) <= 40))),
    CONSTRAINT webhook_tries_signatures_check CHECK (((signatures >= 0) AND (signatures <= 2)))
);
ALTER TABLE public.webhook_tries ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.webhook_tries_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.wishes (
    id bigint NOT NULL,
    member_id bigint NOT NULL,
    offer_id bigint NOT NULL,
    denomination_id bigint,
    value bigint NOT NULL,
    price_then bigint NOT NULL,
    wished_at timestamp with time zone NOT NULL,
    told_at timestamp with time zone,
    CONSTRAINT wishes_price_then_check CHECK ((price_then > 0)),
    CONSTRAINT wishes_value_check CHECK ((value > 0))
);
ALTER TABLE public.wishes ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.wishes_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.withdrawals (
    id bigint NOT NULL,
    txid xid8 DEFAULT pg_current_xact_id() NOT NULL,
    programme_id bigint NOT NULL,
    voiding_id bigint NOT NULL,
    refund text NOT NULL,
    asked_by bigint NOT NULL,
    proposal_id bigint,
    at timestamp with time zone NOT NULL,
    CONSTRAINT withdrawals_check CHECK (((refund = 'source'::text) OR (proposal_id IS NOT NULL))),
    CONSTRAINT withdrawals_refund_check CHECK ((refund = ANY (ARRAY['none'::text, 'source'::text, 'points'::text])))
);
ALTER TABLE public.withdrawals ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.withdrawals_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.withdrawn_codes (
    code_id bigint NOT NULL,
    withdrawal_id bigint NOT NULL
);
CREATE TABLE timetable.celery_clockedschedule (
    id integer NOT NULL,
    clocked_time timestamp with time zone
);
CREATE SEQUENCE timetable.celery_clockedschedule_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE timetable.celery_clockedschedule_id_seq OWNED BY timetable.celery_clockedschedule.id;
CREATE TABLE timetable.celery_crontabschedule (
    id integer NOT NULL,
    minute character varying(240) NOT NULL,
    hour character varying(96) NOT NULL,
    day_of_week character varying(64) NOT NULL,
    day_of_month character varying(124) NOT NULL,
    month_of_year character varying(64) NOT NULL,
    timezone character varying(64) NOT NULL
);
CREATE SEQUENCE timetable.celery_crontabschedule_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE timetable.celery_crontabschedule_id_seq OWNED BY timetable.celery_crontabschedule.id;
CREATE TABLE timetable.celery_intervalschedule (
    id integer NOT NULL,
    every integer NOT NULL,
    period timetable.period NOT NULL,
    CONSTRAINT celery_intervalschedule_every_check CHECK ((every >= 1))
);
CREATE SEQUENCE timetable.celery_intervalschedule_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE timetable.celery_intervalschedule_id_seq OWNED BY timetable.celery_intervalschedule.id;
CREATE TABLE timetable.celery_periodictask (
    id integer NOT NULL,
    name character varying(255) NOT NULL,
    task character varying(255) NOT NULL,
    args text NOT NULL,
    kwargs text NOT NULL,
    queue character varying(255),
    exchange character varying(255),
    routing_key character varying(255),
    headers text,
    priority integer,
    expires timestamp with time zone,
    expire_seconds integer,
    one_off boolean NOT NULL,
    start_time timestamp with time zone,
    enabled boolean NOT NULL,
    last_run_at timestamp with time zone,
    total_run_count integer NOT NULL,
    date_changed timestamp with time zone,
    description text,
    discriminator character varying(20) NOT NULL,
    schedule_id integer NOT NULL,
    CONSTRAINT celery_periodictask_priority_check CHECK (((priority >= 0) AND (priority <= 255)))
);
CREATE SEQUENCE timetable.celery_periodictask_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE timetable.celery_periodictask_id_seq OWNED BY timetable.celery_periodictask.id;
CREATE TABLE timetable.celery_periodictaskchanged (
    id integer NOT NULL,
    last_update timestamp with time zone NOT NULL
);
CREATE SEQUENCE timetable.celery_periodictaskchanged_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE timetable.celery_periodictaskchanged_id_seq OWNED BY timetable.celery_periodictaskchanged.id;
CREATE TABLE timetable.celery_solarschedule (
    id integer NOT NULL,
    event timetable.solarevent NOT NULL,
    latitude numeric(9,6) NOT NULL,
    longitude numeric(9,6) NOT NULL,
    CONSTRAINT celery_solarschedule_latitude_check CHECK (((latitude >= ('-90'::integer)::numeric) AND (latitude <= (90)::numeric))),
    CONSTRAINT celery_solarschedule_longitude_check CHECK (((longitude >= ('-180'::integer)::numeric) AND (longitude <= (180)::numeric)))
);
CREATE SEQUENCE timetable.celery_solarschedule_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE timetable.celery_solarschedule_id_seq OWNED BY timetable.celery_solarschedule.id;
ALTER TABLE ONLY timetable.celery_clockedschedule ALTER COLUMN id SET DEFAULT nextval('timetable.celery_clockedschedule_id_seq'::regclass);
ALTER TABLE ONLY timetable.celery_crontabschedule ALTER COLUMN id SET DEFAULT nextval('timetable.celery_crontabschedule_id_seq'::regclass);
ALTER TABLE ONLY timetable.celery_intervalschedule ALTER COLUMN id SET DEFAULT nextval('timetable.celery_intervalschedule_id_seq'::regclass);
ALTER TABLE ONLY timetable.celery_periodictask ALTER COLUMN id SET DEFAULT nextval('timetable.celery_periodictask_id_seq'::regclass);
ALTER TABLE ONLY timetable.celery_periodictaskchanged ALTER COLUMN id SET DEFAULT nextval('timetable.celery_periodictaskchanged_id_seq'::regclass);
ALTER TABLE ONLY timetable.celery_solarschedule ALTER COLUMN id SET DEFAULT nextval('timetable.celery_solarschedule_id_seq'::regclass);
ALTER TABLE ONLY public.acceptances
    ADD CONSTRAINT acceptances_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.account_days
    ADD CONSTRAINT account_days_account_id_time_zone_last_id_key UNIQUE (account_id, time_zone, last_id);
ALTER TABLE ONLY public.account_days
    ADD CONSTRAINT account_days_pkey PRIMARY KEY (account_id, time_zone, day);
ALTER TABLE ONLY public.account_paper_parts
    ADD CONSTRAINT account_paper_parts_pkey PRIMARY KEY (paper_id, part);
ALTER TABLE ONLY public.account_papers
    ADD CONSTRAINT account_papers_member_id_digest_key UNIQUE (member_id, digest);
ALTER TABLE ONLY public.account_papers
    ADD CONSTRAINT account_papers_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.accounts
    ADD CONSTRAINT accounts_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.accounts
    ADD CONSTRAINT accounts_programme_id_kind_owner_id_unit_key UNIQUE NULLS NOT DISTINCT (programme_id, kind, owner_id, unit);
ALTER TABLE ONLY public.answer_templates
    ADD CONSTRAINT answer_templates_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.answer_templates
    ADD CONSTRAINT answer_templates_ref_key UNIQUE (ref);
ALTER TABLE ONLY public.api_clients
    ADD CONSTRAINT api_clients_key_prefix_key UNIQUE (key_prefix);
ALTER TABLE ONLY public.api_clients
    ADD CONSTRAINT api_clients_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.approval_rules
    ADD CONSTRAINT approval_rules_pkey PRIMARY KEY (programme_id, kind, version);
ALTER TABLE ONLY public.approval_rules
    ADD CONSTRAINT approval_rules_proposal_id_key UNIQUE (proposal_id);
ALTER TABLE ONLY public.audit_records
    ADD CONSTRAINT audit_records_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.authorisation_ends
    ADD CONSTRAINT authorisation_ends_pkey PRIMARY KEY (authorisation_id);
ALTER TABLE ONLY public.authorisations
    ADD CONSTRAINT authorisations_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.authorisations
    ADD CONSTRAINT authorisations_terminal_id_ref_key UNIQUE (terminal_id, ref);
ALTER TABLE ONLY public.balance_crossings
    ADD CONSTRAINT balance_crossings_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.balances
    ADD CONSTRAINT balances_pkey PRIMARY KEY (account_id);
ALTER TABLE ONLY public.bank_account_closings
    ADD CONSTRAINT bank_account_closings_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.bank_accounts
    ADD CONSTRAINT bank_accounts_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.bank_accounts
    ADD CONSTRAINT bank_accounts_programme_id_number_currency_key UNIQUE (programme_id, number, currency);
ALTER TABLE ONLY public.bank_asides
    ADD CONSTRAINT bank_asides_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.bank_entries
    ADD CONSTRAINT bank_entries_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.bank_entry_repeats
    ADD CONSTRAINT bank_entry_repeats_pkey PRIMARY KEY (entry_id);
ALTER TABLE ONLY public.bank_matches
    ADD CONSTRAINT bank_matches_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.bank_repair_ends
    ADD CONSTRAINT bank_repair_ends_entry_id_key UNIQUE (entry_id);
ALTER TABLE ONLY public.bank_repair_ends
    ADD CONSTRAINT bank_repair_ends_pkey PRIMARY KEY (repair_id);
ALTER TABLE ONLY public.bank_repairs
    ADD CONSTRAINT bank_repairs_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.bank_returns
    ADD CONSTRAINT bank_returns_pkey PRIMARY KEY (entry_id);
ALTER TABLE ONLY public.bank_statements
    ADD CONSTRAINT bank_statements_account_id_file_digest_position_key UNIQUE (account_id, file_digest, "position");
ALTER TABLE ONLY public.bank_statements
    ADD CONSTRAINT bank_statements_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.batch_moves
    ADD CONSTRAINT batch_moves_pkey PRIMARY KEY (batch_id);
ALTER TABLE ONLY public.batch_releases
    ADD CONSTRAINT batch_releases_pkey PRIMARY KEY (withdrawal_id);
ALTER TABLE ONLY public.batch_withdrawals
    ADD CONSTRAINT batch_withdrawals_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.batches
    ADD CONSTRAINT batches_codes_key UNIQUE (id, brand_id, denomination_id, partner_id);
ALTER TABLE ONLY public.batches
    ADD CONSTRAINT batches_denomination_id_file_digest_key UNIQUE (denomination_id, file_digest);
ALTER TABLE ONLY public.batches
    ADD CONSTRAINT batches_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.book_checks
    ADD CONSTRAINT book_checks_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.brand_pictures
    ADD CONSTRAINT brand_pictures_pkey PRIMARY KEY (brand_id, version);
ALTER TABLE ONLY public.brand_search
    ADD CONSTRAINT brand_search_pkey PRIMARY KEY (brand_id);
ALTER TABLE ONLY public.brand_versions
    ADD CONSTRAINT brand_versions_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.brands
    ADD CONSTRAINT brands_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.brands
    ADD CONSTRAINT brands_programme_id_slug_key UNIQUE (programme_id, slug);
ALTER TABLE ONLY public.call_steps
    ADD CONSTRAINT call_steps_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.call_steps
    ADD CONSTRAINT call_steps_ref_key UNIQUE (ref);
ALTER TABLE ONLY public.calls
    ADD CONSTRAINT calls_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.calls
    ADD CONSTRAINT calls_ref_key UNIQUE (ref);
ALTER TABLE ONLY public.card_operations
    ADD CONSTRAINT card_operations_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.card_operations
    ADD CONSTRAINT card_operations_programme_id_source_operation_id_key UNIQUE (programme_id, source, operation_id);
ALTER TABLE ONLY public.case_events
    ADD CONSTRAINT case_events_case_id_version_key UNIQUE (case_id, version);
ALTER TABLE ONLY public.case_events
    ADD CONSTRAINT case_events_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.case_events
    ADD CONSTRAINT case_events_ref_key UNIQUE (ref);
ALTER TABLE ONLY public.case_file_parts
    ADD CONSTRAINT case_file_parts_pkey PRIMARY KEY (file_id, part);
ALTER TABLE ONLY public.case_files
    ADD CONSTRAINT case_files_case_id_digest_key UNIQUE (case_id, digest);
ALTER TABLE ONLY public.case_files
    ADD CONSTRAINT case_files_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.case_looks
    ADD CONSTRAINT case_looks_pkey PRIMARY KEY (case_id, user_id);
ALTER TABLE ONLY public.case_question_answers
    ADD CONSTRAINT case_question_answers_pkey PRIMARY KEY (question_id);
ALTER TABLE ONLY public.case_questions
    ADD CONSTRAINT case_questions_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.cases
    ADD CONSTRAINT cases_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.cases
    ADD CONSTRAINT cases_ref_key UNIQUE (ref);
ALTER TABLE ONLY public.catalogue_draft_edits
    ADD CONSTRAINT catalogue_draft_edits_pkey PRIMARY KEY (draft_id, external_ref, number);
ALTER TABLE ONLY public.catalogue_drafts
    ADD CONSTRAINT catalogue_drafts_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.catalogue_drafts
    ADD CONSTRAINT catalogue_drafts_run_id_key UNIQUE (run_id);
ALTER TABLE ONLY public.catalogue_publications
    ADD CONSTRAINT catalogue_publications_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.catalogue_publications
    ADD CONSTRAINT catalogue_publications_undoes_key UNIQUE (undoes);
ALTER TABLE ONLY public.categories
    ADD CONSTRAINT categories_pkey PRIMARY KEY (slug);
ALTER TABLE ONLY public.cities
    ADD CONSTRAINT cities_pkey PRIMARY KEY (slug);
ALTER TABLE ONLY public.code_canaries
    ADD CONSTRAINT code_canaries_mark_key UNIQUE (mark);
ALTER TABLE ONLY public.code_canaries
    ADD CONSTRAINT code_canaries_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.code_renewals
    ADD CONSTRAINT code_renewals_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.code_return_decisions
    ADD CONSTRAINT code_return_decisions_pkey PRIMARY KEY (return_id);
ALTER TABLE ONLY public.code_returns
    ADD CONSTRAINT code_returns_code_id_ref_key UNIQUE (code_id, ref);
ALTER TABLE ONLY public.code_returns
    ADD CONSTRAINT code_returns_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.codes
    ADD CONSTRAINT codes_blind_partner_id_key UNIQUE (blind, partner_id);
ALTER TABLE ONLY public.codes
    ADD CONSTRAINT codes_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.connected_accounts
    ADD CONSTRAINT connected_accounts_partner_id_key UNIQUE (partner_id);
ALTER TABLE ONLY public.connected_accounts
    ADD CONSTRAINT connected_accounts_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.connected_accounts
    ADD CONSTRAINT connected_accounts_provider_ref_key UNIQUE (provider_ref);
ALTER TABLE ONLY public.connected_accounts
    ADD CONSTRAINT connected_accounts_public_id_key UNIQUE (public_id);
ALTER TABLE ONLY public.consents
    ADD CONSTRAINT consents_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.consents
    ADD CONSTRAINT consents_user_id_programme_id_kind_digest_key UNIQUE (user_id, programme_id, kind, digest);
ALTER TABLE ONLY public.contract_refusals
    ADD CONSTRAINT contract_refusals_pkey PRIMARY KEY (version_id);
ALTER TABLE ONLY public.contract_signatures
    ADD CONSTRAINT contract_signatures_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.contract_signatures
    ADD CONSTRAINT contract_signed UNIQUE (version_id, side);
ALTER TABLE ONLY public.contract_signatures
    ADD CONSTRAINT contract_signed_by_two UNIQUE (version_id, user_id);
ALTER TABLE ONLY public.contract_versions
    ADD CONSTRAINT contract_versions_contract_id_number_key UNIQUE (contract_id, number);
ALTER TABLE ONLY public.contract_versions
    ADD CONSTRAINT contract_versions_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.contracts
    ADD CONSTRAINT contracts_partner_id_key UNIQUE (partner_id);
ALTER TABLE ONLY public.contracts
    ADD CONSTRAINT contracts_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.correction_days
    ADD CONSTRAINT correction_days_programme_id_day_budget_user_id_key UNIQUE NULLS NOT DISTINCT (programme_id, day, budget, user_id);
ALTER TABLE ONLY public.denominations
    ADD CONSTRAINT denominations_offer_id_value_key UNIQUE (offer_id, value);
ALTER TABLE ONLY public.denominations
    ADD CONSTRAINT denominations_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.deposit_releases
    ADD CONSTRAINT deposit_releases_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.deposit_releases
    ADD CONSTRAINT deposit_releases_proposal_id_key UNIQUE (proposal_id);
ALTER TABLE ONLY public.deposit_requests
    ADD CONSTRAINT deposit_requests_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.deposit_requests
    ADD CONSTRAINT deposit_requests_ref_key UNIQUE (ref);
ALTER TABLE ONLY public.email_changes
    ADD CONSTRAINT email_changes_pkey PRIMARY KEY (user_id);
ALTER TABLE ONLY public.email_changes
    ADD CONSTRAINT email_changes_token_digest_key UNIQUE (token_digest);
ALTER TABLE ONLY public.ended_grants
    ADD CONSTRAINT ended_grants_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.entries
    ADD CONSTRAINT entries_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.erased_members
    ADD CONSTRAINT erased_members_pkey PRIMARY KEY (member_id);
ALTER TABLE ONLY public.erasure_ends
    ADD CONSTRAINT erasure_ends_pkey PRIMARY KEY (erasure_id);
ALTER TABLE ONLY public.erasure_steps
    ADD CONSTRAINT erasure_steps_erasure_id_name_key UNIQUE (erasure_id, name);
ALTER TABLE ONLY public.erasure_steps
    ADD CONSTRAINT erasure_steps_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.erasures
    ADD CONSTRAINT erasures_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.exchange_quotes
    ADD CONSTRAINT exchange_quotes_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.exchange_quotes
    ADD CONSTRAINT exchange_quotes_ref_key UNIQUE (ref);
ALTER TABLE ONLY public.exchange_rules
    ADD CONSTRAINT exchange_rules_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.exchanges
    ADD CONSTRAINT exchanges_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.exchanges
    ADD CONSTRAINT exchanges_quote_id_key UNIQUE (quote_id);
ALTER TABLE ONLY public.exchanges
    ADD CONSTRAINT exchanges_split_id_key UNIQUE (split_id);
ALTER TABLE ONLY public.exchanges
    ADD CONSTRAINT exchanges_succession_id_key UNIQUE (succession_id);
ALTER TABLE ONLY public.expectation_ends
    ADD CONSTRAINT expectation_ends_pkey PRIMARY KEY (expectation_id);
ALTER TABLE ONLY public.expectations
    ADD CONSTRAINT expectations_kind_subject_id_key UNIQUE (kind, subject_id);
ALTER TABLE ONLY public.expectations
    ADD CONSTRAINT expectations_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.export_parts
    ADD CONSTRAINT export_parts_pkey PRIMARY KEY (export_id, number);
ALTER TABLE ONLY public.exports
    ADD CONSTRAINT exports_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.exports
    ADD CONSTRAINT exports_public_id_key UNIQUE (public_id);
ALTER TABLE ONLY public.forgettings
    ADD CONSTRAINT forgettings_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.forgettings
    ADD CONSTRAINT forgettings_sheet_row_id_key UNIQUE (sheet, row_id);
ALTER TABLE ONLY public.former_addresses
    ADD CONSTRAINT former_addresses_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.fraud_decisions
    ADD CONSTRAINT fraud_decisions_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.fraud_limits
    ADD CONSTRAINT fraud_limits_pkey PRIMARY KEY (programme_id, name);
ALTER TABLE ONLY public.fraud_marks
    ADD CONSTRAINT fraud_marks_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.fraud_signals
    ADD CONSTRAINT fraud_signals_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.fraud_signals
    ADD CONSTRAINT fraud_signals_programme_id_key_key UNIQUE (programme_id, key);
ALTER TABLE ONLY public.free_codes
    ADD CONSTRAINT free_codes_pkey PRIMARY KEY (denomination_id, expires_on, code_id);
ALTER TABLE ONLY public.gift_ends
    ADD CONSTRAINT gift_ends_new_card_id_key UNIQUE (new_card_id);
ALTER TABLE ONLY public.gift_ends
    ADD CONSTRAINT gift_ends_pkey PRIMARY KEY (gift_id);
ALTER TABLE ONLY public.gift_letter_events
    ADD CONSTRAINT gift_letter_events_pkey PRIMARY KEY (letter_id, kind);
ALTER TABLE ONLY public.gift_letters
    ADD CONSTRAINT gift_letters_gift_id_number_key UNIQUE (gift_id, number);
ALTER TABLE ONLY public.gift_letters
    ADD CONSTRAINT gift_letters_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.gift_words
    ADD CONSTRAINT gift_words_pkey PRIMARY KEY (gift_id);
ALTER TABLE ONLY public.giftcard_endings
    ADD CONSTRAINT giftcard_endings_pkey PRIMARY KEY (giftcard_id);
ALTER TABLE ONLY public.giftcard_events
    ADD CONSTRAINT giftcard_events_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.giftcard_extensions
    ADD CONSTRAINT giftcard_extensions_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.giftcard_marks
    ADD CONSTRAINT giftcard_marks_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.giftcard_movements
    ADD CONSTRAINT giftcard_movements_cause_key UNIQUE (cause);
ALTER TABLE ONLY public.giftcard_movements
    ADD CONSTRAINT giftcard_movements_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.giftcard_stops
    ADD CONSTRAINT giftcard_stops_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.giftcard_successions
    ADD CONSTRAINT giftcard_successions_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.giftcard_successions
    ADD CONSTRAINT giftcard_successions_programme_id_ref_key UNIQUE (programme_id, ref);
ALTER TABLE ONLY public.giftcard_voidings
    ADD CONSTRAINT giftcard_voidings_giftcard_id_key UNIQUE (giftcard_id);
ALTER TABLE ONLY public.giftcard_voidings
    ADD CONSTRAINT giftcard_voidings_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.giftcards
    ADD CONSTRAINT giftcards_order_id_key UNIQUE (order_id);
ALTER TABLE ONLY public.giftcards
    ADD CONSTRAINT giftcards_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.giftcards
    ADD CONSTRAINT giftcards_public_id_key UNIQUE (public_id);
ALTER TABLE ONLY public.gifts
    ADD CONSTRAINT gifts_giver_id_asked_as_key UNIQUE (giver_id, asked_as);
ALTER TABLE ONLY public.gifts
    ADD CONSTRAINT gifts_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.gifts
    ADD CONSTRAINT gifts_ref_key UNIQUE (ref);
ALTER TABLE ONLY public.grants
    ADD CONSTRAINT grants_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.grants
    ADD CONSTRAINT grants_user_id_role_programme_id_partner_id_key UNIQUE NULLS NOT DISTINCT (user_id, role, programme_id, partner_id);
ALTER TABLE ONLY public.guest_members
    ADD CONSTRAINT guest_members_member_id_key UNIQUE (member_id);
ALTER TABLE ONLY public.guest_members
    ADD CONSTRAINT guest_members_pkey PRIMARY KEY (programme_id, email);
ALTER TABLE ONLY public.idempotency_keys
    ADD CONSTRAINT idempotency_keys_pkey PRIMARY KEY (caller, key);
ALTER TABLE ONLY public.identifications
    ADD CONSTRAINT identifications_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.identifications
    ADD CONSTRAINT identifications_ref_key UNIQUE (ref);
ALTER TABLE ONLY public.incidents
    ADD CONSTRAINT incidents_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.invitations
    ADD CONSTRAINT invitations_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.invitations
    ADD CONSTRAINT invitations_token_digest_key UNIQUE (token_digest);
ALTER TABLE ONLY public.issuing_suspensions
    ADD CONSTRAINT issuing_suspensions_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.joint_promotion_refusals
    ADD CONSTRAINT joint_promotion_refusals_pkey PRIMARY KEY (promotion_id);
ALTER TABLE ONLY public.joint_promotion_signatures
    ADD CONSTRAINT joint_promotion_signatures_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.joint_promotions
    ADD CONSTRAINT joint_promotions_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.joint_promotions
    ADD CONSTRAINT joint_promotions_ref_key UNIQUE (ref);
ALTER TABLE ONLY public.letter_requests
    ADD CONSTRAINT letter_requests_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.lost_handouts
    ADD CONSTRAINT lost_handouts_blind_handed_out_at_key UNIQUE (blind, handed_out_at);
ALTER TABLE ONLY public.lost_handouts
    ADD CONSTRAINT lost_handouts_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.lots
    ADD CONSTRAINT lots_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.lots
    ADD CONSTRAINT lots_transfer_id_account_id_expires_on_funder_key UNIQUE NULLS NOT DISTINCT (transfer_id, account_id, expires_on, funder);
ALTER TABLE ONLY public.mail_returns
    ADD CONSTRAINT mail_returns_pkey PRIMARY KEY (mail_id);
ALTER TABLE ONLY public.mails
    ADD CONSTRAINT mails_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.mails
    ADD CONSTRAINT mails_ref_key UNIQUE (ref);
ALTER TABLE ONLY public.member_archive_parts
    ADD CONSTRAINT member_archive_parts_pkey PRIMARY KEY (archive_id, number);
ALTER TABLE ONLY public.member_archives
    ADD CONSTRAINT member_archives_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.member_archives
    ADD CONSTRAINT member_archives_public_id_key UNIQUE (public_id);
ALTER TABLE ONLY public.member_cards
    ADD CONSTRAINT member_cards_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.member_holds
    ADD CONSTRAINT member_holds_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.member_merges
    ADD CONSTRAINT member_merges_from_member_id_key UNIQUE (from_member_id);
ALTER TABLE ONLY public.member_merges
    ADD CONSTRAINT member_merges_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.member_merges
    ADD CONSTRAINT member_merges_proposal_id_key UNIQUE (proposal_id);
ALTER TABLE ONLY public.member_notifications
    ADD CONSTRAINT member_notifications_pkey PRIMARY KEY (member_id, kind);
ALTER TABLE ONLY public.member_offer_usage
    ADD CONSTRAINT member_offer_usage_pkey PRIMARY KEY (member_id, offer_id);
ALTER TABLE ONLY public.members
    ADD CONSTRAINT members_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.members
    ADD CONSTRAINT members_programme_id_number_key UNIQUE (programme_id, number);
ALTER TABLE ONLY public.members
    ADD CONSTRAINT members_programme_id_user_id_key UNIQUE (programme_id, user_id);
ALTER TABLE ONLY public.netting_approvals
    ADD CONSTRAINT netting_approvals_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.netting_approvals
    ADD CONSTRAINT netting_approved_by_each UNIQUE (netting_id, user_id);
ALTER TABLE ONLY public.netting_approvals
    ADD CONSTRAINT netting_approved_once UNIQUE (netting_id, programme_id);
ALTER TABLE ONLY public.netting_positions
    ADD CONSTRAINT netting_position_once UNIQUE (netting_id, partner_id);
ALTER TABLE ONLY public.netting_positions
    ADD CONSTRAINT netting_positions_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.netting_steps
    ADD CONSTRAINT netting_steps_pkey PRIMARY KEY (netting_id);
ALTER TABLE ONLY public.netting_transfers
    ADD CONSTRAINT netting_transfers_netting_id_payer_id_receiver_id_key UNIQUE (netting_id, payer_id, receiver_id);
ALTER TABLE ONLY public.netting_transfers
    ADD CONSTRAINT netting_transfers_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.nettings
    ADD CONSTRAINT nettings_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.nettings
    ADD CONSTRAINT nettings_ref_key UNIQUE (ref);
ALTER TABLE ONLY public.offer_cancellations
    ADD CONSTRAINT offer_cancellations_pkey PRIMARY KEY (member_id, offer_id, day);
ALTER TABLE ONLY public.offer_usage
    ADD CONSTRAINT offer_usage_pkey PRIMARY KEY (offer_id);
ALTER TABLE ONLY public.offer_versions
    ADD CONSTRAINT offer_versions_pkey PRIMARY KEY (offer_id, publication_id);
ALTER TABLE ONLY public.offers
    ADD CONSTRAINT offers_brand_id_source_external_ref_key UNIQUE (brand_id, source, external_ref);
ALTER TABLE ONLY public.offers
    ADD CONSTRAINT offers_id_brand_id_key UNIQUE (id, brand_id);
ALTER TABLE ONLY public.offers
    ADD CONSTRAINT offers_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.offline_holders
    ADD CONSTRAINT offline_holders_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.offline_passes
    ADD CONSTRAINT offline_passes_mark_key UNIQUE (mark);
ALTER TABLE ONLY public.offline_passes
    ADD CONSTRAINT offline_passes_pkey PRIMARY KEY (giftcard_id);
ALTER TABLE ONLY public.offline_takings
    ADD CONSTRAINT offline_takings_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.offline_takings
    ADD CONSTRAINT offline_takings_redemption_id_key UNIQUE (redemption_id);
ALTER TABLE ONLY public.offline_takings
    ADD CONSTRAINT offline_takings_terminal_id_ref_key UNIQUE (terminal_id, ref);
ALTER TABLE ONLY public.offline_terms
    ADD CONSTRAINT offline_terms_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.open_lots
    ADD CONSTRAINT open_lots_pkey PRIMARY KEY (lot_id);
ALTER TABLE ONLY public.operation_intakes
    ADD CONSTRAINT operation_intakes_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.order_cancellations
    ADD CONSTRAINT order_cancellations_pkey PRIMARY KEY (order_id);
ALTER TABLE ONLY public.order_obtainments
    ADD CONSTRAINT order_obtainments_code_id_key UNIQUE (code_id);
ALTER TABLE ONLY public.order_obtainments
    ADD CONSTRAINT order_obtainments_pkey PRIMARY KEY (order_id);
ALTER TABLE ONLY public.order_refunds
    ADD CONSTRAINT order_refunds_payment_refund_id_key UNIQUE (payment_refund_id);
ALTER TABLE ONLY public.order_refunds
    ADD CONSTRAINT order_refunds_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.order_refunds
    ADD CONSTRAINT order_refunds_voiding_id_order_id_key UNIQUE (voiding_id, order_id);
ALTER TABLE ONLY public.order_unknown_outcomes
    ADD CONSTRAINT order_unknown_outcomes_pkey PRIMARY KEY (order_id);
ALTER TABLE ONLY public.orders
    ADD CONSTRAINT orders_member_id_ref_key UNIQUE (member_id, ref);
ALTER TABLE ONLY public.orders
    ADD CONSTRAINT orders_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.outbox
    ADD CONSTRAINT outbox_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.outbox
    ADD CONSTRAINT outbox_topic_ref_key UNIQUE (topic, ref);
ALTER TABLE ONLY public.own_seals
    ADD CONSTRAINT own_seals_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.own_seals
    ADD CONSTRAINT own_seals_sheet_row_id_number_key UNIQUE (sheet, row_id, number);
ALTER TABLE ONLY public.partner_application_ends
    ADD CONSTRAINT partner_application_ends_partner_id_key UNIQUE (partner_id);
ALTER TABLE ONLY public.partner_application_ends
    ADD CONSTRAINT partner_application_ends_pkey PRIMARY KEY (application_id);
ALTER TABLE ONLY public.partner_applications
    ADD CONSTRAINT partner_applications_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.partner_applications
    ADD CONSTRAINT partner_applications_ref_key UNIQUE (ref);
ALTER TABLE ONLY public.partner_applications
    ADD CONSTRAINT partner_applications_token_digest_key UNIQUE (token_digest);
ALTER TABLE ONLY public.partner_document_parts
    ADD CONSTRAINT partner_document_parts_pkey PRIMARY KEY (document_id, part);
ALTER TABLE ONLY public.partner_documents
    ADD CONSTRAINT partner_documents_application_id_digest_key UNIQUE (application_id, digest);
ALTER TABLE ONLY public.partner_documents
    ADD CONSTRAINT partner_documents_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.partner_events
    ADD CONSTRAINT partner_events_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.partner_payments
    ADD CONSTRAINT partner_payments_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.partner_payments
    ADD CONSTRAINT partner_payments_ref_key UNIQUE (ref);
ALTER TABLE ONLY public.partners
    ADD CONSTRAINT partners_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.partners
    ADD CONSTRAINT partners_programme_id_slug_key UNIQUE (programme_id, slug);
ALTER TABLE ONLY public.passkeys
    ADD CONSTRAINT passkeys_credential_id_key UNIQUE (credential_id);
ALTER TABLE ONLY public.passkeys
    ADD CONSTRAINT passkeys_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.passkeys
    ADD CONSTRAINT passkeys_user_id_name_key UNIQUE (user_id, name);
ALTER TABLE ONLY public.payment_calls
    ADD CONSTRAINT payment_calls_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.payment_closings
    ADD CONSTRAINT payment_closings_pkey PRIMARY KEY (payment_id);
ALTER TABLE ONLY public.payment_completions
    ADD CONSTRAINT payment_completions_intent_ref_key UNIQUE (intent_ref);
ALTER TABLE ONLY public.payment_completions
    ADD CONSTRAINT payment_completions_pkey PRIMARY KEY (payment_id);
ALTER TABLE ONLY public.payment_dispute_pieces
    ADD CONSTRAINT payment_dispute_pieces_dispute_id_giftcard_id_key UNIQUE (dispute_id, giftcard_id);
ALTER TABLE ONLY public.payment_dispute_pieces
    ADD CONSTRAINT payment_dispute_pieces_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.payment_dispute_returns
    ADD CONSTRAINT payment_dispute_returns_pkey PRIMARY KEY (dispute_id);
ALTER TABLE ONLY public.payment_dispute_steps
    ADD CONSTRAINT payment_dispute_steps_dispute_id_what_key UNIQUE (dispute_id, what);
ALTER TABLE ONLY public.payment_dispute_steps
    ADD CONSTRAINT payment_dispute_steps_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.payment_dispute_takings
    ADD CONSTRAINT payment_dispute_takings_pkey PRIMARY KEY (dispute_id);
ALTER TABLE ONLY public.payment_disputes
    ADD CONSTRAINT payment_disputes_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.payment_disputes
    ADD CONSTRAINT payment_disputes_provider_ref_key UNIQUE (provider_ref);
ALTER TABLE ONLY public.payment_expiries
    ADD CONSTRAINT payment_expiries_pkey PRIMARY KEY (payment_id);
ALTER TABLE ONLY public.payment_nettings
    ADD CONSTRAINT payment_nettings_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.payment_refund_ends
    ADD CONSTRAINT payment_refund_ends_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.payment_refund_ends
    ADD CONSTRAINT payment_refund_ends_refund_id_how_key UNIQUE (refund_id, how);
ALTER TABLE ONLY public.payment_refund_receipts
    ADD CONSTRAINT payment_refund_receipts_pkey PRIMARY KEY (refund_id);
ALTER TABLE ONLY public.payment_refund_receipts
    ADD CONSTRAINT payment_refund_receipts_provider_ref_key UNIQUE (provider_ref);
ALTER TABLE ONLY public.payment_refunds
    ADD CONSTRAINT payment_refunds_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.payment_refunds
    ADD CONSTRAINT payment_refunds_public_id_key UNIQUE (public_id);
ALTER TABLE ONLY public.payment_sessions
    ADD CONSTRAINT payment_sessions_pkey PRIMARY KEY (payment_id);
ALTER TABLE ONLY public.payment_sessions
    ADD CONSTRAINT payment_sessions_session_ref_key UNIQUE (session_ref);
ALTER TABLE ONLY public.payment_troubles
    ADD CONSTRAINT payment_troubles_pkey PRIMARY KEY (payment_id);
ALTER TABLE ONLY public.payment_write_offs
    ADD CONSTRAINT payment_write_offs_pkey PRIMARY KEY (proposal_id);
ALTER TABLE ONLY public.payments
    ADD CONSTRAINT payments_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.payments
    ADD CONSTRAINT payments_public_id_key UNIQUE (public_id);
ALTER TABLE ONLY public.payments
    ADD CONSTRAINT payments_purpose_purpose_id_key UNIQUE (purpose, purpose_id);
ALTER TABLE ONLY public.payout_accounts
    ADD CONSTRAINT payout_accounts_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.payout_accounts
    ADD CONSTRAINT payout_accounts_proposal_id_key UNIQUE (proposal_id);
ALTER TABLE ONLY public.payout_calls
    ADD CONSTRAINT payout_calls_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.payout_events
    ADD CONSTRAINT payout_events_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.payout_files
    ADD CONSTRAINT payout_file_once UNIQUE (run_id, kind);
ALTER TABLE ONLY public.payout_files
    ADD CONSTRAINT payout_files_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.payout_lines
    ADD CONSTRAINT payout_line_once UNIQUE (run_id, partner_id);
ALTER TABLE ONLY public.payout_lines
    ADD CONSTRAINT payout_lines_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.payout_moves
    ADD CONSTRAINT payout_moves_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.payout_moves
    ADD CONSTRAINT payout_moves_provider_ref_key UNIQUE (provider_ref);
ALTER TABLE ONLY public.payout_run_steps
    ADD CONSTRAINT payout_run_steps_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.payout_run_steps
    ADD CONSTRAINT payout_run_steps_proposal_id_key UNIQUE (proposal_id);
ALTER TABLE ONLY public.payout_runs
    ADD CONSTRAINT payout_runs_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.payout_runs
    ADD CONSTRAINT payout_runs_ref_key UNIQUE (ref);
ALTER TABLE ONLY public.payout_run_steps
    ADD CONSTRAINT payout_step_once UNIQUE (run_id, step);
ALTER TABLE ONLY public.pin_tries
    ADD CONSTRAINT pin_tries_pkey PRIMARY KEY (code_id);
ALTER TABLE ONLY public.point_corrections
    ADD CONSTRAINT point_corrections_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.point_corrections
    ADD CONSTRAINT point_corrections_proposal_id_key UNIQUE (proposal_id);
ALTER TABLE ONLY public.point_corrections
    ADD CONSTRAINT point_corrections_ref_key UNIQUE (ref);
ALTER TABLE ONLY public.programme_hosts
    ADD CONSTRAINT programme_hosts_pkey PRIMARY KEY (host);
ALTER TABLE ONLY public.programme_texts
    ADD CONSTRAINT programme_texts_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.programme_texts
    ADD CONSTRAINT programme_texts_programme_id_kind_language_version_key UNIQUE (programme_id, kind, language, version);
ALTER TABLE ONLY public.programme_tiers
    ADD CONSTRAINT programme_tiers_pkey PRIMARY KEY (programme_id, slug);
ALTER TABLE ONLY public.programmes
    ADD CONSTRAINT programmes_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.programmes
    ADD CONSTRAINT programmes_slug_key UNIQUE (slug);
ALTER TABLE ONLY public.joint_promotion_signatures
    ADD CONSTRAINT promotion_signed UNIQUE (promotion_id, side);
ALTER TABLE ONLY public.joint_promotion_signatures
    ADD CONSTRAINT promotion_signed_by_two UNIQUE (promotion_id, user_id);
ALTER TABLE ONLY public.proposal_applications
    ADD CONSTRAINT proposal_applications_pkey PRIMARY KEY (proposal_id);
ALTER TABLE ONLY public.proposal_decisions
    ADD CONSTRAINT proposal_decisions_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.proposal_decisions
    ADD CONSTRAINT proposal_decisions_proposal_id_digest_decided_by_key UNIQUE (proposal_id, digest, decided_by);
ALTER TABLE ONLY public.proposal_notes
    ADD CONSTRAINT proposal_notes_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.proposal_notes
    ADD CONSTRAINT proposal_notes_ref_key UNIQUE (ref);
ALTER TABLE ONLY public.proposal_versions
    ADD CONSTRAINT proposal_versions_pkey PRIMARY KEY (proposal_id, number);
ALTER TABLE ONLY public.proposal_versions
    ADD CONSTRAINT proposal_versions_proposal_id_digest_key UNIQUE (proposal_id, digest);
ALTER TABLE ONLY public.proposals
    ADD CONSTRAINT proposals_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.proposals
    ADD CONSTRAINT proposals_ref_key UNIQUE (ref);
ALTER TABLE ONLY public.provider_events
    ADD CONSTRAINT provider_events_event_ref_key UNIQUE (event_ref);
ALTER TABLE ONLY public.provider_events
    ADD CONSTRAINT provider_events_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.publication_runs
    ADD CONSTRAINT publication_runs_pkey PRIMARY KEY (publication_id);
ALTER TABLE ONLY public.publication_undos
    ADD CONSTRAINT publication_undos_pkey PRIMARY KEY (publication_id);
ALTER TABLE ONLY public.publication_undos
    ADD CONSTRAINT publication_undos_undone_by_key UNIQUE (undone_by);
ALTER TABLE ONLY public.pulses
    ADD CONSTRAINT pulses_pkey PRIMARY KEY (name);
ALTER TABLE ONLY public.rebindings
    ADD CONSTRAINT rebindings_new_card_id_key UNIQUE (new_card_id);
ALTER TABLE ONLY public.rebindings
    ADD CONSTRAINT rebindings_old_card_id_key UNIQUE (old_card_id);
ALTER TABLE ONLY public.rebindings
    ADD CONSTRAINT rebindings_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.rebindings
    ADD CONSTRAINT rebindings_proposal_id_key UNIQUE (proposal_id);
ALTER TABLE ONLY public.redemptions
    ADD CONSTRAINT redemptions_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.redemptions
    ADD CONSTRAINT redemptions_terminal_id_ref_key UNIQUE (terminal_id, ref);
ALTER TABLE ONLY public.refund_parts
    ADD CONSTRAINT refund_parts_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.reissues
    ADD CONSTRAINT reissues_new_card_id_key UNIQUE (new_card_id);
ALTER TABLE ONLY public.reissues
    ADD CONSTRAINT reissues_old_card_id_key UNIQUE (old_card_id);
ALTER TABLE ONLY public.reissues
    ADD CONSTRAINT reissues_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.reissues
    ADD CONSTRAINT reissues_proposal_id_key UNIQUE (proposal_id);
ALTER TABLE ONLY public.reversals
    ADD CONSTRAINT reversals_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.reversals
    ADD CONSTRAINT reversals_redemption_id_key UNIQUE (redemption_id);
ALTER TABLE ONLY public.reversals
    ADD CONSTRAINT reversals_terminal_id_ref_key UNIQUE (terminal_id, ref);
ALTER TABLE ONLY public.run_changes
    ADD CONSTRAINT run_changes_pkey PRIMARY KEY (run_id, number);
ALTER TABLE ONLY public.run_comment_resolutions
    ADD CONSTRAINT run_comment_resolutions_pkey PRIMARY KEY (comment_id);
ALTER TABLE ONLY public.run_comments
    ADD CONSTRAINT run_comments_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.run_comments
    ADD CONSTRAINT run_comments_ref_key UNIQUE (ref);
ALTER TABLE ONLY public.run_errors
    ADD CONSTRAINT run_errors_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.run_events
    ADD CONSTRAINT run_events_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.run_files
    ADD CONSTRAINT run_files_pkey PRIMARY KEY (run_id, part);
ALTER TABLE ONLY public.runs
    ADD CONSTRAINT runs_continues_key UNIQUE (continues);
ALTER TABLE ONLY public.runs
    ADD CONSTRAINT runs_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.runs
    ADD CONSTRAINT runs_ref_key UNIQUE (ref);
ALTER TABLE ONLY public.seals
    ADD CONSTRAINT seals_book_since_key UNIQUE (book, since);
ALTER TABLE ONLY public.seals
    ADD CONSTRAINT seals_book_upto_key UNIQUE (book, upto);
ALTER TABLE ONLY public.seals
    ADD CONSTRAINT seals_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.search_words
    ADD CONSTRAINT search_words_pkey PRIMARY KEY (programme_id, word);
ALTER TABLE ONLY public.service_desks
    ADD CONSTRAINT service_desks_pkey PRIMARY KEY (programme_id);
ALTER TABLE ONLY public.service_times
    ADD CONSTRAINT service_times_pkey PRIMARY KEY (programme_id, category, priority);
ALTER TABLE ONLY public.settlement_adjustments
    ADD CONSTRAINT settlement_adjustments_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.settlement_adjustments
    ADD CONSTRAINT settlement_adjustments_proposal_id_key UNIQUE (proposal_id);
ALTER TABLE ONLY public.settlement_adjustments
    ADD CONSTRAINT settlement_adjustments_ref_key UNIQUE (ref);
ALTER TABLE ONLY public.settlement_rates
    ADD CONSTRAINT settlement_rate_once UNIQUE (programme_id, source, from_currency, to_currency, day);
ALTER TABLE ONLY public.settlement_rates
    ADD CONSTRAINT settlement_rates_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.shop_closures
    ADD CONSTRAINT shop_closures_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.shops
    ADD CONSTRAINT shops_brand_id_city_slug_name_ru_address_ru_key UNIQUE (brand_id, city_slug, name_ru, address_ru);
ALTER TABLE ONLY public.shops
    ADD CONSTRAINT shops_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.sign_in_seals
    ADD CONSTRAINT sign_in_seals_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.sign_in_seals
    ADD CONSTRAINT sign_in_seals_user_id_number_key UNIQUE (user_id, number);
ALTER TABLE ONLY public.sign_in_traces
    ADD CONSTRAINT sign_in_traces_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.staff_reveals
    ADD CONSTRAINT staff_reveals_pkey PRIMARY KEY (user_id, day);
ALTER TABLE ONLY public.statements
    ADD CONSTRAINT statement_begins_once UNIQUE (contract_id, from_day);
ALTER TABLE ONLY public.statement_dispute_ends
    ADD CONSTRAINT statement_dispute_ends_adjustment_id_key UNIQUE (adjustment_id);
ALTER TABLE ONLY public.statement_dispute_ends
    ADD CONSTRAINT statement_dispute_ends_pkey PRIMARY KEY (dispute_id);
ALTER TABLE ONLY public.statement_dispute_files
    ADD CONSTRAINT statement_dispute_file_once UNIQUE (dispute_id, digest);
ALTER TABLE ONLY public.statement_dispute_file_parts
    ADD CONSTRAINT statement_dispute_file_parts_pkey PRIMARY KEY (file_id, part);
ALTER TABLE ONLY public.statement_dispute_files
    ADD CONSTRAINT statement_dispute_files_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.statement_disputes
    ADD CONSTRAINT statement_dispute_once UNIQUE (statement_id, "position");
ALTER TABLE ONLY public.statement_dispute_remarks
    ADD CONSTRAINT statement_dispute_remarks_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.statement_dispute_remarks
    ADD CONSTRAINT statement_dispute_remarks_ref_key UNIQUE (ref);
ALTER TABLE ONLY public.statement_disputes
    ADD CONSTRAINT statement_disputes_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.statement_lines
    ADD CONSTRAINT statement_event_once UNIQUE (partner_id, kind, event_id);
ALTER TABLE ONLY public.statement_lines
    ADD CONSTRAINT statement_lines_pkey PRIMARY KEY (statement_id, "position");
ALTER TABLE ONLY public.statement_parties
    ADD CONSTRAINT statement_parties_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.statement_parties
    ADD CONSTRAINT statement_party_once UNIQUE (statement_id, side);
ALTER TABLE ONLY public.statement_steps
    ADD CONSTRAINT statement_step_once UNIQUE (statement_id, step);
ALTER TABLE ONLY public.statement_steps
    ADD CONSTRAINT statement_steps_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.statement_totals
    ADD CONSTRAINT statement_totals_pkey PRIMARY KEY (statement_id, kind);
ALTER TABLE ONLY public.statements
    ADD CONSTRAINT statements_contract_id_to_day_key UNIQUE (contract_id, to_day);
ALTER TABLE ONLY public.statements
    ADD CONSTRAINT statements_number_key UNIQUE (number);
ALTER TABLE ONLY public.statements
    ADD CONSTRAINT statements_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.statements
    ADD CONSTRAINT statements_previous_id_key UNIQUE (previous_id);
ALTER TABLE ONLY public.stock_lows
    ADD CONSTRAINT stock_lows_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.stock_quarantines
    ADD CONSTRAINT stock_quarantines_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.stock_reconciliations
    ADD CONSTRAINT stock_reconciliations_pkey PRIMARY KEY (quarantine_id);
ALTER TABLE ONLY public.stock_thresholds
    ADD CONSTRAINT stock_thresholds_pkey PRIMARY KEY (denomination_id);
ALTER TABLE ONLY public.supplier_breaks
    ADD CONSTRAINT supplier_breaks_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.supplier_calls
    ADD CONSTRAINT supplier_calls_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.supplier_connections
    ADD CONSTRAINT supplier_connections_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.supplier_connections
    ADD CONSTRAINT supplier_connections_programme_id_source_key UNIQUE (programme_id, source);
ALTER TABLE ONLY public.supplier_ends
    ADD CONSTRAINT supplier_ends_pkey PRIMARY KEY (purchase_id);
ALTER TABLE ONLY public.supplier_purchases
    ADD CONSTRAINT supplier_purchases_id_connection_id_key UNIQUE (id, connection_id);
ALTER TABLE ONLY public.supplier_purchases
    ADD CONSTRAINT supplier_purchases_order_id_attempt_key UNIQUE (order_id, attempt);
ALTER TABLE ONLY public.supplier_purchases
    ADD CONSTRAINT supplier_purchases_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.supplier_purchases
    ADD CONSTRAINT supplier_purchases_ref_key UNIQUE (ref);
ALTER TABLE ONLY public.supplier_receipts
    ADD CONSTRAINT supplier_receipts_once UNIQUE (connection_id, supplier_ref);
ALTER TABLE ONLY public.supplier_receipts
    ADD CONSTRAINT supplier_receipts_pkey PRIMARY KEY (purchase_id);
ALTER TABLE ONLY public.supplier_troubles
    ADD CONSTRAINT supplier_troubles_pkey PRIMARY KEY (purchase_id);
ALTER TABLE ONLY public.terminal_keys
    ADD CONSTRAINT terminal_keys_key_prefix_key UNIQUE (key_prefix);
ALTER TABLE ONLY public.terminal_keys
    ADD CONSTRAINT terminal_keys_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.terminals
    ADD CONSTRAINT terminals_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.throttle
    ADD CONSTRAINT throttle_pkey PRIMARY KEY (key, starts_at);
ALTER TABLE ONLY public.till_alarm_answers
    ADD CONSTRAINT till_alarm_answers_pkey PRIMARY KEY (alarm_id, desk);
ALTER TABLE ONLY public.till_alarms
    ADD CONSTRAINT till_alarms_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.till_clearings
    ADD CONSTRAINT till_clearings_pkey PRIMARY KEY (redemption_id);
ALTER TABLE ONLY public.till_clearings
    ADD CONSTRAINT till_clearings_proposal_id_key UNIQUE (proposal_id);
ALTER TABLE ONLY public.till_columns
    ADD CONSTRAINT till_columns_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.till_exports
    ADD CONSTRAINT till_exports_partner_id_file_digest_key UNIQUE (partner_id, file_digest);
ALTER TABLE ONLY public.till_exports
    ADD CONSTRAINT till_exports_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.till_line_ends
    ADD CONSTRAINT till_line_ends_pkey PRIMARY KEY (line_id);
ALTER TABLE ONLY public.till_lines
    ADD CONSTRAINT till_lines_export_id_line_key UNIQUE (export_id, line);
ALTER TABLE ONLY public.till_lines
    ADD CONSTRAINT till_lines_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.till_matches
    ADD CONSTRAINT till_matches_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.till_refusals
    ADD CONSTRAINT till_refusals_number_key UNIQUE (number);
ALTER TABLE ONLY public.till_refusals
    ADD CONSTRAINT till_refusals_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.topup_returns
    ADD CONSTRAINT topup_returns_pkey PRIMARY KEY (taking_id);
ALTER TABLE ONLY public.topup_takings
    ADD CONSTRAINT topup_takings_cause_cause_id_key UNIQUE (cause, cause_id);
ALTER TABLE ONLY public.topup_takings
    ADD CONSTRAINT topup_takings_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.topups
    ADD CONSTRAINT topups_member_id_ref_key UNIQUE (member_id, ref);
ALTER TABLE ONLY public.topups
    ADD CONSTRAINT topups_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.training_scenes
    ADD CONSTRAINT training_scenes_pkey PRIMARY KEY (programme_id, scene);
ALTER TABLE ONLY public.transfer_returns
    ADD CONSTRAINT transfer_returns_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.transfer_returns
    ADD CONSTRAINT transfer_returns_source_id_so_far_key UNIQUE (source_id, so_far);
ALTER TABLE ONLY public.transfer_returns
    ADD CONSTRAINT transfer_returns_transfer_id_key UNIQUE (transfer_id);
ALTER TABLE ONLY public.transfers
    ADD CONSTRAINT transfers_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.transfers
    ADD CONSTRAINT transfers_ref_key UNIQUE (ref);
ALTER TABLE ONLY public.transfers
    ADD CONSTRAINT transfers_settles_id_key UNIQUE (settles_id);
ALTER TABLE ONLY public.unreachable_emails
    ADD CONSTRAINT unreachable_emails_pkey PRIMARY KEY (programme_id, email);
ALTER TABLE ONLY public.user_sessions
    ADD CONSTRAINT user_sessions_key_digest_key UNIQUE (key_digest);
ALTER TABLE ONLY public.user_sessions
    ADD CONSTRAINT user_sessions_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.users
    ADD CONSTRAINT users_email_key UNIQUE (email);
ALTER TABLE ONLY public.users
    ADD CONSTRAINT users_fs_uniquifier_key UNIQUE (fs_uniquifier);
ALTER TABLE ONLY public.users
    ADD CONSTRAINT users_fs_webauthn_user_handle_key UNIQUE (fs_webauthn_user_handle);
ALTER TABLE ONLY public.users
    ADD CONSTRAINT users_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.waiting_operations
    ADD CONSTRAINT waiting_operations_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.waiting_operations
    ADD CONSTRAINT waiting_operations_programme_id_source_operation_id_key UNIQUE (programme_id, source, operation_id);
ALTER TABLE ONLY public.wallet_devices
    ADD CONSTRAINT wallet_devices_id_key UNIQUE (id);
ALTER TABLE ONLY public.wallet_devices
    ADD CONSTRAINT wallet_devices_pkey PRIMARY KEY (pass_id, device);
ALTER TABLE ONLY public.wallet_objects
    ADD CONSTRAINT wallet_objects_pkey PRIMARY KEY (pass_id);
ALTER TABLE ONLY public.wallet_passes
    ADD CONSTRAINT wallet_passes_giftcard_id_key UNIQUE (giftcard_id);
ALTER TABLE ONLY public.wallet_passes
    ADD CONSTRAINT wallet_passes_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.wallet_passes
    ADD CONSTRAINT wallet_passes_serial_key UNIQUE (serial);
ALTER TABLE ONLY public.webhook_deliveries
    ADD CONSTRAINT webhook_deliveries_endpoint_id_event_id_key UNIQUE (endpoint_id, event_id);
ALTER TABLE ONLY public.webhook_deliveries
    ADD CONSTRAINT webhook_deliveries_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.webhook_endpoints
    ADD CONSTRAINT webhook_endpoints_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.webhook_events
    ADD CONSTRAINT webhook_events_message_key UNIQUE (message);
ALTER TABLE ONLY public.webhook_events
    ADD CONSTRAINT webhook_events_partner_id_kind_ref_key UNIQUE (partner_id, kind, ref);
ALTER TABLE ONLY public.webhook_events
    ADD CONSTRAINT webhook_events_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.webhook_secrets
    ADD CONSTRAINT webhook_secrets_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.webhook_tries
    ADD CONSTRAINT webhook_tries_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.wishes
    ADD CONSTRAINT wishes_member_id_offer_id_value_key UNIQUE (member_id, offer_id, value);
ALTER TABLE ONLY public.wishes
    ADD CONSTRAINT wishes_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.withdrawals
    ADD CONSTRAINT withdrawals_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.withdrawals
    ADD CONSTRAINT withdrawals_proposal_id_key UNIQUE (proposal_id);
ALTER TABLE ONLY public.withdrawals
    ADD CONSTRAINT withdrawals_voiding_id_key UNIQUE (voiding_id);
ALTER TABLE ONLY public.withdrawn_codes
    ADD CONSTRAINT withdrawn_codes_pkey PRIMARY KEY (code_id);
ALTER TABLE ONLY timetable.celery_clockedschedule
    ADD CONSTRAINT celery_clockedschedule_pkey PRIMARY KEY (id);
ALTER TABLE ONLY timetable.celery_crontabschedule
    ADD CONSTRAINT celery_crontabschedule_pkey PRIMARY KEY (id);
ALTER TABLE ONLY timetable.celery_intervalschedule
    ADD CONSTRAINT celery_intervalschedule_pkey PRIMARY KEY (id);
ALTER TABLE ONLY timetable.celery_periodictask
    ADD CONSTRAINT celery_periodictask_name_key UNIQUE (name);
ALTER TABLE ONLY timetable.celery_periodictask
    ADD CONSTRAINT celery_periodictask_pkey PRIMARY KEY (id);
ALTER TABLE ONLY timetable.celery_periodictaskchanged
    ADD CONSTRAINT celery_periodictaskchanged_pkey PRIMARY KEY (id);
ALTER TABLE ONLY timetable.celery_solarschedule
    ADD CONSTRAINT celery_solarschedule_event_latitude_longitude_key UNIQUE (event, latitude, longitude);
ALTER TABLE ONLY timetable.celery_solarschedule
    ADD CONSTRAINT celery_solarschedule_pkey PRIMARY KEY (id);
CREATE UNIQUE INDEX acceptances_active ON public.acceptances USING btree (acceptor_partner_id, issuer_partner_id) WHERE (ended_at IS NULL);
CREATE INDEX acceptances_by_txid ON public.acceptances USING btree (txid);
CREATE INDEX accounts_by_txid ON public.accounts USING btree (txid);
CREATE INDEX answer_templates_by_programme ON public.answer_templates USING btree (programme_id, "position", id);
CREATE INDEX api_clients_by_txid ON public.api_clients USING btree (txid);
CREATE INDEX approval_rules_by_txid ON public.approval_rules USING btree (txid);
CREATE INDEX audit_records_by_at ON public.audit_records USING btree (at, id);
CREATE INDEX audit_records_by_subject ON public.audit_records USING btree (subject, id);
CREATE INDEX audit_records_by_txid ON public.audit_records USING btree (txid);
CREATE INDEX authorisation_ends_by_txid ON public.authorisation_ends USING btree (txid);
CREATE INDEX authorisations_by_card ON public.authorisations USING btree (giftcard_id, id);
CREATE INDEX authorisations_by_end ON public.authorisations USING btree (lapses_at, id);
CREATE INDEX authorisations_by_txid ON public.authorisations USING btree (txid);
CREATE INDEX balance_crossings_by_contract ON public.balance_crossings USING btree (contract_id, id);
CREATE INDEX balance_crossings_by_txid ON public.balance_crossings USING btree (txid);
CREATE UNIQUE INDEX bank_account_closings_now ON public.bank_account_closings USING btree (account_id) WHERE (reopened_at IS NULL);
CREATE UNIQUE INDEX bank_asides_live ON public.bank_asides USING btree (entry_id) WHERE (released_at IS NULL);
CREATE INDEX bank_entries_by_day ON public.bank_entries USING btree (account_id, booked, amount);
CREATE INDEX bank_entries_by_key ON public.bank_entries USING gin (keys);
CREATE INDEX bank_entries_by_statement ON public.bank_entries USING btree (statement_id, id);
CREATE INDEX bank_entry_repeats_of ON public.bank_entry_repeats USING btree (of_id);
CREATE INDEX bank_matches_by_entry ON public.bank_matches USING btree (entry_id);
CREATE INDEX bank_matches_by_expectation ON public.bank_matches USING btree (expectation_id);
CREATE UNIQUE INDEX bank_matches_live ON public.bank_matches USING btree (entry_id, expectation_id) WHERE (released_at IS NULL);
CREATE INDEX bank_repairs_by_statement ON public.bank_repairs USING btree (statement_id, id);
CREATE INDEX bank_returns_by_expectation ON public.bank_returns USING btree (expectation_id);
CREATE INDEX bank_statements_by_account ON public.bank_statements USING btree (account_id, to_day, id);
CREATE INDEX batch_releases_by_txid ON public.batch_releases USING btree (txid);
CREATE INDEX batch_withdrawals_by_batch ON public.batch_withdrawals USING btree (batch_id, id);
CREATE INDEX batch_withdrawals_by_txid ON public.batch_withdrawals USING btree (txid);
CREATE INDEX batches_by_txid ON public.batches USING btree (txid);
CREATE INDEX book_checks_right ON public.book_checks USING btree (id) WHERE (trouble = ''::text);
CREATE INDEX brand_search_document ON public.brand_search USING gin (document);
CREATE INDEX brand_search_words ON public.brand_search USING gin (words public.gin_trgm_ops);
CREATE INDEX brand_versions_by_brand ON public.brand_versions USING btree (brand_id, id);
CREATE INDEX brands_by_age ON public.brands USING btree (programme_id, created_at, id);
CREATE INDEX brands_by_partner ON public.brands USING btree (partner_id);
CREATE INDEX brands_by_rank ON public.brands USING btree (programme_id, rank, id);
CREATE INDEX call_steps_by_call ON public.call_steps USING btree (call_id, id);
CREATE UNIQUE INDEX call_steps_end ON public.call_steps USING btree (call_id) WHERE (what = 'end'::text);
CREATE INDEX calls_by_agent ON public.calls USING btree (agent_id, began_at);
CREATE INDEX calls_by_member ON public.calls USING btree (member_id, id);
CREATE INDEX card_operations_bought ON public.card_operations USING btree (programme_id, token, happened_at) WHERE ((kind <> 'refund'::text) AND (member_id IS NOT NULL));
CREATE INDEX card_operations_by_member ON public.card_operations USING btree (member_id, id);
CREATE INDEX card_operations_by_txid ON public.card_operations USING btree (txid);
CREATE INDEX card_operations_refunded ON public.card_operations USING btree (programme_id, token) WHERE (kind = 'refund'::text);
CREATE INDEX card_operations_refunds ON public.card_operations USING btree (programme_id, happened_at) WHERE (kind = 'refund'::text);
CREATE INDEX case_events_by_network ON public.case_events USING btree (((facts ->> 'network'::text)), at) WHERE (what = 'opened'::text);
CREATE INDEX case_questions_by_case ON public.case_questions USING btree (case_id);
CREATE INDEX case_questions_by_partner ON public.case_questions USING btree (partner_id, id);
CREATE INDEX cases_by_card ON public.cases USING btree (giftcard_id) WHERE (giftcard_id IS NOT NULL);
CREATE INDEX cases_by_incident ON public.cases USING btree (incident_id) WHERE (incident_id IS NOT NULL);
CREATE INDEX cases_by_member ON public.cases USING btree (member_id, id);
CREATE INDEX cases_by_programme ON public.cases USING btree (programme_id, id);
CREATE INDEX cases_by_target ON public.cases USING btree (merged_into) WHERE (merged_into IS NOT NULL);
CREATE INDEX cases_open ON public.cases USING btree (programme_id, due_at) WHERE (state = ANY (ARRAY['open'::text, 'waits_member'::text, 'waits_partner'::text]));
CREATE UNIQUE INDEX catalogue_drafts_open ON public.catalogue_drafts USING btree (partner_id) WHERE (ended_at IS NULL);
CREATE INDEX catalogue_publications_by_partner ON public.catalogue_publications USING btree (partner_id, id);
CREATE INDEX catalogue_publications_by_programme ON public.catalogue_publications USING btree (programme_id, id);
CREATE INDEX catalogue_publications_by_txid ON public.catalogue_publications USING btree (txid);
CREATE INDEX code_canaries_by_batch ON public.code_canaries USING btree (batch_id);
CREATE INDEX code_canaries_by_txid ON public.code_canaries USING btree (txid);
CREATE INDEX code_renewals_by_code_id ON public.code_renewals USING btree (code_id, id);
CREATE INDEX code_renewals_by_txid ON public.code_renewals USING btree (txid);
CREATE INDEX code_return_decisions_by_txid ON public.code_return_decisions USING btree (txid);
CREATE INDEX code_returns_by_txid ON public.code_returns USING btree (txid);
CREATE INDEX codes_by_txid ON public.codes USING btree (txid);
CREATE INDEX consents_by_txid ON public.consents USING btree (txid);
CREATE INDEX contract_refusals_by_txid ON public.contract_refusals USING btree (txid);
CREATE INDEX contract_signatures_by_txid ON public.contract_signatures USING btree (txid);
CREATE INDEX contract_versions_by_txid ON public.contract_versions USING btree (txid);
CREATE INDEX contracts_by_txid ON public.contracts USING btree (txid);
CREATE INDEX denominations_by_price ON public.denominations USING btree (brand_id, price_points, id) INCLUDE (offer_id, value, old_price_points) WHERE active;
CREATE INDEX denominations_by_value ON public.denominations USING btree (brand_id, value, id) INCLUDE (offer_id, price_points) WHERE active;
CREATE INDEX denominations_prices ON public.denominations USING btree (price_points, brand_id, id) WHERE active;
CREATE INDEX deposit_releases_by_partner ON public.deposit_releases USING btree (partner_id, id);
CREATE INDEX deposit_releases_by_txid ON public.deposit_releases USING btree (txid);
CREATE INDEX deposit_requests_by_partner ON public.deposit_requests USING btree (partner_id, id);
CREATE INDEX ended_grants_by_partner ON public.ended_grants USING btree (partner_id, ended_at) WHERE (partner_id IS NOT NULL);
CREATE INDEX entries_by_account ON public.entries USING btree (account_id, id DESC);
CREATE INDEX entries_by_time ON public.entries USING brin (at) WITH (autosummarize='on');
CREATE INDEX entries_by_transfer ON public.entries USING btree (transfer_id);
CREATE INDEX entries_by_txid ON public.entries USING btree (txid);
CREATE INDEX erased_members_by_txid ON public.erased_members USING btree (txid);
CREATE INDEX erasure_ends_by_txid ON public.erasure_ends USING btree (txid);
CREATE INDEX erasure_steps_by_txid ON public.erasure_steps USING btree (txid);
CREATE INDEX erasures_by_member ON public.erasures USING btree (member_id, id);
CREATE INDEX erasures_by_programme ON public.erasures USING btree (programme_id, id);
CREATE INDEX erasures_by_txid ON public.erasures USING btree (txid);
CREATE INDEX exchange_quotes_by_card ON public.exchange_quotes USING btree (giftcard_id, id);
CREATE INDEX exchange_rules_by_brand ON public.exchange_rules USING btree (brand_id, id);
CREATE INDEX exchange_rules_by_programme ON public.exchange_rules USING btree (programme_id, brand_id, id);
CREATE INDEX exchanges_by_member ON public.exchanges USING btree (member_id, at);
CREATE INDEX exchanges_by_txid ON public.exchanges USING btree (txid);
CREATE INDEX expectations_by_programme ON public.expectations USING btree (programme_id, due);
CREATE INDEX exports_by_ends_at ON public.exports USING btree (ends_at);
CREATE INDEX exports_by_user_id ON public.exports USING btree (user_id);
CREATE INDEX forgettings_by_txid ON public.forgettings USING btree (txid);
CREATE INDEX former_addresses_by_at ON public.former_addresses USING btree (at);
CREATE INDEX former_addresses_by_user ON public.former_addresses USING btree (user_id);
CREATE INDEX fraud_decisions_by_member ON public.fraud_decisions USING btree (member_id) WHERE (member_id IS NOT NULL);
CREATE INDEX fraud_decisions_by_signal ON public.fraud_decisions USING btree (signal_id, id);
CREATE INDEX fraud_marks_by_mark ON public.fraud_marks USING btree (programme_id, mark, until);
CREATE INDEX fraud_signals_by_member ON public.fraud_signals USING btree (member_id, id) WHERE (member_id IS NOT NULL);
CREATE INDEX free_codes_by_batch ON public.free_codes USING btree (batch_id, expires_on);
CREATE UNIQUE INDEX free_codes_once ON public.free_codes USING btree (code_id);
CREATE INDEX gift_ends_by_txid ON public.gift_ends USING btree (txid);
CREATE INDEX gift_words_locked ON public.gift_words USING btree (gift_id) WHERE (wrong = 5);
CREATE INDEX giftcard_endings_by_succession ON public.giftcard_endings USING btree (succession_id);
CREATE INDEX giftcard_endings_by_txid ON public.giftcard_endings USING btree (txid);
CREATE INDEX giftcard_events_by_card ON public.giftcard_events USING btree (giftcard_id, id);
CREATE INDEX giftcard_events_by_txid ON public.giftcard_events USING btree (txid);
CREATE UNIQUE INDEX giftcard_events_delivered ON public.giftcard_events USING btree (giftcard_id) WHERE (kind = 'delivered'::text);
CREATE INDEX giftcard_extensions_by_card ON public.giftcard_extensions USING btree (giftcard_id, id);
CREATE INDEX giftcard_extensions_by_txid ON public.giftcard_extensions USING btree (txid);
CREATE INDEX giftcard_marks_by_card ON public.giftcard_marks USING btree (giftcard_id, id);
CREATE INDEX giftcard_movements_by_card ON public.giftcard_movements USING btree (giftcard_id, id) INCLUDE (amount);
CREATE INDEX giftcard_movements_by_txid ON public.giftcard_movements USING btree (txid);
CREATE INDEX giftcard_stops_by_txid ON public.giftcard_stops USING btree (txid);
CREATE UNIQUE INDEX giftcard_stops_open ON public.giftcard_stops USING btree (giftcard_id) WHERE (lifted_at IS NULL);
CREATE INDEX giftcard_successions_by_txid ON public.giftcard_successions USING btree (txid);
CREATE INDEX giftcard_voidings_by_txid ON public.giftcard_voidings USING btree (txid);
CREATE INDEX giftcards_by_last4 ON public.giftcards USING btree (last4, programme_id, id);
CREATE INDEX giftcards_by_member ON public.giftcards USING btree (member_id, id DESC);
CREATE INDEX giftcards_by_succession ON public.giftcards USING btree (succession_id) WHERE (succession_id IS NOT NULL);
CREATE INDEX giftcards_by_time ON public.giftcards USING brin (issued_at) WITH (autosummarize='on');
CREATE INDEX giftcards_by_txid ON public.giftcards USING btree (txid);
CREATE UNIQUE INDEX giftcards_live_code ON public.giftcards USING btree (code_id) WHERE (state <> 'void'::text);
CREATE INDEX gifts_by_card ON public.gifts USING btree (giftcard_id);
CREATE INDEX gifts_by_giver ON public.gifts USING btree (giver_id, id DESC);
CREATE INDEX gifts_by_txid ON public.gifts USING btree (txid);
CREATE INDEX grants_by_programme_id ON public.grants USING btree (programme_id);
CREATE INDEX identifications_by_member ON public.identifications USING btree (member_id, at);
CREATE INDEX incidents_by_programme ON public.incidents USING btree (programme_id, id);
CREATE UNIQUE INDEX invitations_open ON public.invitations USING btree (partner_id, email) WHERE ((accepted_at IS NULL) AND (revoked_at IS NULL));
CREATE UNIQUE INDEX issuing_suspensions_now ON public.issuing_suspensions USING btree (user_id, programme_id) WHERE (lifted_at IS NULL);
CREATE INDEX joint_promotion_refusals_by_txid ON public.joint_promotion_refusals USING btree (txid);
CREATE INDEX joint_promotion_signatures_by_txid ON public.joint_promotion_signatures USING btree (txid);
CREATE INDEX joint_promotions_by_contract ON public.joint_promotions USING btree (contract_id, from_day);
CREATE INDEX joint_promotions_by_txid ON public.joint_promotions USING btree (txid);
CREATE INDEX letter_requests_by_asked_at ON public.letter_requests USING btree (asked_at);
CREATE INDEX letter_requests_by_email ON public.letter_requests USING btree (email);
CREATE INDEX lost_handouts_by_txid ON public.lost_handouts USING btree (txid);
CREATE INDEX lots_by_account ON public.lots USING btree (account_id, id);
CREATE INDEX lots_by_txid ON public.lots USING btree (txid);
CREATE INDEX mails_by_programme_id ON public.mails USING btree (programme_id, id);
CREATE INDEX mails_by_recipient ON public.mails USING btree (recipient, id);
CREATE INDEX mails_of_guesses ON public.mails USING btree (programme_id, written_at) WHERE starts_with(ref, 'security:guesses:'::text);
CREATE INDEX mails_with_links ON public.mails USING btree (written_at) WHERE (links IS NOT NULL);
CREATE INDEX member_archives_by_asked_by ON public.member_archives USING btree (asked_by);
CREATE INDEX member_archives_by_ends_at ON public.member_archives USING btree (ends_at);
CREATE INDEX member_archives_by_member ON public.member_archives USING btree (member_id, asked_by);
CREATE UNIQUE INDEX member_cards_bound ON public.member_cards USING btree (programme_id, token) WHERE (unbound_at IS NULL);
CREATE INDEX member_cards_by_member_id ON public.member_cards USING btree (member_id);
CREATE INDEX member_cards_by_token ON public.member_cards USING btree (programme_id, token);
CREATE INDEX member_cards_by_txid ON public.member_cards USING btree (txid);
CREATE UNIQUE INDEX member_holds_open ON public.member_holds USING btree (member_id) WHERE (lifted_at IS NULL);
CREATE INDEX member_merges_by_into ON public.member_merges USING btree (into_member_id);
CREATE INDEX member_merges_by_txid ON public.member_merges USING btree (txid);
CREATE INDEX members_by_digits ON public.members USING btree (programme_id, regexp_replace(phone, '[^0-9]'::text, ''::text, 'g'::text) text_pattern_ops);
CREATE INDEX members_by_email ON public.members USING btree (programme_id, email text_pattern_ops);
CREATE INDEX members_by_end_of_number ON public.members USING btree (programme_id, "right"(number, 4));
CREATE INDEX members_by_end_of_phone ON public.members USING btree (programme_id, "right"(regexp_replace(phone, '[^0-9]'::text, ''::text, 'g'::text), 4));
CREATE INDEX members_by_joined_at ON public.members USING btree (programme_id, joined_at, id);
CREATE INDEX members_by_part_of_email ON public.members USING gin (email public.gin_trgm_ops);
CREATE INDEX members_by_sound ON public.members USING gin ((((' '::text || regexp_replace(translate(replace(replace(replace(replace(replace(replace(replace(translate(replace(replace(replace(replace(replace(replace(lower(((first_name || ' '::text) || last_name)), 'щ'::text, 'sh'::text), 'ш'::text, 'sh'::text), 'ч'::text, 'ch'::text), 'ж'::text, 'zh'::text), 'ю'::text, 'iu'::text), 'я'::text, 'ia'::text), 'абвгдеёзийклмнопрстуфхцыэyjwъь'::text, 'abvgdeeziiklmnoprstufhcieiiv'::text), 'shch'::text, 'sh'::text), 'kh'::text, 'h'::text), 'ts'::text, 'c'::text), 'x'::text, 'ks'::text), 'ii'::text, 'i'::text), 'ph'::text, 'f'::text), 'dzh'::text, ''::text), 'cqzaeiouvhyj'::text, 'kks'::text), '([^ ])\1+'::text, '\1'::text, 'g'::text)) || ' '::text)) public.gin_trgm_ops);
CREATE INDEX members_by_txid ON public.members USING btree (txid);
CREATE INDEX members_by_user_id ON public.members USING btree (user_id);
CREATE INDEX members_by_words ON public.members USING gin (replace(replace(replace(replace(replace(translate(replace(replace(replace(replace(replace(replace(lower(((first_name || ' '::text) || last_name)), 'щ'::text, 'sh'::text), 'ш'::text, 'sh'::text), 'ч'::text, 'ch'::text), 'ж'::text, 'zh'::text), 'ю'::text, 'iu'::text), 'я'::text, 'ia'::text), 'абвгдеёзийклмнопрстуфхцыэyjwъь'::text, 'abvgdeeziiklmnoprstufhcieiiv'::text), 'shch'::text, 'sh'::text), 'kh'::text, 'h'::text), 'ts'::text, 'c'::text), 'x'::text, 'ks'::text), 'ii'::text, 'i'::text) public.gin_trgm_ops);
CREATE INDEX netting_approvals_by_txid ON public.netting_approvals USING btree (txid);
CREATE INDEX netting_positions_by_partner ON public.netting_positions USING btree (partner_id);
CREATE INDEX netting_positions_by_programme ON public.netting_positions USING btree (programme_id);
CREATE INDEX netting_positions_by_txid ON public.netting_positions USING btree (txid);
CREATE INDEX netting_steps_by_txid ON public.netting_steps USING btree (txid);
CREATE INDEX netting_transfers_by_txid ON public.netting_transfers USING btree (txid);
CREATE INDEX nettings_by_txid ON public.nettings USING btree (txid);
CREATE INDEX offer_versions_by_publication ON public.offer_versions USING btree (publication_id);
CREATE INDEX offer_versions_by_txid ON public.offer_versions USING btree (txid);
CREATE INDEX offers_by_brand ON public.offers USING btree (brand_id) WHERE published;
CREATE INDEX offers_by_ref ON public.offers USING btree (programme_id, source, external_ref);
CREATE INDEX offers_in_order ON public.offers USING btree (programme_id, id) WHERE published;
CREATE INDEX offers_range_prices ON public.offers USING btree (price_min, brand_id) WHERE (published AND (value_min IS NOT NULL) AND (fulfilment <> 'stock'::text));
CREATE INDEX offers_ranges ON public.offers USING btree (brand_id) WHERE (published AND (value_min IS NOT NULL));
CREATE INDEX offline_holders_by_terminal ON public.offline_holders USING btree (terminal_id, until);
CREATE UNIQUE INDEX offline_holders_open ON public.offline_holders USING btree (terminal_id) WHERE (ended_at IS NULL);
CREATE INDEX offline_passes_by_end ON public.offline_passes USING btree (until);
CREATE INDEX offline_takings_by_acceptor ON public.offline_takings USING btree (acceptor_partner_id, id);
CREATE INDEX offline_takings_by_terminal ON public.offline_takings USING btree (terminal_id, package_at);
CREATE INDEX offline_takings_by_txid ON public.offline_takings USING btree (txid);
CREATE INDEX offline_terms_by_txid ON public.offline_terms USING btree (txid);
CREATE UNIQUE INDEX offline_terms_open ON public.offline_terms USING btree (terminal_id) WHERE (ended_at IS NULL);
CREATE INDEX open_lots_by_day ON public.open_lots USING btree (expires_on) WHERE (expires_on IS NOT NULL);
CREATE INDEX open_lots_in_order ON public.open_lots USING btree (account_id, expires_on, lot_id);
CREATE INDEX operation_intakes_by_run ON public.operation_intakes USING btree (run_id) WHERE (run_id IS NOT NULL);
CREATE INDEX operation_intakes_by_txid ON public.operation_intakes USING btree (txid);
CREATE INDEX order_cancellations_by_txid ON public.order_cancellations USING btree (txid);
CREATE INDEX order_obtainments_by_txid ON public.order_obtainments USING btree (txid);
CREATE INDEX order_refunds_by_order ON public.order_refunds USING btree (order_id);
CREATE INDEX order_refunds_by_txid ON public.order_refunds USING btree (txid);
CREATE INDEX orders_by_brand ON public.orders USING btree (brand_id, id);
CREATE INDEX orders_by_member ON public.orders USING btree (member_id, id DESC);
CREATE INDEX orders_by_time ON public.orders USING btree (placed_at, id);
CREATE INDEX orders_by_txid ON public.orders USING btree (txid);
CREATE INDEX outbox_dead ON public.outbox USING btree (dead_at) WHERE (dead_at IS NOT NULL);
CREATE INDEX outbox_due ON public.outbox USING btree (due_at) WHERE ((kept_at IS NULL) AND (dead_at IS NULL));
CREATE INDEX own_seals_by_txid ON public.own_seals USING btree (txid);
CREATE INDEX partner_applications_by_programme ON public.partner_applications USING btree (programme_id, id);
CREATE INDEX partner_events_by_partner ON public.partner_events USING btree (partner_id, id);
CREATE INDEX partner_payments_by_partner ON public.partner_payments USING btree (partner_id, at);
CREATE INDEX partner_payments_by_txid ON public.partner_payments USING btree (txid);
CREATE INDEX payment_calls_by_payment ON public.payment_calls USING btree (payment_id, id);
CREATE INDEX payment_completions_by_txid ON public.payment_completions USING btree (txid);
CREATE INDEX payment_dispute_pieces_by_txid ON public.payment_dispute_pieces USING btree (txid);
CREATE INDEX payment_dispute_returns_by_txid ON public.payment_dispute_returns USING btree (txid);
CREATE INDEX payment_dispute_steps_by_txid ON public.payment_dispute_steps USING btree (txid);
CREATE INDEX payment_dispute_takings_by_txid ON public.payment_dispute_takings USING btree (txid);
CREATE INDEX payment_disputes_by_payment ON public.payment_disputes USING btree (payment_id);
CREATE INDEX payment_disputes_by_txid ON public.payment_disputes USING btree (txid);
CREATE INDEX payment_expiries_by_txid ON public.payment_expiries USING btree (txid);
CREATE INDEX payment_nettings_by_payment ON public.payment_nettings USING btree (payment_id);
CREATE INDEX payment_nettings_by_txid ON public.payment_nettings USING btree (txid);
CREATE INDEX payment_refund_ends_by_txid ON public.payment_refund_ends USING btree (txid);
CREATE INDEX payment_refund_receipts_by_txid ON public.payment_refund_receipts USING btree (txid);
CREATE INDEX payment_refunds_by_payment ON public.payment_refunds USING btree (payment_id);
CREATE INDEX payment_refunds_by_person ON public.payment_refunds USING btree (by, at);
CREATE INDEX payment_refunds_by_txid ON public.payment_refunds USING btree (txid);
CREATE INDEX payment_write_offs_by_txid ON public.payment_write_offs USING btree (txid);
CREATE INDEX payments_by_member ON public.payments USING btree (member_id, id DESC);
CREATE INDEX payments_by_programme ON public.payments USING btree (programme_id, id DESC);
CREATE INDEX payments_by_txid ON public.payments USING btree (txid);
CREATE INDEX payout_accounts_by_partner ON public.payout_accounts USING btree (programme_id, partner_id, id);
CREATE INDEX payout_accounts_by_txid ON public.payout_accounts USING btree (txid);
CREATE INDEX payout_calls_by_line ON public.payout_calls USING btree (line_id, id);
CREATE UNIQUE INDEX payout_event_by_proposal ON public.payout_events USING btree (proposal_id, line_id);
CREATE INDEX payout_events_by_line ON public.payout_events USING btree (line_id, id);
CREATE INDEX payout_events_by_txid ON public.payout_events USING btree (txid);
CREATE INDEX payout_files_by_txid ON public.payout_files USING btree (txid);
CREATE INDEX payout_lines_by_partner ON public.payout_lines USING btree (partner_id, id);
CREATE INDEX payout_lines_by_statement ON public.payout_lines USING btree (statement_id);
CREATE INDEX payout_lines_by_txid ON public.payout_lines USING btree (txid);
CREATE UNIQUE INDEX payout_move_once ON public.payout_moves USING btree (line_id, what) WHERE (what <> 'reversal'::text);
CREATE INDEX payout_moves_by_txid ON public.payout_moves USING btree (txid);
CREATE INDEX payout_run_steps_by_txid ON public.payout_run_steps USING btree (txid);
CREATE INDEX payout_runs_by_txid ON public.payout_runs USING btree (txid);
CREATE INDEX point_corrections_by_day ON public.point_corrections USING btree (programme_id, day);
CREATE INDEX point_corrections_by_member ON public.point_corrections USING btree (member_id, id);
CREATE INDEX point_corrections_by_txid ON public.point_corrections USING btree (txid);
CREATE INDEX programme_texts_by_txid ON public.programme_texts USING btree (txid);
CREATE INDEX programmes_by_training_of ON public.programmes USING btree (training_of) WHERE (training_of IS NOT NULL);
CREATE INDEX proposal_applications_by_txid ON public.proposal_applications USING btree (txid);
CREATE INDEX proposal_decisions_by_txid ON public.proposal_decisions USING btree (txid);
CREATE INDEX proposal_notes_by_proposal ON public.proposal_notes USING btree (proposal_id, id);
CREATE INDEX proposal_versions_by_about ON public.proposal_versions USING gin (about);
CREATE INDEX proposal_versions_by_author ON public.proposal_versions USING btree (edited_by, proposal_id);
CREATE INDEX proposal_versions_by_txid ON public.proposal_versions USING btree (txid);
CREATE INDEX proposals_by_subject ON public.proposals USING btree (programme_id, kind, subject);
CREATE INDEX proposals_by_txid ON public.proposals USING btree (txid);
CREATE INDEX provider_events_by_payment ON public.provider_events USING btree (payment_id, id);
CREATE INDEX provider_events_kept ON public.provider_events USING btree (received_at) WHERE (body <> '\x'::bytea);
CREATE INDEX provider_events_waiting ON public.provider_events USING btree (about) WHERE (outcome = 'waiting'::text);
CREATE INDEX publication_runs_by_txid ON public.publication_runs USING btree (txid);
CREATE INDEX publication_undos_by_txid ON public.publication_undos USING btree (txid);
CREATE INDEX rebindings_by_programme ON public.rebindings USING btree (programme_id, at);
CREATE INDEX rebindings_by_txid ON public.rebindings USING btree (txid);
CREATE INDEX redemptions_by_acceptor ON public.redemptions USING btree (acceptor_partner_id, id);
CREATE INDEX redemptions_by_card ON public.redemptions USING btree (giftcard_id, id);
CREATE INDEX redemptions_by_issuer ON public.redemptions USING btree (issuer_partner_id, id);
CREATE INDEX redemptions_by_receipt ON public.redemptions USING btree (receipt) WHERE (receipt <> ''::text);
CREATE INDEX redemptions_by_terminal ON public.redemptions USING btree (terminal_id, id);
CREATE INDEX redemptions_by_time ON public.redemptions USING btree (at, id);
CREATE INDEX redemptions_by_txid ON public.redemptions USING btree (txid);
CREATE INDEX refund_parts_by_purchase ON public.refund_parts USING btree (purchase_id);
CREATE INDEX refund_parts_by_refund ON public.refund_parts USING btree (refund_id);
CREATE INDEX refund_parts_by_txid ON public.refund_parts USING btree (txid);
CREATE INDEX reissues_by_person ON public.reissues USING btree (asked_by, at);
CREATE INDEX reissues_by_txid ON public.reissues USING btree (txid);
CREATE INDEX reversals_by_person ON public.reversals USING btree (reversed_by, at) WHERE (reversed_by IS NOT NULL);
CREATE INDEX reversals_by_terminal ON public.reversals USING btree (terminal_id, id);
CREATE INDEX reversals_by_txid ON public.reversals USING btree (txid);
CREATE INDEX run_comments_answers ON public.run_comments USING btree (answers) WHERE (answers IS NOT NULL);
CREATE INDEX run_comments_by_run ON public.run_comments USING btree (run_id, id);
CREATE INDEX run_errors_by_run ON public.run_errors USING btree (run_id, at_row);
CREATE INDEX run_events_by_run ON public.run_events USING btree (run_id, id);
CREATE INDEX runs_by_partner ON public.runs USING btree (partner_id, id) WHERE (partner_id IS NOT NULL);
CREATE INDEX runs_by_programme ON public.runs USING btree (programme_id, id);
CREATE INDEX runs_open ON public.runs USING btree (id) WHERE (state <> ALL (ARRAY['applied'::text, 'failed'::text, 'discarded'::text]));
CREATE INDEX runs_same_file ON public.runs USING btree (programme_id, file_digest);
CREATE INDEX search_words_alike ON public.search_words USING gin (word public.gin_trgm_ops) WHERE (NOT joined);
CREATE INDEX search_words_joined ON public.search_words USING gin (word public.gin_trgm_ops) WHERE joined;
CREATE INDEX search_words_short ON public.search_words USING btree (programme_id, word) WHERE (length(word) <= 5);
CREATE INDEX search_words_slips ON public.search_words USING gin (public.search_slips(programme_id, word)) WITH (fastupdate=off) WHERE (NOT joined);
CREATE UNIQUE INDEX service_desks_by_mailbox ON public.service_desks USING btree (mailbox) WHERE (mailbox <> ''::text);
CREATE INDEX settlement_adjustments_by_partner ON public.settlement_adjustments USING btree (partner_id, at);
CREATE INDEX settlement_adjustments_by_txid ON public.settlement_adjustments USING btree (txid);
CREATE INDEX settlement_rates_by_txid ON public.settlement_rates USING btree (txid);
CREATE UNIQUE INDEX shop_closures_by_shop ON public.shop_closures USING btree (shop_id, from_on, until_on) NULLS NOT DISTINCT WHERE (lifted_at IS NULL);
CREATE INDEX shops_by_brand ON public.shops USING btree (brand_id, city_slug, id);
CREATE INDEX sign_in_seals_by_txid ON public.sign_in_seals USING btree (txid);
CREATE INDEX sign_in_traces_by_at ON public.sign_in_traces USING btree (at);
CREATE INDEX sign_in_traces_by_user ON public.sign_in_traces USING btree (user_id, at);
CREATE INDEX statement_dispute_ends_by_txid ON public.statement_dispute_ends USING btree (txid);
CREATE INDEX statement_dispute_files_by_txid ON public.statement_dispute_files USING btree (txid);
CREATE INDEX statement_dispute_remarks_by_dispute ON public.statement_dispute_remarks USING btree (dispute_id, id);
CREATE INDEX statement_dispute_remarks_by_txid ON public.statement_dispute_remarks USING btree (txid);
CREATE INDEX statement_disputes_by_txid ON public.statement_disputes USING btree (txid);
CREATE INDEX statement_parties_by_txid ON public.statement_parties USING btree (txid);
CREATE INDEX statement_steps_by_txid ON public.statement_steps USING btree (txid);
CREATE INDEX statements_by_partner ON public.statements USING btree (partner_id, id);
CREATE INDEX statements_by_txid ON public.statements USING btree (txid);
CREATE UNIQUE INDEX statements_first ON public.statements USING btree (contract_id) WHERE (previous_id IS NULL);
CREATE UNIQUE INDEX stock_lows_open ON public.stock_lows USING btree (denomination_id) WHERE (over_at IS NULL);
CREATE INDEX stock_quarantines_by_txid ON public.stock_quarantines USING btree (txid);
CREATE INDEX stock_reconciliations_by_txid ON public.stock_reconciliations USING btree (txid);
CREATE UNIQUE INDEX supplier_breaks_open ON public.supplier_breaks USING btree (connection_id) WHERE (ended_at IS NULL);
CREATE INDEX supplier_calls_by_purchase ON public.supplier_calls USING btree (purchase_id, id);
CREATE INDEX supplier_ends_by_txid ON public.supplier_ends USING btree (txid);
CREATE INDEX supplier_purchases_alike ON public.supplier_purchases USING btree (connection_id, product, value);
CREATE INDEX supplier_purchases_by_time ON public.supplier_purchases USING btree (asked_at);
CREATE INDEX supplier_purchases_by_txid ON public.supplier_purchases USING btree (txid);
CREATE INDEX supplier_receipts_by_txid ON public.supplier_receipts USING btree (txid);
CREATE INDEX terminal_keys_by_terminal ON public.terminal_keys USING btree (terminal_id, id);
CREATE INDEX terminal_keys_by_txid ON public.terminal_keys USING btree (txid);
CREATE INDEX terminals_by_txid ON public.terminals USING btree (txid);
CREATE UNIQUE INDEX terminals_open ON public.terminals USING btree (partner_id, name) WHERE (closed_at IS NULL);
CREATE INDEX till_alarms_by_partner ON public.till_alarms USING btree (partner_id, id);
CREATE UNIQUE INDEX till_alarms_once ON public.till_alarms USING btree (terminal_id, kind, hour, batch_id) NULLS NOT DISTINCT WHERE ((kind <> 'reversing'::text) OR (user_id IS NULL));
CREATE UNIQUE INDEX till_alarms_once_for_person ON public.till_alarms USING btree (partner_id, user_id, hour) WHERE ((kind = 'reversing'::text) AND (user_id IS NOT NULL));
CREATE INDEX till_columns_by_partner ON public.till_columns USING btree (partner_id, id);
CREATE INDEX till_lines_by_partner ON public.till_lines USING btree (partner_id, at);
CREATE INDEX till_lines_by_receipt ON public.till_lines USING btree (partner_id, receipt_key);
CREATE INDEX till_matches_by_line ON public.till_matches USING btree (line_id);
CREATE UNIQUE INDEX till_matches_live ON public.till_matches USING btree (redemption_id) WHERE (released_at IS NULL);
CREATE INDEX till_refusals_by_card ON public.till_refusals USING btree (giftcard_id, id) WHERE (giftcard_id IS NOT NULL);
CREATE INDEX till_refusals_by_terminal ON public.till_refusals USING btree (terminal_id, at);
CREATE INDEX till_refusals_by_user ON public.till_refusals USING btree (user_id, at) WHERE (user_id IS NOT NULL);
CREATE INDEX topup_returns_by_txid ON public.topup_returns USING btree (txid);
CREATE INDEX topup_takings_by_topup ON public.topup_takings USING btree (topup_id);
CREATE INDEX topup_takings_by_txid ON public.topup_takings USING btree (txid);
CREATE INDEX topups_by_txid ON public.topups USING btree (txid);
CREATE INDEX transfer_returns_by_txid ON public.transfer_returns USING btree (txid);
CREATE INDEX transfers_by_txid ON public.transfers USING btree (txid);
CREATE INDEX user_sessions_by_user_id ON public.user_sessions USING btree (user_id);
CREATE INDEX waiting_operations_by_txid ON public.waiting_operations USING btree (txid);
CREATE INDEX waiting_operations_due ON public.waiting_operations USING btree (happened_at);
CREATE INDEX wallet_devices_by_device ON public.wallet_devices USING btree (device);
CREATE INDEX webhook_deliveries_in_order ON public.webhook_deliveries USING btree (endpoint_id, id DESC);
CREATE INDEX webhook_deliveries_waiting ON public.webhook_deliveries USING btree (endpoint_id, id) WHERE (state = 'waiting'::text);
CREATE UNIQUE INDEX webhook_endpoints_of_partner ON public.webhook_endpoints USING btree (partner_id) WHERE (removed_at IS NULL);
CREATE INDEX webhook_events_by_time ON public.webhook_events USING btree (at);
CREATE UNIQUE INDEX webhook_secrets_newest ON public.webhook_secrets USING btree (endpoint_id) WHERE (dies_at IS NULL);
CREATE INDEX webhook_tries_of_delivery ON public.webhook_tries USING btree (delivery_id, id);
CREATE INDEX wishes_by_offer ON public.wishes USING btree (offer_id, value);
CREATE INDEX wishes_untold ON public.wishes USING btree (member_id) WHERE (told_at IS NULL);
CREATE INDEX withdrawals_by_person ON public.withdrawals USING btree (asked_by, at);
CREATE INDEX withdrawals_by_programme ON public.withdrawals USING btree (programme_id, at);
CREATE INDEX withdrawals_by_txid ON public.withdrawals USING btree (txid);
CREATE INDEX withdrawn_codes_by_withdrawal ON public.withdrawn_codes USING btree (withdrawal_id);
CREATE TRIGGER accounts_frozen BEFORE DELETE OR UPDATE OR TRUNCATE ON public.accounts FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER approval_rules_checked BEFORE INSERT ON public.approval_rules FOR EACH ROW EXECUTE FUNCTION public.approval_rule_check();
CREATE TRIGGER approval_rules_frozen BEFORE DELETE OR UPDATE OR TRUNCATE ON public.approval_rules FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER audit_records_forgotten BEFORE UPDATE ON public.audit_records FOR EACH ROW EXECUTE FUNCTION public.forgetting_note('id', 'why', 'before', 'after');
CREATE TRIGGER audit_records_frozen BEFORE DELETE OR TRUNCATE ON public.audit_records FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER authorisation_ends_frozen BEFORE DELETE OR UPDATE OR TRUNCATE ON public.authorisation_ends FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER authorisations_frozen BEFORE DELETE OR UPDATE OR TRUNCATE ON public.authorisations FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER brands_added AFTER INSERT ON public.brands REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION public.search_follows_brands();
CREATE TRIGGER brands_changed AFTER UPDATE ON public.brands REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION public.search_follows_brands();
CREATE TRIGGER brands_hidden BEFORE INSERT OR UPDATE OF partner_id ON public.brands FOR EACH ROW EXECUTE FUNCTION public.brand_hide();
CREATE TRIGGER card_operations_forgotten BEFORE UPDATE ON public.card_operations FOR EACH ROW EXECUTE FUNCTION public.forgetting_note('id', 'token', 'merchant');
CREATE TRIGGER card_operations_frozen BEFORE DELETE OR TRUNCATE ON public.card_operations FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER case_events_frozen BEFORE DELETE OR TRUNCATE ON public.case_events FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER case_events_text BEFORE UPDATE ON public.case_events FOR EACH ROW EXECUTE FUNCTION public.case_text_less();
CREATE TRIGGER categories_changed AFTER UPDATE ON public.categories REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION public.search_follows_categories();
CREATE TRIGGER code_canaries_frozen BEFORE DELETE OR UPDATE OR TRUNCATE ON public.code_canaries FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER code_renewals_frozen BEFORE DELETE OR UPDATE OR TRUNCATE ON public.code_renewals FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER code_return_decisions_frozen BEFORE DELETE OR UPDATE OR TRUNCATE ON public.code_return_decisions FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER code_returns_frozen BEFORE DELETE OR UPDATE OR TRUNCATE ON public.code_returns FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER codes_frozen BEFORE DELETE OR TRUNCATE ON public.codes FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER consents_frozen BEFORE DELETE OR UPDATE OR TRUNCATE ON public.consents FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER contract_refusals_check BEFORE INSERT ON public.contract_refusals FOR EACH ROW EXECUTE FUNCTION public.contract_signature_check();
CREATE TRIGGER contract_refusals_frozen BEFORE DELETE OR UPDATE OR TRUNCATE ON public.contract_refusals FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER contract_signatures_check BEFORE INSERT ON public.contract_signatures FOR EACH ROW EXECUTE FUNCTION public.contract_signature_check();
CREATE TRIGGER contract_signatures_frozen BEFORE DELETE OR UPDATE OR TRUNCATE ON public.contract_signatures FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER contract_versions_check BEFORE INSERT ON public.contract_versions FOR EACH ROW EXECUTE FUNCTION public.contract_version_check();
CREATE TRIGGER contract_versions_frozen BEFORE DELETE OR UPDATE OR TRUNCATE ON public.contract_versions FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER contracts_frozen BEFORE DELETE OR UPDATE OR TRUNCATE ON public.contracts FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER denominations_brand BEFORE INSERT ON public.denominations FOR EACH ROW WHEN ((new.brand_id IS NULL)) EXECUTE FUNCTION public.denomination_brand();
CREATE TRIGGER entries_frozen BEFORE DELETE OR UPDATE OR TRUNCATE ON public.entries FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER erased_members_frozen BEFORE DELETE OR UPDATE OR TRUNCATE ON public.erased_members FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER erasure_ends_frozen BEFORE DELETE OR UPDATE OR TRUNCATE ON public.erasure_ends FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER erasure_steps_frozen BEFORE DELETE OR UPDATE OR TRUNCATE ON public.erasure_steps FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER exchange_quotes_frozen BEFORE DELETE OR UPDATE OR TRUNCATE ON public.exchange_quotes FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER exchanges_frozen BEFORE DELETE OR UPDATE OR TRUNCATE ON public.exchanges FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER exchanges_of_the_unheld BEFORE INSERT ON public.exchanges FOR EACH ROW EXECUTE FUNCTION public.member_unheld_check('member_id');
CREATE TRIGGER forgettings_frozen BEFORE DELETE OR UPDATE OR TRUNCATE ON public.forgettings FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER free_codes_on_sale AFTER INSERT ON public.free_codes REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.free_codes_check();
CREATE TRIGGER gift_ends_frozen BEFORE DELETE OR UPDATE OR TRUNCATE ON public.gift_ends FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER gift_letters_erased BEFORE UPDATE ON public.gift_letters FOR EACH ROW EXECUTE FUNCTION public.gift_letter_erased();
CREATE TRIGGER giftcard_endings_frozen BEFORE DELETE OR UPDATE OR TRUNCATE ON public.giftcard_endings FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER giftcard_events_frozen BEFORE DELETE OR UPDATE OR TRUNCATE ON public.giftcard_events FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER giftcard_extensions_forgotten BEFORE UPDATE ON public.giftcard_extensions FOR EACH ROW EXECUTE FUNCTION public.forgetting_note('id', 'note');
CREATE TRIGGER giftcard_extensions_frozen BEFORE DELETE OR TRUNCATE ON public.giftcard_extensions FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER giftcard_movements_frozen BEFORE DELETE OR UPDATE OR TRUNCATE ON public.giftcard_movements FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER giftcard_stops_forgotten BEFORE UPDATE OF note, salt, forgotten ON public.giftcard_stops FOR EACH ROW EXECUTE FUNCTION public.forgetting_note('id', 'note');
CREATE TRIGGER giftcard_successions_frozen BEFORE DELETE OR UPDATE OR TRUNCATE ON public.giftcard_successions FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER giftcard_voidings_forgotten BEFORE UPDATE ON public.giftcard_voidings FOR EACH ROW EXECUTE FUNCTION public.forgetting_note('id', 'note');
CREATE TRIGGER giftcard_voidings_frozen BEFORE DELETE OR TRUNCATE ON public.giftcard_voidings FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER giftcards_balance BEFORE UPDATE ON public.giftcards FOR EACH ROW WHEN ((new.remaining IS DISTINCT FROM old.remaining)) EXECUTE FUNCTION public.giftcard_balance();
CREATE TRIGGER giftcards_followed AFTER UPDATE ON public.giftcards FOR EACH ROW WHEN ((((new.state = 'active'::text) AND (old.state <> 'active'::text)) OR (new.expires_on <> old.expires_on))) EXECUTE FUNCTION public.giftcard_followed();
CREATE TRIGGER giftcards_kept BEFORE UPDATE ON public.giftcards FOR EACH ROW WHEN (((new.id IS DISTINCT FROM old.id) OR (new.public_id IS DISTINCT FROM old.public_id) OR (new.programme_id IS DISTINCT FROM old.programme_id) OR (new.member_id IS DISTINCT FROM old.member_id) OR (new.order_id IS DISTINCT FROM old.order_id) OR (new.succession_id IS DISTINCT FROM old.succession_id) OR (new.brand_id IS DISTINCT FROM old.brand_id) OR (new.offer_id IS DISTINCT FROM old.offer_id) OR (new.code_id IS DISTINCT FROM old.code_id) OR (new.value IS DISTINCT FROM old.value) OR (new.currency IS DISTINCT FROM old.currency) OR (new.born_until IS DISTINCT FROM old.born_until))) EXECUTE FUNCTION public.giftcard_refuse();
CREATE TRIGGER giftcards_one_way BEFORE UPDATE ON public.giftcards FOR EACH ROW WHEN ((((old.revealed_at IS NOT NULL) AND (new.revealed_at IS DISTINCT FROM old.revealed_at)) OR ((old.state = 'void'::text) AND (new.state IS DISTINCT FROM old.state)))) EXECUTE FUNCTION public.giftcard_refuse();
CREATE TRIGGER giftcards_stopped BEFORE UPDATE ON public.giftcards FOR EACH ROW WHEN (((old.state = 'frozen'::text) AND (new.state <> 'frozen'::text))) EXECUTE FUNCTION public.giftcard_stopped();
CREATE TRIGGER gifts_frozen BEFORE DELETE OR UPDATE OR TRUNCATE ON public.gifts FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER gifts_of_nothing AFTER UPDATE ON public.giftcards FOR EACH ROW WHEN (((old.state = 'held'::text) AND (new.state = 'spent'::text))) EXECUTE FUNCTION public.gift_of_nothing();
CREATE TRIGGER gifts_of_the_unheld BEFORE INSERT ON public.gifts FOR EACH ROW EXECUTE FUNCTION public.member_unheld_check('giver_id');
CREATE TRIGGER joint_promotion_refusals_check BEFORE INSERT ON public.joint_promotion_refusals FOR EACH ROW EXECUTE FUNCTION public.joint_promotion_check();
CREATE TRIGGER joint_promotion_refusals_frozen BEFORE DELETE OR UPDATE OR TRUNCATE ON public.joint_promotion_refusals FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER joint_promotion_signatures_check BEFORE INSERT ON public.joint_promotion_signatures FOR EACH ROW EXECUTE FUNCTION public.joint_promotion_check();
CREATE TRIGGER joint_promotion_signatures_frozen BEFORE DELETE OR UPDATE OR TRUNCATE ON public.joint_promotion_signatures FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER joint_promotions_frozen BEFORE DELETE OR UPDATE OR TRUNCATE ON public.joint_promotions FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER lost_handouts_frozen BEFORE DELETE OR UPDATE OR TRUNCATE ON public.lost_handouts FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER lots_frozen BEFORE DELETE OR UPDATE OR TRUNCATE ON public.lots FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER member_cards_forgotten BEFORE UPDATE OF token, salt, forgotten ON public.member_cards FOR EACH ROW EXECUTE FUNCTION public.forgetting_note('id', 'token');
CREATE TRIGGER member_cards_of_the_living BEFORE INSERT ON public.member_cards FOR EACH ROW EXECUTE FUNCTION public.member_living_check('member_id');
CREATE TRIGGER member_merges_frozen BEFORE DELETE OR UPDATE OR TRUNCATE ON public.member_merges FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER netting_approvals_check BEFORE INSERT ON public.netting_approvals FOR EACH ROW EXECUTE FUNCTION public.netting_check();
CREATE TRIGGER netting_approvals_frozen BEFORE DELETE OR UPDATE OR TRUNCATE ON public.netting_approvals FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER netting_positions_frozen BEFORE DELETE OR UPDATE OR TRUNCATE ON public.netting_positions FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER netting_steps_check BEFORE INSERT ON public.netting_steps FOR EACH ROW EXECUTE FUNCTION public.netting_check();
CREATE TRIGGER netting_steps_frozen BEFORE DELETE OR UPDATE OR TRUNCATE ON public.netting_steps FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER netting_transfers_frozen BEFORE DELETE OR UPDATE OR TRUNCATE ON public.netting_transfers FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER nettings_frozen BEFORE DELETE OR UPDATE OR TRUNCATE ON public.nettings FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER offers_added AFTER INSERT ON public.offers REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION public.search_follows_offers();
CREATE TRIGGER offers_changed AFTER UPDATE ON public.offers REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION public.search_follows_offers();
CREATE TRIGGER offline_takings_frozen BEFORE DELETE OR UPDATE OR TRUNCATE ON public.offline_takings FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER operation_intakes_frozen BEFORE DELETE OR UPDATE OR TRUNCATE ON public.operation_intakes FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER order_cancellations_forgotten BEFORE UPDATE ON public.order_cancellations FOR EACH ROW EXECUTE FUNCTION public.forgetting_note('order_id', 'why');
CREATE TRIGGER order_cancellations_frozen BEFORE DELETE OR TRUNCATE ON public.order_cancellations FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER order_obtainments_frozen BEFORE DELETE OR UPDATE OR TRUNCATE ON public.order_obtainments FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER order_refunds_frozen BEFORE DELETE OR UPDATE OR TRUNCATE ON public.order_refunds FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER orders_frozen BEFORE DELETE OR UPDATE OR TRUNCATE ON public.orders FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER orders_of_the_unheld BEFORE INSERT ON public.orders FOR EACH ROW EXECUTE FUNCTION public.member_unheld_check('member_id');
CREATE TRIGGER own_seals_frozen BEFORE DELETE OR UPDATE OR TRUNCATE ON public.own_seals FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER partner_application_ends_frozen BEFORE DELETE OR UPDATE OR TRUNCATE ON public.partner_application_ends FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER partner_events_checked BEFORE INSERT ON public.partner_events FOR EACH ROW EXECUTE FUNCTION public.partner_event_check();
CREATE TRIGGER partner_events_frozen BEFORE DELETE OR UPDATE OR TRUNCATE ON public.partner_events FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER partner_payments_frozen BEFORE DELETE OR UPDATE OR TRUNCATE ON public.partner_payments FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();
CREATE CONSTRAINT TRIGGER passkeys_sealed AFTER INSERT OR DELETE OR UPDATE OF user_id, credential_id, public_key, usage ON public.passkeys DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.sign_in_sealed('user_id');
CREATE TRIGGER payment_closings_frozen BEFORE DELETE OR UPDATE OR TRUNCATE ON public.payment_closings FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER payment_completions_frozen BEFORE DELETE OR UPDATE OR TRUNCATE ON public.payment_completions FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER payment_dispute_pieces_frozen BEFORE DELETE OR UPDATE OR TRUNCATE ON public.payment_dispute_pieces FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER payment_dispute_returns_frozen BEFORE DELETE OR UPDATE OR TRUNCATE ON public.payment_dispute_returns FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER payment_dispute_steps_frozen BEFORE DELETE OR UPDATE OR TRUNCATE ON public.payment_dispute_steps FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER payment_dispute_takings_frozen BEFORE DELETE OR UPDATE OR TRUNCATE ON public.payment_dispute_takings FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER payment_disputes_frozen BEFORE DELETE OR UPDATE OR TRUNCATE ON public.payment_disputes FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER payment_expiries_frozen BEFORE DELETE OR UPDATE OR TRUNCATE ON public.payment_expiries FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER payment_nettings_frozen BEFORE DELETE OR UPDATE OR TRUNCATE ON public.payment_nettings FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER payment_refund_ends_frozen BEFORE DELETE OR UPDATE OR TRUNCATE ON public.payment_refund_ends FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER payment_refund_receipts_frozen BEFORE DELETE OR UPDATE OR TRUNCATE ON public.payment_refund_receipts FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER payment_refunds_forgotten BEFORE UPDATE ON public.payment_refunds FOR EACH ROW EXECUTE FUNCTION public.forgetting_note('id', 'why');
CREATE TRIGGER payment_refunds_frozen BEFORE DELETE OR TRUNCATE ON public.payment_refunds FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER payment_sessions_frozen BEFORE DELETE OR UPDATE OR TRUNCATE ON public.payment_sessions FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER payment_write_offs_frozen BEFORE DELETE OR UPDATE OR TRUNCATE ON public.payment_write_offs FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER payments_frozen BEFORE DELETE OR UPDATE OR TRUNCATE ON public.payments FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER payout_accounts_frozen BEFORE DELETE OR UPDATE OR TRUNCATE ON public.payout_accounts FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER payout_events_frozen BEFORE DELETE OR UPDATE OR TRUNCATE ON public.payout_events FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER payout_files_frozen BEFORE DELETE OR UPDATE OR TRUNCATE ON public.payout_files FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER payout_run_steps_check BEFORE INSERT ON public.payout_run_steps FOR EACH ROW EXECUTE FUNCTION public.payout_step_check();
CREATE TRIGGER payout_run_steps_frozen BEFORE DELETE OR UPDATE OR TRUNCATE ON public.payout_run_steps FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER payout_runs_frozen BEFORE DELETE OR UPDATE OR TRUNCATE ON public.payout_runs FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER point_corrections_frozen BEFORE DELETE OR TRUNCATE ON public.point_corrections FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER point_corrections_note BEFORE UPDATE ON public.point_corrections FOR EACH ROW WHEN ((new.note <> '—'::text)) EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER programme_texts_frozen BEFORE DELETE OR UPDATE ON public.programme_texts FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER proposal_applications_checked BEFORE INSERT ON public.proposal_applications FOR EACH ROW EXECUTE FUNCTION public.proposal_application_check();
CREATE TRIGGER proposal_applications_frozen BEFORE DELETE OR UPDATE OR TRUNCATE ON public.proposal_applications FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER proposal_decisions_checked BEFORE INSERT ON public.proposal_decisions FOR EACH ROW EXECUTE FUNCTION public.proposal_decision_check();
CREATE TRIGGER proposal_decisions_forgotten BEFORE UPDATE ON public.proposal_decisions FOR EACH ROW EXECUTE FUNCTION public.forgetting_note('id', 'note');
CREATE TRIGGER proposal_decisions_frozen BEFORE DELETE OR TRUNCATE ON public.proposal_decisions FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER proposal_notes_body BEFORE UPDATE ON public.proposal_notes FOR EACH ROW WHEN ((new.body <> '—'::text)) EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER proposal_notes_frozen BEFORE DELETE OR TRUNCATE ON public.proposal_notes FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER proposal_versions_checked BEFORE INSERT ON public.proposal_versions FOR EACH ROW EXECUTE FUNCTION public.proposal_version_check();
CREATE TRIGGER proposal_versions_forgotten BEFORE UPDATE ON public.proposal_versions FOR EACH ROW EXECUTE FUNCTION public.forgetting_note('proposal_id * 10000 + number', 'payload', 'before');
CREATE TRIGGER proposal_versions_frozen BEFORE DELETE OR TRUNCATE ON public.proposal_versions FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER proposals_checked BEFORE INSERT ON public.proposals FOR EACH ROW EXECUTE FUNCTION public.proposal_check();
CREATE TRIGGER proposals_forgotten BEFORE UPDATE ON public.proposals FOR EACH ROW EXECUTE FUNCTION public.forgetting_note('id', 'why');
CREATE TRIGGER proposals_frozen BEFORE DELETE OR TRUNCATE ON public.proposals FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER rebindings_forgotten BEFORE UPDATE OF note, salt, forgotten ON public.rebindings FOR EACH ROW EXECUTE FUNCTION public.forgetting_note('id', 'note');
CREATE TRIGGER redemptions_frozen BEFORE DELETE OR UPDATE OR TRUNCATE ON public.redemptions FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER redemptions_told AFTER INSERT ON public.redemptions FOR EACH ROW EXECUTE FUNCTION public.redemption_told();
CREATE TRIGGER refund_parts_frozen BEFORE DELETE OR UPDATE OR TRUNCATE ON public.refund_parts FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER reissues_forgotten BEFORE UPDATE ON public.reissues FOR EACH ROW EXECUTE FUNCTION public.forgetting_note('id', 'note');
CREATE TRIGGER reissues_frozen BEFORE DELETE OR TRUNCATE ON public.reissues FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER reversals_frozen BEFORE DELETE OR UPDATE OR TRUNCATE ON public.reversals FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER seals_frozen BEFORE DELETE OR UPDATE OR TRUNCATE ON public.seals FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER settlement_adjustments_frozen BEFORE DELETE OR UPDATE OR TRUNCATE ON public.settlement_adjustments FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER settlement_rates_frozen BEFORE DELETE OR UPDATE OR TRUNCATE ON public.settlement_rates FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER sign_in_seals_frozen BEFORE DELETE OR UPDATE OR TRUNCATE ON public.sign_in_seals FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER statement_dispute_ends_frozen BEFORE DELETE OR UPDATE OR TRUNCATE ON public.statement_dispute_ends FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER statement_dispute_files_frozen BEFORE DELETE OR UPDATE OR TRUNCATE ON public.statement_dispute_files FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER statement_dispute_remarks_frozen BEFORE DELETE OR UPDATE OR TRUNCATE ON public.statement_dispute_remarks FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER statement_disputes_frozen BEFORE DELETE OR UPDATE OR TRUNCATE ON public.statement_disputes FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER statement_lines_frozen BEFORE DELETE OR UPDATE OR TRUNCATE ON public.statement_lines FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER statement_parties_frozen BEFORE DELETE OR UPDATE OR TRUNCATE ON public.statement_parties FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER statement_steps_check BEFORE INSERT ON public.statement_steps FOR EACH ROW EXECUTE FUNCTION public.statement_step_check();
CREATE TRIGGER statement_steps_frozen BEFORE DELETE OR UPDATE OR TRUNCATE ON public.statement_steps FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER statement_totals_frozen BEFORE DELETE OR UPDATE OR TRUNCATE ON public.statement_totals FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER statements_frozen BEFORE DELETE OR UPDATE OR TRUNCATE ON public.statements FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER stock_quarantines_frozen BEFORE DELETE OR UPDATE OR TRUNCATE ON public.stock_quarantines FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER stock_reconciliations_frozen BEFORE DELETE OR UPDATE OR TRUNCATE ON public.stock_reconciliations FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER topup_returns_frozen BEFORE DELETE OR UPDATE OR TRUNCATE ON public.topup_returns FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER topup_takings_frozen BEFORE DELETE OR UPDATE OR TRUNCATE ON public.topup_takings FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER topups_frozen BEFORE DELETE OR UPDATE OR TRUNCATE ON public.topups FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER transfers_frozen BEFORE DELETE OR UPDATE OR TRUNCATE ON public.transfers FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();
CREATE CONSTRAINT TRIGGER users_sealed AFTER UPDATE OF email, password, tf_primary_method, tf_totp_secret, mf_recovery_codes, fs_webauthn_user_handle ON public.users DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.sign_in_sealed('id');
CREATE TRIGGER waiting_operations_forgotten BEFORE UPDATE ON public.waiting_operations FOR EACH ROW EXECUTE FUNCTION public.forgetting_note('id', 'token', 'merchant');
CREATE TRIGGER waiting_operations_frozen BEFORE DELETE OR TRUNCATE ON public.waiting_operations FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER wallets_follow_events AFTER INSERT ON public.giftcard_events FOR EACH ROW WHEN ((new.kind = ANY (ARRAY['frozen'::text, 'unfrozen'::text, 'held'::text, 'released'::text, 'voided'::text, 'replaced'::text, 'extended'::text]))) EXECUTE FUNCTION public.wallet_follows();
CREATE TRIGGER wallets_follow_extensions AFTER INSERT ON public.giftcard_extensions FOR EACH ROW EXECUTE FUNCTION public.wallet_ends_anew();
CREATE TRIGGER wallets_follow_movements AFTER INSERT ON public.giftcard_movements FOR EACH ROW EXECUTE FUNCTION public.wallet_follows();
ALTER TABLE ONLY public.acceptances
    ADD CONSTRAINT acceptances_acceptor_partner_id_fkey FOREIGN KEY (acceptor_partner_id) REFERENCES public.partners(id);
ALTER TABLE ONLY public.acceptances
    ADD CONSTRAINT acceptances_issuer_partner_id_fkey FOREIGN KEY (issuer_partner_id) REFERENCES public.partners(id);
ALTER TABLE ONLY public.account_paper_parts
    ADD CONSTRAINT account_paper_parts_paper_id_fkey FOREIGN KEY (paper_id) REFERENCES public.account_papers(id);
ALTER TABLE ONLY public.account_papers
    ADD CONSTRAINT account_papers_member_id_fkey FOREIGN KEY (member_id) REFERENCES public.members(id);
ALTER TABLE ONLY public.accounts
    ADD CONSTRAINT accounts_programme_id_fkey FOREIGN KEY (programme_id) REFERENCES public.programmes(id);
ALTER TABLE ONLY public.answer_templates
    ADD CONSTRAINT answer_templates_programme_id_fkey FOREIGN KEY (programme_id) REFERENCES public.programmes(id);
ALTER TABLE ONLY public.api_clients
    ADD CONSTRAINT api_clients_member_id_fkey FOREIGN KEY (member_id) REFERENCES public.members(id);
ALTER TABLE ONLY public.api_clients
    ADD CONSTRAINT api_clients_programme_id_fkey FOREIGN KEY (programme_id) REFERENCES public.programmes(id);
ALTER TABLE ONLY public.approval_rules
    ADD CONSTRAINT approval_rules_programme_id_fkey FOREIGN KEY (programme_id) REFERENCES public.programmes(id);
ALTER TABLE ONLY public.approval_rules
    ADD CONSTRAINT approval_rules_proposal_id_fkey FOREIGN KEY (proposal_id) REFERENCES public.proposal_applications(proposal_id);
ALTER TABLE ONLY public.authorisation_ends
    ADD CONSTRAINT authorisation_ends_authorisation_id_fkey FOREIGN KEY (authorisation_id) REFERENCES public.authorisations(id);
ALTER TABLE ONLY public.authorisations
    ADD CONSTRAINT authorisations_acceptor_partner_id_fkey FOREIGN KEY (acceptor_partner_id) REFERENCES public.partners(id);
ALTER TABLE ONLY public.authorisations
    ADD CONSTRAINT authorisations_giftcard_id_fkey FOREIGN KEY (giftcard_id) REFERENCES public.giftcards(id);
ALTER TABLE ONLY public.authorisations
    ADD CONSTRAINT authorisations_issuer_partner_id_fkey FOREIGN KEY (issuer_partner_id) REFERENCES public.partners(id);
ALTER TABLE ONLY public.authorisations
    ADD CONSTRAINT authorisations_terminal_id_fkey FOREIGN KEY (terminal_id) REFERENCES public.terminals(id);
ALTER TABLE ONLY public.balance_crossings
    ADD CONSTRAINT balance_crossings_contract_id_fkey FOREIGN KEY (contract_id) REFERENCES public.contracts(id);
ALTER TABLE ONLY public.balances
    ADD CONSTRAINT balances_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.accounts(id);
ALTER TABLE ONLY public.balances
    ADD CONSTRAINT balances_passes_to_fkey FOREIGN KEY (passes_to) REFERENCES public.accounts(id);
ALTER TABLE ONLY public.bank_account_closings
    ADD CONSTRAINT bank_account_closings_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.bank_accounts(id);
ALTER TABLE ONLY public.bank_account_closings
    ADD CONSTRAINT bank_account_closings_reopened_by_fkey FOREIGN KEY (reopened_by) REFERENCES public.proposals(id);
ALTER TABLE ONLY public.bank_accounts
    ADD CONSTRAINT bank_accounts_programme_id_fkey FOREIGN KEY (programme_id) REFERENCES public.programmes(id);
ALTER TABLE ONLY public.bank_accounts
    ADD CONSTRAINT bank_accounts_proposal_id_fkey FOREIGN KEY (proposal_id) REFERENCES public.proposals(id);
ALTER TABLE ONLY public.bank_asides
    ADD CONSTRAINT bank_asides_entry_id_fkey FOREIGN KEY (entry_id) REFERENCES public.bank_entries(id);
ALTER TABLE ONLY public.bank_entries
    ADD CONSTRAINT bank_entries_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.bank_accounts(id);
ALTER TABLE ONLY public.bank_entries
    ADD CONSTRAINT bank_entries_statement_id_fkey FOREIGN KEY (statement_id) REFERENCES public.bank_statements(id);
ALTER TABLE ONLY public.bank_entry_repeats
    ADD CONSTRAINT bank_entry_repeats_entry_id_fkey FOREIGN KEY (entry_id) REFERENCES public.bank_entries(id);
ALTER TABLE ONLY public.bank_entry_repeats
    ADD CONSTRAINT bank_entry_repeats_of_id_fkey FOREIGN KEY (of_id) REFERENCES public.bank_entries(id);
ALTER TABLE ONLY public.bank_matches
    ADD CONSTRAINT bank_matches_entry_id_fkey FOREIGN KEY (entry_id) REFERENCES public.bank_entries(id);
ALTER TABLE ONLY public.bank_matches
    ADD CONSTRAINT bank_matches_expectation_id_fkey FOREIGN KEY (expectation_id) REFERENCES public.expectations(id);
ALTER TABLE ONLY public.bank_repair_ends
    ADD CONSTRAINT bank_repair_ends_entry_id_fkey FOREIGN KEY (entry_id) REFERENCES public.bank_entries(id);
ALTER TABLE ONLY public.bank_repair_ends
    ADD CONSTRAINT bank_repair_ends_repair_id_fkey FOREIGN KEY (repair_id) REFERENCES public.bank_repairs(id);
ALTER TABLE ONLY public.bank_repairs
    ADD CONSTRAINT bank_repairs_statement_id_fkey FOREIGN KEY (statement_id) REFERENCES public.bank_statements(id);
ALTER TABLE ONLY public.bank_returns
    ADD CONSTRAINT bank_returns_entry_id_fkey FOREIGN KEY (entry_id) REFERENCES public.bank_entries(id);
ALTER TABLE ONLY public.bank_returns
    ADD CONSTRAINT bank_returns_expectation_id_fkey FOREIGN KEY (expectation_id) REFERENCES public.expectations(id);
ALTER TABLE ONLY public.bank_statements
    ADD CONSTRAINT bank_statements_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.bank_accounts(id);
ALTER TABLE ONLY public.batch_moves
    ADD CONSTRAINT batch_moves_batch_id_fkey FOREIGN KEY (batch_id) REFERENCES public.batches(id);
ALTER TABLE ONLY public.batch_moves
    ADD CONSTRAINT batch_moves_withdrawal_id_fkey FOREIGN KEY (withdrawal_id) REFERENCES public.batch_withdrawals(id);
ALTER TABLE ONLY public.batch_releases
    ADD CONSTRAINT batch_releases_withdrawal_id_fkey FOREIGN KEY (withdrawal_id) REFERENCES public.batch_withdrawals(id);
ALTER TABLE ONLY public.batch_withdrawals
    ADD CONSTRAINT batch_withdrawals_batch_id_fkey FOREIGN KEY (batch_id) REFERENCES public.batches(id);
ALTER TABLE ONLY public.batches
    ADD CONSTRAINT batches_brand_id_fkey FOREIGN KEY (brand_id) REFERENCES public.brands(id);
ALTER TABLE ONLY public.batches
    ADD CONSTRAINT batches_denomination_id_fkey FOREIGN KEY (denomination_id) REFERENCES public.denominations(id);
ALTER TABLE ONLY public.batches
    ADD CONSTRAINT batches_partner_id_fkey FOREIGN KEY (partner_id) REFERENCES public.partners(id);
ALTER TABLE ONLY public.batches
    ADD CONSTRAINT batches_programme_id_fkey FOREIGN KEY (programme_id) REFERENCES public.programmes(id);
ALTER TABLE ONLY public.brand_pictures
    ADD CONSTRAINT brand_pictures_brand_id_fkey FOREIGN KEY (brand_id) REFERENCES public.brands(id);
ALTER TABLE ONLY public.brand_search
    ADD CONSTRAINT brand_search_brand_id_fkey FOREIGN KEY (brand_id) REFERENCES public.brands(id);
ALTER TABLE ONLY public.brand_versions
    ADD CONSTRAINT brand_versions_brand_id_fkey FOREIGN KEY (brand_id) REFERENCES public.brands(id);
ALTER TABLE ONLY public.brands
    ADD CONSTRAINT brands_category_slug_fkey FOREIGN KEY (category_slug) REFERENCES public.categories(slug);
ALTER TABLE ONLY public.brands
    ADD CONSTRAINT brands_partner_id_fkey FOREIGN KEY (partner_id) REFERENCES public.partners(id);
ALTER TABLE ONLY public.brands
    ADD CONSTRAINT brands_programme_id_fkey FOREIGN KEY (programme_id) REFERENCES public.programmes(id);
ALTER TABLE ONLY public.call_steps
    ADD CONSTRAINT call_steps_call_id_fkey FOREIGN KEY (call_id) REFERENCES public.calls(id);
ALTER TABLE ONLY public.call_steps
    ADD CONSTRAINT call_steps_case_id_fkey FOREIGN KEY (case_id) REFERENCES public.cases(id);
ALTER TABLE ONLY public.call_steps
    ADD CONSTRAINT call_steps_giftcard_id_fkey FOREIGN KEY (giftcard_id) REFERENCES public.giftcards(id);
ALTER TABLE ONLY public.calls
    ADD CONSTRAINT calls_agent_id_fkey FOREIGN KEY (agent_id) REFERENCES public.users(id);
ALTER TABLE ONLY public.calls
    ADD CONSTRAINT calls_member_id_fkey FOREIGN KEY (member_id) REFERENCES public.members(id);
ALTER TABLE ONLY public.calls
    ADD CONSTRAINT calls_programme_id_fkey FOREIGN KEY (programme_id) REFERENCES public.programmes(id);
ALTER TABLE ONLY public.card_operations
    ADD CONSTRAINT card_operations_member_id_fkey FOREIGN KEY (member_id) REFERENCES public.members(id);
ALTER TABLE ONLY public.card_operations
    ADD CONSTRAINT card_operations_programme_id_fkey FOREIGN KEY (programme_id) REFERENCES public.programmes(id);
ALTER TABLE ONLY public.case_events
    ADD CONSTRAINT case_events_case_id_fkey FOREIGN KEY (case_id) REFERENCES public.cases(id);
ALTER TABLE ONLY public.case_file_parts
    ADD CONSTRAINT case_file_parts_file_id_fkey FOREIGN KEY (file_id) REFERENCES public.case_files(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.case_files
    ADD CONSTRAINT case_files_case_id_fkey FOREIGN KEY (case_id) REFERENCES public.cases(id);
ALTER TABLE ONLY public.case_files
    ADD CONSTRAINT case_files_event_id_fkey FOREIGN KEY (event_id) REFERENCES public.case_events(id);
ALTER TABLE ONLY public.case_looks
    ADD CONSTRAINT case_looks_case_id_fkey FOREIGN KEY (case_id) REFERENCES public.cases(id);
ALTER TABLE ONLY public.case_looks
    ADD CONSTRAINT case_looks_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id);
ALTER TABLE ONLY public.case_question_answers
    ADD CONSTRAINT case_question_answers_question_id_fkey FOREIGN KEY (question_id) REFERENCES public.case_questions(id);
ALTER TABLE ONLY public.case_questions
    ADD CONSTRAINT case_questions_case_id_fkey FOREIGN KEY (case_id) REFERENCES public.cases(id);
ALTER TABLE ONLY public.case_questions
    ADD CONSTRAINT case_questions_giftcard_id_fkey FOREIGN KEY (giftcard_id) REFERENCES public.giftcards(id);
ALTER TABLE ONLY public.case_questions
    ADD CONSTRAINT case_questions_partner_id_fkey FOREIGN KEY (partner_id) REFERENCES public.partners(id);
ALTER TABLE ONLY public.cases
    ADD CONSTRAINT cases_giftcard_id_fkey FOREIGN KEY (giftcard_id) REFERENCES public.giftcards(id);
ALTER TABLE ONLY public.cases
    ADD CONSTRAINT cases_incident_id_fkey FOREIGN KEY (incident_id) REFERENCES public.incidents(id);
ALTER TABLE ONLY public.cases
    ADD CONSTRAINT cases_member_id_fkey FOREIGN KEY (member_id) REFERENCES public.members(id);
ALTER TABLE ONLY public.cases
    ADD CONSTRAINT cases_merged_into_fkey FOREIGN KEY (merged_into) REFERENCES public.cases(id);
ALTER TABLE ONLY public.cases
    ADD CONSTRAINT cases_order_id_fkey FOREIGN KEY (order_id) REFERENCES public.orders(id);
ALTER TABLE ONLY public.cases
    ADD CONSTRAINT cases_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES public.users(id);
ALTER TABLE ONLY public.cases
    ADD CONSTRAINT cases_programme_id_fkey FOREIGN KEY (programme_id) REFERENCES public.programmes(id);
ALTER TABLE ONLY public.catalogue_draft_edits
    ADD CONSTRAINT catalogue_draft_edits_draft_id_fkey FOREIGN KEY (draft_id) REFERENCES public.catalogue_drafts(id);
ALTER TABLE ONLY public.catalogue_drafts
    ADD CONSTRAINT catalogue_drafts_from_run_fkey FOREIGN KEY (from_run) REFERENCES public.runs(id);
ALTER TABLE ONLY public.catalogue_drafts
    ADD CONSTRAINT catalogue_drafts_partner_id_fkey FOREIGN KEY (partner_id) REFERENCES public.partners(id);
ALTER TABLE ONLY public.catalogue_drafts
    ADD CONSTRAINT catalogue_drafts_programme_id_fkey FOREIGN KEY (programme_id) REFERENCES public.programmes(id);
ALTER TABLE ONLY public.catalogue_drafts
    ADD CONSTRAINT catalogue_drafts_run_id_fkey FOREIGN KEY (run_id) REFERENCES public.runs(id);
ALTER TABLE ONLY public.catalogue_publications
    ADD CONSTRAINT catalogue_publications_partner_id_fkey FOREIGN KEY (partner_id) REFERENCES public.partners(id);
ALTER TABLE ONLY public.catalogue_publications
    ADD CONSTRAINT catalogue_publications_programme_id_fkey FOREIGN KEY (programme_id) REFERENCES public.programmes(id);
ALTER TABLE ONLY public.catalogue_publications
    ADD CONSTRAINT catalogue_publications_undoes_fkey FOREIGN KEY (undoes) REFERENCES public.catalogue_publications(id);
ALTER TABLE ONLY public.code_canaries
    ADD CONSTRAINT code_canaries_batch_id_fkey FOREIGN KEY (batch_id) REFERENCES public.batches(id);
ALTER TABLE ONLY public.code_renewals
    ADD CONSTRAINT code_renewals_code_id_fkey FOREIGN KEY (code_id) REFERENCES public.codes(id);
ALTER TABLE ONLY public.code_return_decisions
    ADD CONSTRAINT code_return_decisions_return_id_fkey FOREIGN KEY (return_id) REFERENCES public.code_returns(id);
ALTER TABLE ONLY public.code_returns
    ADD CONSTRAINT code_returns_code_id_fkey FOREIGN KEY (code_id) REFERENCES public.codes(id);
ALTER TABLE ONLY public.codes
    ADD CONSTRAINT codes_batch_fkey FOREIGN KEY (batch_id, brand_id, denomination_id, partner_id) REFERENCES public.batches(id, brand_id, denomination_id, partner_id);
ALTER TABLE ONLY public.codes
    ADD CONSTRAINT codes_brand_id_fkey FOREIGN KEY (brand_id) REFERENCES public.brands(id);
ALTER TABLE ONLY public.connected_accounts
    ADD CONSTRAINT connected_accounts_partner_id_fkey FOREIGN KEY (partner_id) REFERENCES public.partners(id);
ALTER TABLE ONLY public.consents
    ADD CONSTRAINT consents_programme_id_fkey FOREIGN KEY (programme_id) REFERENCES public.programmes(id);
ALTER TABLE ONLY public.consents
    ADD CONSTRAINT consents_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id);
ALTER TABLE ONLY public.contract_refusals
    ADD CONSTRAINT contract_refusals_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id);
ALTER TABLE ONLY public.contract_refusals
    ADD CONSTRAINT contract_refusals_version_id_fkey FOREIGN KEY (version_id) REFERENCES public.contract_versions(id);
ALTER TABLE ONLY public.contract_signatures
    ADD CONSTRAINT contract_signatures_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id);
ALTER TABLE ONLY public.contract_signatures
    ADD CONSTRAINT contract_signatures_version_id_fkey FOREIGN KEY (version_id) REFERENCES public.contract_versions(id);
ALTER TABLE ONLY public.contract_versions
    ADD CONSTRAINT contract_versions_contract_id_fkey FOREIGN KEY (contract_id) REFERENCES public.contracts(id);
ALTER TABLE ONLY public.contract_versions
    ADD CONSTRAINT contract_versions_drafted_by_fkey FOREIGN KEY (drafted_by) REFERENCES public.users(id);
ALTER TABLE ONLY public.contracts
    ADD CONSTRAINT contracts_partner_id_fkey FOREIGN KEY (partner_id) REFERENCES public.partners(id);
ALTER TABLE ONLY public.correction_days
    ADD CONSTRAINT correction_days_programme_id_fkey FOREIGN KEY (programme_id) REFERENCES public.programmes(id);
ALTER TABLE ONLY public.correction_days
    ADD CONSTRAINT correction_days_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id);
ALTER TABLE ONLY public.denominations
    ADD CONSTRAINT denominations_offer_id_brand_id_fkey FOREIGN KEY (offer_id, brand_id) REFERENCES public.offers(id, brand_id) ON UPDATE CASCADE;
ALTER TABLE ONLY public.deposit_releases
    ADD CONSTRAINT deposit_releases_partner_id_fkey FOREIGN KEY (partner_id) REFERENCES public.partners(id);
ALTER TABLE ONLY public.deposit_releases
    ADD CONSTRAINT deposit_releases_proposal_id_fkey FOREIGN KEY (proposal_id) REFERENCES public.proposals(id);
ALTER TABLE ONLY public.deposit_requests
    ADD CONSTRAINT deposit_requests_partner_id_fkey FOREIGN KEY (partner_id) REFERENCES public.partners(id);
ALTER TABLE ONLY public.email_changes
    ADD CONSTRAINT email_changes_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.ended_grants
    ADD CONSTRAINT ended_grants_programme_id_fkey FOREIGN KEY (programme_id) REFERENCES public.programmes(id);
ALTER TABLE ONLY public.ended_grants
    ADD CONSTRAINT ended_grants_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id);
ALTER TABLE ONLY public.erased_members
    ADD CONSTRAINT erased_members_member_id_fkey FOREIGN KEY (member_id) REFERENCES public.members(id);
ALTER TABLE ONLY public.erasure_ends
    ADD CONSTRAINT erasure_ends_erasure_id_fkey FOREIGN KEY (erasure_id) REFERENCES public.erasures(id);
ALTER TABLE ONLY public.erasure_steps
    ADD CONSTRAINT erasure_steps_erasure_id_fkey FOREIGN KEY (erasure_id) REFERENCES public.erasures(id);
ALTER TABLE ONLY public.erasures
    ADD CONSTRAINT erasures_asked_by_fkey FOREIGN KEY (asked_by) REFERENCES public.users(id);
ALTER TABLE ONLY public.erasures
    ADD CONSTRAINT erasures_member_id_fkey FOREIGN KEY (member_id) REFERENCES public.members(id);
ALTER TABLE ONLY public.erasures
    ADD CONSTRAINT erasures_programme_id_fkey FOREIGN KEY (programme_id) REFERENCES public.programmes(id);
ALTER TABLE ONLY public.exchange_quotes
    ADD CONSTRAINT exchange_quotes_brand_id_fkey FOREIGN KEY (brand_id) REFERENCES public.brands(id);
ALTER TABLE ONLY public.exchange_quotes
    ADD CONSTRAINT exchange_quotes_denomination_id_fkey FOREIGN KEY (denomination_id) REFERENCES public.denominations(id);
ALTER TABLE ONLY public.exchange_quotes
    ADD CONSTRAINT exchange_quotes_giftcard_id_fkey FOREIGN KEY (giftcard_id) REFERENCES public.giftcards(id);
ALTER TABLE ONLY public.exchange_quotes
    ADD CONSTRAINT exchange_quotes_member_id_fkey FOREIGN KEY (member_id) REFERENCES public.members(id);
ALTER TABLE ONLY public.exchange_quotes
    ADD CONSTRAINT exchange_quotes_offer_id_fkey FOREIGN KEY (offer_id) REFERENCES public.offers(id);
ALTER TABLE ONLY public.exchange_rules
    ADD CONSTRAINT exchange_rules_brand_id_fkey FOREIGN KEY (brand_id) REFERENCES public.brands(id);
ALTER TABLE ONLY public.exchange_rules
    ADD CONSTRAINT exchange_rules_programme_id_fkey FOREIGN KEY (programme_id) REFERENCES public.programmes(id);
ALTER TABLE ONLY public.exchanges
    ADD CONSTRAINT exchanges_member_id_fkey FOREIGN KEY (member_id) REFERENCES public.members(id);
ALTER TABLE ONLY public.exchanges
    ADD CONSTRAINT exchanges_quote_id_fkey FOREIGN KEY (quote_id) REFERENCES public.exchange_quotes(id);
ALTER TABLE ONLY public.exchanges
    ADD CONSTRAINT exchanges_split_id_fkey FOREIGN KEY (split_id) REFERENCES public.giftcard_successions(id);
ALTER TABLE ONLY public.exchanges
    ADD CONSTRAINT exchanges_succession_id_fkey FOREIGN KEY (succession_id) REFERENCES public.giftcard_successions(id);
ALTER TABLE ONLY public.expectation_ends
    ADD CONSTRAINT expectation_ends_expectation_id_fkey FOREIGN KEY (expectation_id) REFERENCES public.expectations(id);
ALTER TABLE ONLY public.expectations
    ADD CONSTRAINT expectations_partner_id_fkey FOREIGN KEY (partner_id) REFERENCES public.partners(id);
ALTER TABLE ONLY public.expectations
    ADD CONSTRAINT expectations_programme_id_fkey FOREIGN KEY (programme_id) REFERENCES public.programmes(id);
ALTER TABLE ONLY public.export_parts
    ADD CONSTRAINT export_parts_export_id_fkey FOREIGN KEY (export_id) REFERENCES public.exports(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.exports
    ADD CONSTRAINT exports_programme_id_fkey FOREIGN KEY (programme_id) REFERENCES public.programmes(id);
ALTER TABLE ONLY public.exports
    ADD CONSTRAINT exports_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.former_addresses
    ADD CONSTRAINT former_addresses_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.fraud_decisions
    ADD CONSTRAINT fraud_decisions_member_id_fkey FOREIGN KEY (member_id) REFERENCES public.members(id);
ALTER TABLE ONLY public.fraud_decisions
    ADD CONSTRAINT fraud_decisions_signal_id_fkey FOREIGN KEY (signal_id) REFERENCES public.fraud_signals(id);
ALTER TABLE ONLY public.fraud_limits
    ADD CONSTRAINT fraud_limits_programme_id_fkey FOREIGN KEY (programme_id) REFERENCES public.programmes(id);
ALTER TABLE ONLY public.fraud_marks
    ADD CONSTRAINT fraud_marks_programme_id_fkey FOREIGN KEY (programme_id) REFERENCES public.programmes(id);
ALTER TABLE ONLY public.fraud_marks
    ADD CONSTRAINT fraud_marks_signal_id_fkey FOREIGN KEY (signal_id) REFERENCES public.fraud_signals(id);
ALTER TABLE ONLY public.fraud_signals
    ADD CONSTRAINT fraud_signals_member_id_fkey FOREIGN KEY (member_id) REFERENCES public.members(id);
ALTER TABLE ONLY public.fraud_signals
    ADD CONSTRAINT fraud_signals_partner_id_fkey FOREIGN KEY (partner_id) REFERENCES public.partners(id);
ALTER TABLE ONLY public.fraud_signals
    ADD CONSTRAINT fraud_signals_programme_id_fkey FOREIGN KEY (programme_id) REFERENCES public.programmes(id);
ALTER TABLE ONLY public.fraud_signals
    ADD CONSTRAINT fraud_signals_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id);
ALTER TABLE ONLY public.free_codes
    ADD CONSTRAINT free_codes_code_id_fkey FOREIGN KEY (code_id) REFERENCES public.codes(id);
ALTER TABLE ONLY public.free_codes
    ADD CONSTRAINT free_codes_denomination_id_fkey FOREIGN KEY (denomination_id) REFERENCES public.denominations(id);
ALTER TABLE ONLY public.gift_ends
    ADD CONSTRAINT gift_ends_gift_id_fkey FOREIGN KEY (gift_id) REFERENCES public.gifts(id);
ALTER TABLE ONLY public.gift_ends
    ADD CONSTRAINT gift_ends_member_id_fkey FOREIGN KEY (member_id) REFERENCES public.members(id);
ALTER TABLE ONLY public.gift_ends
    ADD CONSTRAINT gift_ends_new_card_id_fkey FOREIGN KEY (new_card_id) REFERENCES public.giftcards(id);
ALTER TABLE ONLY public.gift_letter_events
    ADD CONSTRAINT gift_letter_events_letter_id_fkey FOREIGN KEY (letter_id) REFERENCES public.gift_letters(id);
ALTER TABLE ONLY public.gift_letters
    ADD CONSTRAINT gift_letters_gift_id_fkey FOREIGN KEY (gift_id) REFERENCES public.gifts(id);
ALTER TABLE ONLY public.gift_words
    ADD CONSTRAINT gift_words_gift_id_fkey FOREIGN KEY (gift_id) REFERENCES public.gifts(id);
ALTER TABLE ONLY public.giftcard_endings
    ADD CONSTRAINT giftcard_endings_giftcard_id_fkey FOREIGN KEY (giftcard_id) REFERENCES public.giftcards(id);
ALTER TABLE ONLY public.giftcard_endings
    ADD CONSTRAINT giftcard_endings_succession_id_fkey FOREIGN KEY (succession_id) REFERENCES public.giftcard_successions(id);
ALTER TABLE ONLY public.giftcard_events
    ADD CONSTRAINT giftcard_events_giftcard_id_fkey FOREIGN KEY (giftcard_id) REFERENCES public.giftcards(id);
ALTER TABLE ONLY public.giftcard_extensions
    ADD CONSTRAINT giftcard_extensions_giftcard_id_fkey FOREIGN KEY (giftcard_id) REFERENCES public.giftcards(id);
ALTER TABLE ONLY public.giftcard_marks
    ADD CONSTRAINT giftcard_marks_giftcard_id_fkey FOREIGN KEY (giftcard_id) REFERENCES public.giftcards(id);
ALTER TABLE ONLY public.giftcard_movements
    ADD CONSTRAINT giftcard_movements_giftcard_id_fkey FOREIGN KEY (giftcard_id) REFERENCES public.giftcards(id);
ALTER TABLE ONLY public.giftcard_stops
    ADD CONSTRAINT giftcard_stops_giftcard_id_fkey FOREIGN KEY (giftcard_id) REFERENCES public.giftcards(id);
ALTER TABLE ONLY public.giftcard_successions
    ADD CONSTRAINT giftcard_successions_programme_id_fkey FOREIGN KEY (programme_id) REFERENCES public.programmes(id);
ALTER TABLE ONLY public.giftcard_voidings
    ADD CONSTRAINT giftcard_voidings_giftcard_id_fkey FOREIGN KEY (giftcard_id) REFERENCES public.giftcards(id);
ALTER TABLE ONLY public.giftcards
    ADD CONSTRAINT giftcards_code_id_fkey FOREIGN KEY (code_id) REFERENCES public.codes(id);
ALTER TABLE ONLY public.giftcards
    ADD CONSTRAINT giftcards_order_id_fkey FOREIGN KEY (order_id) REFERENCES public.orders(id);
ALTER TABLE ONLY public.giftcards
    ADD CONSTRAINT giftcards_succession_id_fkey FOREIGN KEY (succession_id) REFERENCES public.giftcard_successions(id);
ALTER TABLE ONLY public.gifts
    ADD CONSTRAINT gifts_giftcard_id_fkey FOREIGN KEY (giftcard_id) REFERENCES public.giftcards(id);
ALTER TABLE ONLY public.gifts
    ADD CONSTRAINT gifts_giver_id_fkey FOREIGN KEY (giver_id) REFERENCES public.members(id);
ALTER TABLE ONLY public.grants
    ADD CONSTRAINT grants_partner_id_fkey FOREIGN KEY (partner_id) REFERENCES public.partners(id);
ALTER TABLE ONLY public.grants
    ADD CONSTRAINT grants_programme_id_fkey FOREIGN KEY (programme_id) REFERENCES public.programmes(id);
ALTER TABLE ONLY public.grants
    ADD CONSTRAINT grants_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id);
ALTER TABLE ONLY public.guest_members
    ADD CONSTRAINT guest_members_member_id_fkey FOREIGN KEY (member_id) REFERENCES public.members(id);
ALTER TABLE ONLY public.guest_members
    ADD CONSTRAINT guest_members_programme_id_fkey FOREIGN KEY (programme_id) REFERENCES public.programmes(id);
ALTER TABLE ONLY public.identifications
    ADD CONSTRAINT identifications_agent_id_fkey FOREIGN KEY (agent_id) REFERENCES public.users(id);
ALTER TABLE ONLY public.identifications
    ADD CONSTRAINT identifications_member_id_fkey FOREIGN KEY (member_id) REFERENCES public.members(id);
ALTER TABLE ONLY public.identifications
    ADD CONSTRAINT identifications_programme_id_fkey FOREIGN KEY (programme_id) REFERENCES public.programmes(id);
ALTER TABLE ONLY public.incidents
    ADD CONSTRAINT incidents_programme_id_fkey FOREIGN KEY (programme_id) REFERENCES public.programmes(id);
ALTER TABLE ONLY public.invitations
    ADD CONSTRAINT invitations_accepted_by_fkey FOREIGN KEY (accepted_by) REFERENCES public.users(id);
ALTER TABLE ONLY public.invitations
    ADD CONSTRAINT invitations_partner_id_fkey FOREIGN KEY (partner_id) REFERENCES public.partners(id);
ALTER TABLE ONLY public.invitations
    ADD CONSTRAINT invitations_programme_id_fkey FOREIGN KEY (programme_id) REFERENCES public.programmes(id);
ALTER TABLE ONLY public.issuing_suspensions
    ADD CONSTRAINT issuing_suspensions_programme_id_fkey FOREIGN KEY (programme_id) REFERENCES public.programmes(id);
ALTER TABLE ONLY public.issuing_suspensions
    ADD CONSTRAINT issuing_suspensions_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id);
ALTER TABLE ONLY public.joint_promotion_refusals
    ADD CONSTRAINT joint_promotion_refusals_promotion_id_fkey FOREIGN KEY (promotion_id) REFERENCES public.joint_promotions(id);
ALTER TABLE ONLY public.joint_promotion_refusals
    ADD CONSTRAINT joint_promotion_refusals_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id);
ALTER TABLE ONLY public.joint_promotion_signatures
    ADD CONSTRAINT joint_promotion_signatures_promotion_id_fkey FOREIGN KEY (promotion_id) REFERENCES public.joint_promotions(id);
ALTER TABLE ONLY public.joint_promotion_signatures
    ADD CONSTRAINT joint_promotion_signatures_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id);
ALTER TABLE ONLY public.joint_promotions
    ADD CONSTRAINT joint_promotions_contract_id_fkey FOREIGN KEY (contract_id) REFERENCES public.contracts(id);
ALTER TABLE ONLY public.joint_promotions
    ADD CONSTRAINT joint_promotions_offer_id_fkey FOREIGN KEY (offer_id) REFERENCES public.offers(id);
ALTER TABLE ONLY public.joint_promotions
    ADD CONSTRAINT joint_promotions_proposed_by_fkey FOREIGN KEY (proposed_by) REFERENCES public.users(id);
ALTER TABLE ONLY public.letter_requests
    ADD CONSTRAINT letter_requests_programme_id_fkey FOREIGN KEY (programme_id) REFERENCES public.programmes(id);
ALTER TABLE ONLY public.lost_handouts
    ADD CONSTRAINT lost_handouts_quarantine_id_fkey FOREIGN KEY (quarantine_id) REFERENCES public.stock_quarantines(id);
ALTER TABLE ONLY public.mail_returns
    ADD CONSTRAINT mail_returns_mail_id_fkey FOREIGN KEY (mail_id) REFERENCES public.mails(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.member_archive_parts
    ADD CONSTRAINT member_archive_parts_archive_id_fkey FOREIGN KEY (archive_id) REFERENCES public.member_archives(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.member_archives
    ADD CONSTRAINT member_archives_asked_by_fkey FOREIGN KEY (asked_by) REFERENCES public.users(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.member_archives
    ADD CONSTRAINT member_archives_member_id_fkey FOREIGN KEY (member_id) REFERENCES public.members(id);
ALTER TABLE ONLY public.member_archives
    ADD CONSTRAINT member_archives_programme_id_fkey FOREIGN KEY (programme_id) REFERENCES public.programmes(id);
ALTER TABLE ONLY public.member_cards
    ADD CONSTRAINT member_cards_member_id_fkey FOREIGN KEY (member_id) REFERENCES public.members(id);
ALTER TABLE ONLY public.member_cards
    ADD CONSTRAINT member_cards_programme_id_fkey FOREIGN KEY (programme_id) REFERENCES public.programmes(id);
ALTER TABLE ONLY public.member_holds
    ADD CONSTRAINT member_holds_member_id_fkey FOREIGN KEY (member_id) REFERENCES public.members(id);
ALTER TABLE ONLY public.member_merges
    ADD CONSTRAINT member_merges_from_member_id_fkey FOREIGN KEY (from_member_id) REFERENCES public.members(id);
ALTER TABLE ONLY public.member_merges
    ADD CONSTRAINT member_merges_into_member_id_fkey FOREIGN KEY (into_member_id) REFERENCES public.members(id);
ALTER TABLE ONLY public.member_notifications
    ADD CONSTRAINT member_notifications_member_id_fkey FOREIGN KEY (member_id) REFERENCES public.members(id);
ALTER TABLE ONLY public.member_offer_usage
    ADD CONSTRAINT member_offer_usage_member_id_fkey FOREIGN KEY (member_id) REFERENCES public.members(id);
ALTER TABLE ONLY public.member_offer_usage
    ADD CONSTRAINT member_offer_usage_offer_id_fkey FOREIGN KEY (offer_id) REFERENCES public.offers(id);
ALTER TABLE ONLY public.members
    ADD CONSTRAINT members_city_slug_fkey FOREIGN KEY (city_slug) REFERENCES public.cities(slug);
ALTER TABLE ONLY public.members
    ADD CONSTRAINT members_programme_id_fkey FOREIGN KEY (programme_id) REFERENCES public.programmes(id);
ALTER TABLE ONLY public.members
    ADD CONSTRAINT members_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id);
ALTER TABLE ONLY public.netting_approvals
    ADD CONSTRAINT netting_approvals_netting_id_fkey FOREIGN KEY (netting_id) REFERENCES public.nettings(id);
ALTER TABLE ONLY public.netting_approvals
    ADD CONSTRAINT netting_approvals_programme_id_fkey FOREIGN KEY (programme_id) REFERENCES public.programmes(id);
ALTER TABLE ONLY public.netting_approvals
    ADD CONSTRAINT netting_approvals_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id);
ALTER TABLE ONLY public.netting_positions
    ADD CONSTRAINT netting_positions_netting_id_fkey FOREIGN KEY (netting_id) REFERENCES public.nettings(id);
ALTER TABLE ONLY public.netting_positions
    ADD CONSTRAINT netting_positions_partner_id_fkey FOREIGN KEY (partner_id) REFERENCES public.partners(id);
ALTER TABLE ONLY public.netting_positions
    ADD CONSTRAINT netting_positions_programme_id_fkey FOREIGN KEY (programme_id) REFERENCES public.programmes(id);
ALTER TABLE ONLY public.netting_positions
    ADD CONSTRAINT netting_positions_statement_id_fkey FOREIGN KEY (statement_id) REFERENCES public.statements(id);
ALTER TABLE ONLY public.netting_steps
    ADD CONSTRAINT netting_steps_netting_id_fkey FOREIGN KEY (netting_id) REFERENCES public.nettings(id);
ALTER TABLE ONLY public.netting_steps
    ADD CONSTRAINT netting_steps_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id);
ALTER TABLE ONLY public.netting_transfers
    ADD CONSTRAINT netting_transfers_netting_id_fkey FOREIGN KEY (netting_id) REFERENCES public.nettings(id);
ALTER TABLE ONLY public.netting_transfers
    ADD CONSTRAINT netting_transfers_payer_id_fkey FOREIGN KEY (payer_id) REFERENCES public.programmes(id);
ALTER TABLE ONLY public.netting_transfers
    ADD CONSTRAINT netting_transfers_receiver_id_fkey FOREIGN KEY (receiver_id) REFERENCES public.programmes(id);
ALTER TABLE ONLY public.nettings
    ADD CONSTRAINT nettings_drafted_by_fkey FOREIGN KEY (drafted_by) REFERENCES public.users(id);
ALTER TABLE ONLY public.nettings
    ADD CONSTRAINT nettings_programme_id_fkey FOREIGN KEY (programme_id) REFERENCES public.programmes(id);
ALTER TABLE ONLY public.offer_cancellations
    ADD CONSTRAINT offer_cancellations_member_id_fkey FOREIGN KEY (member_id) REFERENCES public.members(id);
ALTER TABLE ONLY public.offer_cancellations
    ADD CONSTRAINT offer_cancellations_offer_id_fkey FOREIGN KEY (offer_id) REFERENCES public.offers(id);
ALTER TABLE ONLY public.offer_usage
    ADD CONSTRAINT offer_usage_offer_id_fkey FOREIGN KEY (offer_id) REFERENCES public.offers(id);
ALTER TABLE ONLY public.offer_versions
    ADD CONSTRAINT offer_versions_offer_id_fkey FOREIGN KEY (offer_id) REFERENCES public.offers(id);
ALTER TABLE ONLY public.offer_versions
    ADD CONSTRAINT offer_versions_publication_id_fkey FOREIGN KEY (publication_id) REFERENCES public.catalogue_publications(id);
ALTER TABLE ONLY public.offers
    ADD CONSTRAINT offers_brand_id_fkey FOREIGN KEY (brand_id) REFERENCES public.brands(id);
ALTER TABLE ONLY public.offers
    ADD CONSTRAINT offers_programme_id_fkey FOREIGN KEY (programme_id) REFERENCES public.programmes(id);
ALTER TABLE ONLY public.offline_holders
    ADD CONSTRAINT offline_holders_terminal_id_fkey FOREIGN KEY (terminal_id) REFERENCES public.terminals(id);
ALTER TABLE ONLY public.offline_holders
    ADD CONSTRAINT offline_holders_terms_id_fkey FOREIGN KEY (terms_id) REFERENCES public.offline_terms(id);
ALTER TABLE ONLY public.offline_holders
    ADD CONSTRAINT offline_holders_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id);
ALTER TABLE ONLY public.offline_passes
    ADD CONSTRAINT offline_passes_giftcard_id_fkey FOREIGN KEY (giftcard_id) REFERENCES public.giftcards(id);
ALTER TABLE ONLY public.offline_takings
    ADD CONSTRAINT offline_takings_acceptor_partner_id_fkey FOREIGN KEY (acceptor_partner_id) REFERENCES public.partners(id);
ALTER TABLE ONLY public.offline_takings
    ADD CONSTRAINT offline_takings_giftcard_id_fkey FOREIGN KEY (giftcard_id) REFERENCES public.giftcards(id);
ALTER TABLE ONLY public.offline_takings
    ADD CONSTRAINT offline_takings_holder_id_fkey FOREIGN KEY (holder_id) REFERENCES public.offline_holders(id);
ALTER TABLE ONLY public.offline_takings
    ADD CONSTRAINT offline_takings_redemption_id_fkey FOREIGN KEY (redemption_id) REFERENCES public.redemptions(id);
ALTER TABLE ONLY public.offline_takings
    ADD CONSTRAINT offline_takings_terminal_id_fkey FOREIGN KEY (terminal_id) REFERENCES public.terminals(id);
ALTER TABLE ONLY public.offline_takings
    ADD CONSTRAINT offline_takings_terms_id_fkey FOREIGN KEY (terms_id) REFERENCES public.offline_terms(id);
ALTER TABLE ONLY public.offline_terms
    ADD CONSTRAINT offline_terms_terminal_id_fkey FOREIGN KEY (terminal_id) REFERENCES public.terminals(id);
ALTER TABLE ONLY public.operation_intakes
    ADD CONSTRAINT operation_intakes_programme_id_fkey FOREIGN KEY (programme_id) REFERENCES public.programmes(id);
ALTER TABLE ONLY public.operation_intakes
    ADD CONSTRAINT operation_intakes_run_id_fkey FOREIGN KEY (run_id) REFERENCES public.runs(id);
ALTER TABLE ONLY public.order_cancellations
    ADD CONSTRAINT order_cancellations_order_id_fkey FOREIGN KEY (order_id) REFERENCES public.orders(id);
ALTER TABLE ONLY public.order_obtainments
    ADD CONSTRAINT order_obtainments_code_id_fkey FOREIGN KEY (code_id) REFERENCES public.codes(id);
ALTER TABLE ONLY public.order_obtainments
    ADD CONSTRAINT order_obtainments_order_id_fkey FOREIGN KEY (order_id) REFERENCES public.orders(id);
ALTER TABLE ONLY public.order_refunds
    ADD CONSTRAINT order_refunds_order_id_fkey FOREIGN KEY (order_id) REFERENCES public.orders(id);
ALTER TABLE ONLY public.order_refunds
    ADD CONSTRAINT order_refunds_payment_refund_id_fkey FOREIGN KEY (payment_refund_id) REFERENCES public.payment_refunds(id);
ALTER TABLE ONLY public.order_refunds
    ADD CONSTRAINT order_refunds_to_member_id_fkey FOREIGN KEY (to_member_id) REFERENCES public.members(id);
ALTER TABLE ONLY public.order_unknown_outcomes
    ADD CONSTRAINT order_unknown_outcomes_order_id_fkey FOREIGN KEY (order_id) REFERENCES public.orders(id);
ALTER TABLE ONLY public.orders
    ADD CONSTRAINT orders_denomination_id_fkey FOREIGN KEY (denomination_id) REFERENCES public.denominations(id);
ALTER TABLE ONLY public.orders
    ADD CONSTRAINT orders_member_id_fkey FOREIGN KEY (member_id) REFERENCES public.members(id);
ALTER TABLE ONLY public.orders
    ADD CONSTRAINT orders_offer_id_fkey FOREIGN KEY (offer_id) REFERENCES public.offers(id);
ALTER TABLE ONLY public.partner_application_ends
    ADD CONSTRAINT partner_application_ends_application_id_fkey FOREIGN KEY (application_id) REFERENCES public.partner_applications(id);
ALTER TABLE ONLY public.partner_application_ends
    ADD CONSTRAINT partner_application_ends_partner_id_fkey FOREIGN KEY (partner_id) REFERENCES public.partners(id);
ALTER TABLE ONLY public.partner_applications
    ADD CONSTRAINT partner_applications_programme_id_fkey FOREIGN KEY (programme_id) REFERENCES public.programmes(id);
ALTER TABLE ONLY public.partner_document_parts
    ADD CONSTRAINT partner_document_parts_document_id_fkey FOREIGN KEY (document_id) REFERENCES public.partner_documents(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.partner_documents
    ADD CONSTRAINT partner_documents_application_id_fkey FOREIGN KEY (application_id) REFERENCES public.partner_applications(id);
ALTER TABLE ONLY public.partner_events
    ADD CONSTRAINT partner_events_partner_id_fkey FOREIGN KEY (partner_id) REFERENCES public.partners(id);
ALTER TABLE ONLY public.partner_payments
    ADD CONSTRAINT partner_payments_partner_id_fkey FOREIGN KEY (partner_id) REFERENCES public.partners(id);
ALTER TABLE ONLY public.partners
    ADD CONSTRAINT partners_programme_id_fkey FOREIGN KEY (programme_id) REFERENCES public.programmes(id);
ALTER TABLE ONLY public.passkeys
    ADD CONSTRAINT passkeys_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.payment_calls
    ADD CONSTRAINT payment_calls_payment_id_fkey FOREIGN KEY (payment_id) REFERENCES public.payments(id);
ALTER TABLE ONLY public.payment_calls
    ADD CONSTRAINT payment_calls_refund_id_fkey FOREIGN KEY (refund_id) REFERENCES public.payment_refunds(id);
ALTER TABLE ONLY public.payment_closings
    ADD CONSTRAINT payment_closings_payment_id_fkey FOREIGN KEY (payment_id) REFERENCES public.payments(id);
ALTER TABLE ONLY public.payment_completions
    ADD CONSTRAINT payment_completions_payment_id_fkey FOREIGN KEY (payment_id) REFERENCES public.payments(id);
ALTER TABLE ONLY public.payment_dispute_pieces
    ADD CONSTRAINT payment_dispute_pieces_dispute_id_fkey FOREIGN KEY (dispute_id) REFERENCES public.payment_dispute_takings(dispute_id);
ALTER TABLE ONLY public.payment_dispute_returns
    ADD CONSTRAINT payment_dispute_returns_dispute_id_fkey FOREIGN KEY (dispute_id) REFERENCES public.payment_dispute_takings(dispute_id);
ALTER TABLE ONLY public.payment_dispute_steps
    ADD CONSTRAINT payment_dispute_steps_dispute_id_fkey FOREIGN KEY (dispute_id) REFERENCES public.payment_disputes(id);
ALTER TABLE ONLY public.payment_dispute_takings
    ADD CONSTRAINT payment_dispute_takings_dispute_id_fkey FOREIGN KEY (dispute_id) REFERENCES public.payment_disputes(id);
ALTER TABLE ONLY public.payment_disputes
    ADD CONSTRAINT payment_disputes_payment_id_fkey FOREIGN KEY (payment_id) REFERENCES public.payments(id);
ALTER TABLE ONLY public.payment_expiries
    ADD CONSTRAINT payment_expiries_payment_id_fkey FOREIGN KEY (payment_id) REFERENCES public.payments(id);
ALTER TABLE ONLY public.payment_nettings
    ADD CONSTRAINT payment_nettings_payment_id_fkey FOREIGN KEY (payment_id) REFERENCES public.payments(id);
ALTER TABLE ONLY public.payment_refund_ends
    ADD CONSTRAINT payment_refund_ends_refund_id_fkey FOREIGN KEY (refund_id) REFERENCES public.payment_refunds(id);
ALTER TABLE ONLY public.payment_refund_receipts
    ADD CONSTRAINT payment_refund_receipts_refund_id_fkey FOREIGN KEY (refund_id) REFERENCES public.payment_refunds(id);
ALTER TABLE ONLY public.payment_refunds
    ADD CONSTRAINT payment_refunds_payment_id_fkey FOREIGN KEY (payment_id) REFERENCES public.payments(id);
ALTER TABLE ONLY public.payment_sessions
    ADD CONSTRAINT payment_sessions_payment_id_fkey FOREIGN KEY (payment_id) REFERENCES public.payments(id);
ALTER TABLE ONLY public.payment_troubles
    ADD CONSTRAINT payment_troubles_payment_id_fkey FOREIGN KEY (payment_id) REFERENCES public.payments(id);
ALTER TABLE ONLY public.payment_write_offs
    ADD CONSTRAINT payment_write_offs_member_id_fkey FOREIGN KEY (member_id) REFERENCES public.members(id);
ALTER TABLE ONLY public.payment_write_offs
    ADD CONSTRAINT payment_write_offs_proposal_id_fkey FOREIGN KEY (proposal_id) REFERENCES public.proposals(id);
ALTER TABLE ONLY public.payments
    ADD CONSTRAINT payments_member_id_fkey FOREIGN KEY (member_id) REFERENCES public.members(id);
ALTER TABLE ONLY public.payments
    ADD CONSTRAINT payments_programme_id_fkey FOREIGN KEY (programme_id) REFERENCES public.programmes(id);
ALTER TABLE ONLY public.payout_accounts
    ADD CONSTRAINT payout_accounts_partner_id_fkey FOREIGN KEY (partner_id) REFERENCES public.partners(id);
ALTER TABLE ONLY public.payout_accounts
    ADD CONSTRAINT payout_accounts_programme_id_fkey FOREIGN KEY (programme_id) REFERENCES public.programmes(id);
ALTER TABLE ONLY public.payout_accounts
    ADD CONSTRAINT payout_accounts_proposal_id_fkey FOREIGN KEY (proposal_id) REFERENCES public.proposals(id);
ALTER TABLE ONLY public.payout_calls
    ADD CONSTRAINT payout_calls_line_id_fkey FOREIGN KEY (line_id) REFERENCES public.payout_lines(id);
ALTER TABLE ONLY public.payout_events
    ADD CONSTRAINT payout_events_line_id_fkey FOREIGN KEY (line_id) REFERENCES public.payout_lines(id);
ALTER TABLE ONLY public.payout_events
    ADD CONSTRAINT payout_events_proposal_id_fkey FOREIGN KEY (proposal_id) REFERENCES public.proposal_applications(proposal_id);
ALTER TABLE ONLY public.payout_files
    ADD CONSTRAINT payout_files_run_id_fkey FOREIGN KEY (run_id) REFERENCES public.payout_runs(id);
ALTER TABLE ONLY public.payout_lines
    ADD CONSTRAINT payout_lines_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.payout_accounts(id);
ALTER TABLE ONLY public.payout_lines
    ADD CONSTRAINT payout_lines_connected_id_fkey FOREIGN KEY (connected_id) REFERENCES public.connected_accounts(id);
ALTER TABLE ONLY public.payout_lines
    ADD CONSTRAINT payout_lines_partner_id_fkey FOREIGN KEY (partner_id) REFERENCES public.partners(id);
ALTER TABLE ONLY public.payout_lines
    ADD CONSTRAINT payout_lines_run_id_fkey FOREIGN KEY (run_id) REFERENCES public.payout_runs(id);
ALTER TABLE ONLY public.payout_lines
    ADD CONSTRAINT payout_lines_statement_id_fkey FOREIGN KEY (statement_id) REFERENCES public.statements(id);
ALTER TABLE ONLY public.payout_moves
    ADD CONSTRAINT payout_moves_line_id_fkey FOREIGN KEY (line_id) REFERENCES public.payout_lines(id);
ALTER TABLE ONLY public.payout_run_steps
    ADD CONSTRAINT payout_run_steps_proposal_id_fkey FOREIGN KEY (proposal_id) REFERENCES public.proposals(id);
ALTER TABLE ONLY public.payout_run_steps
    ADD CONSTRAINT payout_run_steps_run_id_fkey FOREIGN KEY (run_id) REFERENCES public.payout_runs(id);
ALTER TABLE ONLY public.payout_runs
    ADD CONSTRAINT payout_runs_drafted_by_fkey FOREIGN KEY (drafted_by) REFERENCES public.users(id);
ALTER TABLE ONLY public.payout_runs
    ADD CONSTRAINT payout_runs_programme_id_fkey FOREIGN KEY (programme_id) REFERENCES public.programmes(id);
ALTER TABLE ONLY public.pin_tries
    ADD CONSTRAINT pin_tries_code_id_fkey FOREIGN KEY (code_id) REFERENCES public.codes(id);
ALTER TABLE ONLY public.point_corrections
    ADD CONSTRAINT point_corrections_asked_by_fkey FOREIGN KEY (asked_by) REFERENCES public.users(id);
ALTER TABLE ONLY public.point_corrections
    ADD CONSTRAINT point_corrections_bank_card_id_fkey FOREIGN KEY (bank_card_id) REFERENCES public.member_cards(id);
ALTER TABLE ONLY public.point_corrections
    ADD CONSTRAINT point_corrections_case_id_fkey FOREIGN KEY (case_id) REFERENCES public.cases(id);
ALTER TABLE ONLY public.point_corrections
    ADD CONSTRAINT point_corrections_member_id_fkey FOREIGN KEY (member_id) REFERENCES public.members(id);
ALTER TABLE ONLY public.point_corrections
    ADD CONSTRAINT point_corrections_paper_id_fkey FOREIGN KEY (paper_id) REFERENCES public.account_papers(id);
ALTER TABLE ONLY public.point_corrections
    ADD CONSTRAINT point_corrections_programme_id_fkey FOREIGN KEY (programme_id) REFERENCES public.programmes(id);
ALTER TABLE ONLY public.point_corrections
    ADD CONSTRAINT point_corrections_proposal_id_fkey FOREIGN KEY (proposal_id) REFERENCES public.proposals(id);
ALTER TABLE ONLY public.programme_hosts
    ADD CONSTRAINT programme_hosts_programme_id_fkey FOREIGN KEY (programme_id) REFERENCES public.programmes(id);
ALTER TABLE ONLY public.programme_texts
    ADD CONSTRAINT programme_texts_programme_id_fkey FOREIGN KEY (programme_id) REFERENCES public.programmes(id);
ALTER TABLE ONLY public.programme_tiers
    ADD CONSTRAINT programme_tiers_programme_id_fkey FOREIGN KEY (programme_id) REFERENCES public.programmes(id);
ALTER TABLE ONLY public.programmes
    ADD CONSTRAINT programmes_city_slug_fkey FOREIGN KEY (city_slug) REFERENCES public.cities(slug);
ALTER TABLE ONLY public.programmes
    ADD CONSTRAINT programmes_training_of_fkey FOREIGN KEY (training_of) REFERENCES public.programmes(id);
ALTER TABLE ONLY public.proposal_applications
    ADD CONSTRAINT proposal_applications_proposal_id_digest_fkey FOREIGN KEY (proposal_id, digest) REFERENCES public.proposal_versions(proposal_id, digest);
ALTER TABLE ONLY public.proposal_applications
    ADD CONSTRAINT proposal_applications_proposal_id_fkey FOREIGN KEY (proposal_id) REFERENCES public.proposals(id);
ALTER TABLE ONLY public.proposal_decisions
    ADD CONSTRAINT proposal_decisions_decided_by_fkey FOREIGN KEY (decided_by) REFERENCES public.users(id);
ALTER TABLE ONLY public.proposal_decisions
    ADD CONSTRAINT proposal_decisions_proposal_id_digest_fkey FOREIGN KEY (proposal_id, digest) REFERENCES public.proposal_versions(proposal_id, digest);
ALTER TABLE ONLY public.proposal_notes
    ADD CONSTRAINT proposal_notes_proposal_id_fkey FOREIGN KEY (proposal_id) REFERENCES public.proposals(id);
ALTER TABLE ONLY public.proposal_notes
    ADD CONSTRAINT proposal_notes_written_by_fkey FOREIGN KEY (written_by) REFERENCES public.users(id);
ALTER TABLE ONLY public.proposal_versions
    ADD CONSTRAINT proposal_versions_edited_by_fkey FOREIGN KEY (edited_by) REFERENCES public.users(id);
ALTER TABLE ONLY public.proposal_versions
    ADD CONSTRAINT proposal_versions_proposal_id_fkey FOREIGN KEY (proposal_id) REFERENCES public.proposals(id);
ALTER TABLE ONLY public.proposals
    ADD CONSTRAINT proposals_programme_id_fkey FOREIGN KEY (programme_id) REFERENCES public.programmes(id);
ALTER TABLE ONLY public.proposals
    ADD CONSTRAINT proposals_proposed_by_fkey FOREIGN KEY (proposed_by) REFERENCES public.users(id);
ALTER TABLE ONLY public.provider_events
    ADD CONSTRAINT provider_events_payment_id_fkey FOREIGN KEY (payment_id) REFERENCES public.payments(id);
ALTER TABLE ONLY public.publication_runs
    ADD CONSTRAINT publication_runs_publication_id_fkey FOREIGN KEY (publication_id) REFERENCES public.catalogue_publications(id);
ALTER TABLE ONLY public.publication_runs
    ADD CONSTRAINT publication_runs_run_id_fkey FOREIGN KEY (run_id) REFERENCES public.runs(id);
ALTER TABLE ONLY public.publication_undos
    ADD CONSTRAINT publication_undos_publication_id_fkey FOREIGN KEY (publication_id) REFERENCES public.catalogue_publications(id);
ALTER TABLE ONLY public.publication_undos
    ADD CONSTRAINT publication_undos_undone_by_fkey FOREIGN KEY (undone_by) REFERENCES public.catalogue_publications(id);
ALTER TABLE ONLY public.rebindings
    ADD CONSTRAINT rebindings_asked_by_fkey FOREIGN KEY (asked_by) REFERENCES public.users(id);
ALTER TABLE ONLY public.rebindings
    ADD CONSTRAINT rebindings_new_card_id_fkey FOREIGN KEY (new_card_id) REFERENCES public.giftcards(id);
ALTER TABLE ONLY public.rebindings
    ADD CONSTRAINT rebindings_old_card_id_fkey FOREIGN KEY (old_card_id) REFERENCES public.giftcards(id);
ALTER TABLE ONLY public.rebindings
    ADD CONSTRAINT rebindings_programme_id_fkey FOREIGN KEY (programme_id) REFERENCES public.programmes(id);
ALTER TABLE ONLY public.rebindings
    ADD CONSTRAINT rebindings_proposal_id_fkey FOREIGN KEY (proposal_id) REFERENCES public.proposals(id);
ALTER TABLE ONLY public.redemptions
    ADD CONSTRAINT redemptions_acceptor_partner_id_fkey FOREIGN KEY (acceptor_partner_id) REFERENCES public.partners(id);
ALTER TABLE ONLY public.redemptions
    ADD CONSTRAINT redemptions_giftcard_id_fkey FOREIGN KEY (giftcard_id) REFERENCES public.giftcards(id);
ALTER TABLE ONLY public.redemptions
    ADD CONSTRAINT redemptions_issuer_partner_id_fkey FOREIGN KEY (issuer_partner_id) REFERENCES public.partners(id);
ALTER TABLE ONLY public.redemptions
    ADD CONSTRAINT redemptions_terminal_id_fkey FOREIGN KEY (terminal_id) REFERENCES public.terminals(id);
ALTER TABLE ONLY public.refund_parts
    ADD CONSTRAINT refund_parts_purchase_id_fkey FOREIGN KEY (purchase_id) REFERENCES public.card_operations(id);
ALTER TABLE ONLY public.refund_parts
    ADD CONSTRAINT refund_parts_refund_id_fkey FOREIGN KEY (refund_id) REFERENCES public.card_operations(id);
ALTER TABLE ONLY public.reissues
    ADD CONSTRAINT reissues_asked_by_fkey FOREIGN KEY (asked_by) REFERENCES public.users(id);
ALTER TABLE ONLY public.reissues
    ADD CONSTRAINT reissues_new_card_id_fkey FOREIGN KEY (new_card_id) REFERENCES public.giftcards(id);
ALTER TABLE ONLY public.reissues
    ADD CONSTRAINT reissues_old_card_id_fkey FOREIGN KEY (old_card_id) REFERENCES public.giftcards(id);
ALTER TABLE ONLY public.reissues
    ADD CONSTRAINT reissues_programme_id_fkey FOREIGN KEY (programme_id) REFERENCES public.programmes(id);
ALTER TABLE ONLY public.reissues
    ADD CONSTRAINT reissues_proposal_id_fkey FOREIGN KEY (proposal_id) REFERENCES public.proposals(id);
ALTER TABLE ONLY public.reversals
    ADD CONSTRAINT reversals_redemption_id_fkey FOREIGN KEY (redemption_id) REFERENCES public.redemptions(id);
ALTER TABLE ONLY public.reversals
    ADD CONSTRAINT reversals_reversed_by_fkey FOREIGN KEY (reversed_by) REFERENCES public.users(id);
ALTER TABLE ONLY public.reversals
    ADD CONSTRAINT reversals_terminal_id_fkey FOREIGN KEY (terminal_id) REFERENCES public.terminals(id);
ALTER TABLE ONLY public.run_changes
    ADD CONSTRAINT run_changes_run_id_fkey FOREIGN KEY (run_id) REFERENCES public.runs(id);
ALTER TABLE ONLY public.run_comment_resolutions
    ADD CONSTRAINT run_comment_resolutions_comment_id_fkey FOREIGN KEY (comment_id) REFERENCES public.run_comments(id);
ALTER TABLE ONLY public.run_comment_resolutions
    ADD CONSTRAINT run_comment_resolutions_resolved_by_fkey FOREIGN KEY (resolved_by) REFERENCES public.users(id);
ALTER TABLE ONLY public.run_comments
    ADD CONSTRAINT run_comments_answers_fkey FOREIGN KEY (answers) REFERENCES public.run_comments(id);
ALTER TABLE ONLY public.run_comments
    ADD CONSTRAINT run_comments_run_id_fkey FOREIGN KEY (run_id) REFERENCES public.runs(id);
ALTER TABLE ONLY public.run_comments
    ADD CONSTRAINT run_comments_written_by_fkey FOREIGN KEY (written_by) REFERENCES public.users(id);
ALTER TABLE ONLY public.run_errors
    ADD CONSTRAINT run_errors_run_id_fkey FOREIGN KEY (run_id) REFERENCES public.runs(id);
ALTER TABLE ONLY public.run_events
    ADD CONSTRAINT run_events_run_id_fkey FOREIGN KEY (run_id) REFERENCES public.runs(id);
ALTER TABLE ONLY public.run_files
    ADD CONSTRAINT run_files_run_id_fkey FOREIGN KEY (run_id) REFERENCES public.runs(id);
ALTER TABLE ONLY public.runs
    ADD CONSTRAINT runs_continues_fkey FOREIGN KEY (continues) REFERENCES public.runs(id);
ALTER TABLE ONLY public.runs
    ADD CONSTRAINT runs_partner_id_fkey FOREIGN KEY (partner_id) REFERENCES public.partners(id);
ALTER TABLE ONLY public.runs
    ADD CONSTRAINT runs_programme_id_fkey FOREIGN KEY (programme_id) REFERENCES public.programmes(id);
ALTER TABLE ONLY public.service_desks
    ADD CONSTRAINT service_desks_programme_id_fkey FOREIGN KEY (programme_id) REFERENCES public.programmes(id);
ALTER TABLE ONLY public.service_times
    ADD CONSTRAINT service_times_programme_id_fkey FOREIGN KEY (programme_id) REFERENCES public.programmes(id);
ALTER TABLE ONLY public.settlement_adjustments
    ADD CONSTRAINT settlement_adjustments_made_by_fkey FOREIGN KEY (made_by) REFERENCES public.users(id);
ALTER TABLE ONLY public.settlement_adjustments
    ADD CONSTRAINT settlement_adjustments_partner_id_fkey FOREIGN KEY (partner_id) REFERENCES public.partners(id);
ALTER TABLE ONLY public.settlement_adjustments
    ADD CONSTRAINT settlement_adjustments_proposal_id_fkey FOREIGN KEY (proposal_id) REFERENCES public.proposals(id);
ALTER TABLE ONLY public.settlement_rates
    ADD CONSTRAINT settlement_rates_programme_id_fkey FOREIGN KEY (programme_id) REFERENCES public.programmes(id);
ALTER TABLE ONLY public.shop_closures
    ADD CONSTRAINT shop_closures_shop_id_fkey FOREIGN KEY (shop_id) REFERENCES public.shops(id);
ALTER TABLE ONLY public.shops
    ADD CONSTRAINT shops_brand_id_fkey FOREIGN KEY (brand_id) REFERENCES public.brands(id);
ALTER TABLE ONLY public.shops
    ADD CONSTRAINT shops_city_slug_fkey FOREIGN KEY (city_slug) REFERENCES public.cities(slug);
ALTER TABLE ONLY public.sign_in_seals
    ADD CONSTRAINT sign_in_seals_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id);
ALTER TABLE ONLY public.sign_in_traces
    ADD CONSTRAINT sign_in_traces_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.staff_reveals
    ADD CONSTRAINT staff_reveals_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id);
ALTER TABLE ONLY public.statement_dispute_ends
    ADD CONSTRAINT statement_dispute_ends_adjustment_id_fkey FOREIGN KEY (adjustment_id) REFERENCES public.settlement_adjustments(id);
ALTER TABLE ONLY public.statement_dispute_ends
    ADD CONSTRAINT statement_dispute_ends_dispute_id_fkey FOREIGN KEY (dispute_id) REFERENCES public.statement_disputes(id);
ALTER TABLE ONLY public.statement_dispute_ends
    ADD CONSTRAINT statement_dispute_ends_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id);
ALTER TABLE ONLY public.statement_dispute_file_parts
    ADD CONSTRAINT statement_dispute_file_parts_file_id_fkey FOREIGN KEY (file_id) REFERENCES public.statement_dispute_files(id);
ALTER TABLE ONLY public.statement_dispute_files
    ADD CONSTRAINT statement_dispute_files_dispute_id_fkey FOREIGN KEY (dispute_id) REFERENCES public.statement_disputes(id);
ALTER TABLE ONLY public.statement_dispute_files
    ADD CONSTRAINT statement_dispute_files_remark_id_fkey FOREIGN KEY (remark_id) REFERENCES public.statement_dispute_remarks(id);
ALTER TABLE ONLY public.statement_dispute_remarks
    ADD CONSTRAINT statement_dispute_remarks_dispute_id_fkey FOREIGN KEY (dispute_id) REFERENCES public.statement_disputes(id);
ALTER TABLE ONLY public.statement_dispute_remarks
    ADD CONSTRAINT statement_dispute_remarks_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id);
ALTER TABLE ONLY public.statement_disputes
    ADD CONSTRAINT statement_disputes_raised_by_fkey FOREIGN KEY (raised_by) REFERENCES public.users(id);
ALTER TABLE ONLY public.statement_disputes
    ADD CONSTRAINT statement_disputes_statement_id_position_fkey FOREIGN KEY (statement_id, "position") REFERENCES public.statement_lines(statement_id, "position");
ALTER TABLE ONLY public.statement_parties
    ADD CONSTRAINT statement_parties_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.payout_accounts(id);
ALTER TABLE ONLY public.statement_parties
    ADD CONSTRAINT statement_parties_statement_id_fkey FOREIGN KEY (statement_id) REFERENCES public.statements(id);
ALTER TABLE ONLY public.statement_steps
    ADD CONSTRAINT statement_steps_statement_id_fkey FOREIGN KEY (statement_id) REFERENCES public.statements(id);
ALTER TABLE ONLY public.statement_steps
    ADD CONSTRAINT statement_steps_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id);
ALTER TABLE ONLY public.statement_totals
    ADD CONSTRAINT statement_totals_statement_id_fkey FOREIGN KEY (statement_id) REFERENCES public.statements(id);
ALTER TABLE ONLY public.statements
    ADD CONSTRAINT statements_contract_id_fkey FOREIGN KEY (contract_id) REFERENCES public.contracts(id);
ALTER TABLE ONLY public.statements
    ADD CONSTRAINT statements_partner_id_fkey FOREIGN KEY (partner_id) REFERENCES public.partners(id);
ALTER TABLE ONLY public.statements
    ADD CONSTRAINT statements_previous_id_fkey FOREIGN KEY (previous_id) REFERENCES public.statements(id);
ALTER TABLE ONLY public.stock_lows
    ADD CONSTRAINT stock_lows_denomination_id_fkey FOREIGN KEY (denomination_id) REFERENCES public.denominations(id);
ALTER TABLE ONLY public.stock_reconciliations
    ADD CONSTRAINT stock_reconciliations_quarantine_id_fkey FOREIGN KEY (quarantine_id) REFERENCES public.stock_quarantines(id);
ALTER TABLE ONLY public.stock_thresholds
    ADD CONSTRAINT stock_thresholds_denomination_id_fkey FOREIGN KEY (denomination_id) REFERENCES public.denominations(id);
ALTER TABLE ONLY public.supplier_breaks
    ADD CONSTRAINT supplier_breaks_connection_id_fkey FOREIGN KEY (connection_id) REFERENCES public.supplier_connections(id);
ALTER TABLE ONLY public.supplier_calls
    ADD CONSTRAINT supplier_calls_purchase_id_fkey FOREIGN KEY (purchase_id) REFERENCES public.supplier_purchases(id);
ALTER TABLE ONLY public.supplier_connections
    ADD CONSTRAINT supplier_connections_programme_id_fkey FOREIGN KEY (programme_id) REFERENCES public.programmes(id);
ALTER TABLE ONLY public.supplier_ends
    ADD CONSTRAINT supplier_ends_purchase_id_fkey FOREIGN KEY (purchase_id) REFERENCES public.supplier_purchases(id);
ALTER TABLE ONLY public.supplier_purchases
    ADD CONSTRAINT supplier_purchases_connection_id_fkey FOREIGN KEY (connection_id) REFERENCES public.supplier_connections(id);
ALTER TABLE ONLY public.supplier_receipts
    ADD CONSTRAINT supplier_receipts_purchase_id_connection_id_fkey FOREIGN KEY (purchase_id, connection_id) REFERENCES public.supplier_purchases(id, connection_id);
ALTER TABLE ONLY public.supplier_troubles
    ADD CONSTRAINT supplier_troubles_purchase_id_fkey FOREIGN KEY (purchase_id) REFERENCES public.supplier_purchases(id);
ALTER TABLE ONLY public.terminal_keys
    ADD CONSTRAINT terminal_keys_terminal_id_fkey FOREIGN KEY (terminal_id) REFERENCES public.terminals(id);
ALTER TABLE ONLY public.terminals
    ADD CONSTRAINT terminals_partner_id_fkey FOREIGN KEY (partner_id) REFERENCES public.partners(id);
ALTER TABLE ONLY public.terminals
    ADD CONSTRAINT terminals_shop_id_fkey FOREIGN KEY (shop_id) REFERENCES public.shops(id);
ALTER TABLE ONLY public.till_alarm_answers
    ADD CONSTRAINT till_alarm_answers_alarm_id_fkey FOREIGN KEY (alarm_id) REFERENCES public.till_alarms(id);
ALTER TABLE ONLY public.till_alarms
    ADD CONSTRAINT till_alarms_batch_id_fkey FOREIGN KEY (batch_id) REFERENCES public.batches(id);
ALTER TABLE ONLY public.till_alarms
    ADD CONSTRAINT till_alarms_partner_id_fkey FOREIGN KEY (partner_id) REFERENCES public.partners(id);
ALTER TABLE ONLY public.till_alarms
    ADD CONSTRAINT till_alarms_terminal_id_fkey FOREIGN KEY (terminal_id) REFERENCES public.terminals(id);
ALTER TABLE ONLY public.till_alarms
    ADD CONSTRAINT till_alarms_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id);
ALTER TABLE ONLY public.till_clearings
    ADD CONSTRAINT till_clearings_proposal_id_fkey FOREIGN KEY (proposal_id) REFERENCES public.proposals(id);
ALTER TABLE ONLY public.till_clearings
    ADD CONSTRAINT till_clearings_redemption_id_fkey FOREIGN KEY (redemption_id) REFERENCES public.redemptions(id);
ALTER TABLE ONLY public.till_columns
    ADD CONSTRAINT till_columns_partner_id_fkey FOREIGN KEY (partner_id) REFERENCES public.partners(id);
ALTER TABLE ONLY public.till_exports
    ADD CONSTRAINT till_exports_partner_id_fkey FOREIGN KEY (partner_id) REFERENCES public.partners(id);
ALTER TABLE ONLY public.till_line_ends
    ADD CONSTRAINT till_line_ends_line_id_fkey FOREIGN KEY (line_id) REFERENCES public.till_lines(id);
ALTER TABLE ONLY public.till_line_ends
    ADD CONSTRAINT till_line_ends_of_id_fkey FOREIGN KEY (of_id) REFERENCES public.till_lines(id);
ALTER TABLE ONLY public.till_lines
    ADD CONSTRAINT till_lines_export_id_fkey FOREIGN KEY (export_id) REFERENCES public.till_exports(id);
ALTER TABLE ONLY public.till_lines
    ADD CONSTRAINT till_lines_partner_id_fkey FOREIGN KEY (partner_id) REFERENCES public.partners(id);
ALTER TABLE ONLY public.till_matches
    ADD CONSTRAINT till_matches_line_id_fkey FOREIGN KEY (line_id) REFERENCES public.till_lines(id);
ALTER TABLE ONLY public.till_matches
    ADD CONSTRAINT till_matches_redemption_id_fkey FOREIGN KEY (redemption_id) REFERENCES public.redemptions(id);
ALTER TABLE ONLY public.till_refusals
    ADD CONSTRAINT till_refusals_giftcard_id_fkey FOREIGN KEY (giftcard_id) REFERENCES public.giftcards(id);
ALTER TABLE ONLY public.till_refusals
    ADD CONSTRAINT till_refusals_terminal_id_fkey FOREIGN KEY (terminal_id) REFERENCES public.terminals(id);
ALTER TABLE ONLY public.till_refusals
    ADD CONSTRAINT till_refusals_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id);
ALTER TABLE ONLY public.topup_returns
    ADD CONSTRAINT topup_returns_taking_id_fkey FOREIGN KEY (taking_id) REFERENCES public.topup_takings(id);
ALTER TABLE ONLY public.topup_takings
    ADD CONSTRAINT topup_takings_topup_id_fkey FOREIGN KEY (topup_id) REFERENCES public.topups(id);
ALTER TABLE ONLY public.topups
    ADD CONSTRAINT topups_member_id_fkey FOREIGN KEY (member_id) REFERENCES public.members(id);
ALTER TABLE ONLY public.topups
    ADD CONSTRAINT topups_programme_id_fkey FOREIGN KEY (programme_id) REFERENCES public.programmes(id);
ALTER TABLE ONLY public.training_scenes
    ADD CONSTRAINT training_scenes_member_id_fkey FOREIGN KEY (member_id) REFERENCES public.members(id);
ALTER TABLE ONLY public.training_scenes
    ADD CONSTRAINT training_scenes_programme_id_fkey FOREIGN KEY (programme_id) REFERENCES public.programmes(id);
ALTER TABLE ONLY public.transfer_returns
    ADD CONSTRAINT transfer_returns_source_id_fkey FOREIGN KEY (source_id) REFERENCES public.transfers(id);
ALTER TABLE ONLY public.transfer_returns
    ADD CONSTRAINT transfer_returns_transfer_id_fkey FOREIGN KEY (transfer_id) REFERENCES public.transfers(id);
ALTER TABLE ONLY public.transfers
    ADD CONSTRAINT transfers_settles_id_fkey FOREIGN KEY (settles_id) REFERENCES public.transfers(id);
ALTER TABLE ONLY public.unreachable_emails
    ADD CONSTRAINT unreachable_emails_programme_id_fkey FOREIGN KEY (programme_id) REFERENCES public.programmes(id);
ALTER TABLE ONLY public.user_sessions
    ADD CONSTRAINT user_sessions_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.waiting_operations
    ADD CONSTRAINT waiting_operations_programme_id_fkey FOREIGN KEY (programme_id) REFERENCES public.programmes(id);
ALTER TABLE ONLY public.wallet_devices
    ADD CONSTRAINT wallet_devices_pass_id_fkey FOREIGN KEY (pass_id) REFERENCES public.wallet_passes(id);
ALTER TABLE ONLY public.wallet_objects
    ADD CONSTRAINT wallet_objects_pass_id_fkey FOREIGN KEY (pass_id) REFERENCES public.wallet_passes(id);
ALTER TABLE ONLY public.wallet_passes
    ADD CONSTRAINT wallet_passes_giftcard_id_fkey FOREIGN KEY (giftcard_id) REFERENCES public.giftcards(id);
ALTER TABLE ONLY public.wallet_passes
    ADD CONSTRAINT wallet_passes_programme_id_fkey FOREIGN KEY (programme_id) REFERENCES public.programmes(id);
ALTER TABLE ONLY public.webhook_deliveries
    ADD CONSTRAINT webhook_deliveries_endpoint_id_fkey FOREIGN KEY (endpoint_id) REFERENCES public.webhook_endpoints(id);
ALTER TABLE ONLY public.webhook_deliveries
    ADD CONSTRAINT webhook_deliveries_event_id_fkey FOREIGN KEY (event_id) REFERENCES public.webhook_events(id);
ALTER TABLE ONLY public.webhook_endpoints
    ADD CONSTRAINT webhook_endpoints_partner_id_fkey FOREIGN KEY (partner_id) REFERENCES public.partners(id);
ALTER TABLE ONLY public.webhook_endpoints
    ADD CONSTRAINT webhook_endpoints_programme_id_fkey FOREIGN KEY (programme_id) REFERENCES public.programmes(id);
ALTER TABLE ONLY public.webhook_events
    ADD CONSTRAINT webhook_events_partner_id_fkey FOREIGN KEY (partner_id) REFERENCES public.partners(id);
ALTER TABLE ONLY public.webhook_secrets
    ADD CONSTRAINT webhook_secrets_endpoint_id_fkey FOREIGN KEY (endpoint_id) REFERENCES public.webhook_endpoints(id);
ALTER TABLE ONLY public.webhook_tries
    ADD CONSTRAINT webhook_tries_delivery_id_fkey FOREIGN KEY (delivery_id) REFERENCES public.webhook_deliveries(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.wishes
    ADD CONSTRAINT wishes_denomination_id_fkey FOREIGN KEY (denomination_id) REFERENCES public.denominations(id);
ALTER TABLE ONLY public.wishes
    ADD CONSTRAINT wishes_member_id_fkey FOREIGN KEY (member_id) REFERENCES public.members(id);
ALTER TABLE ONLY public.wishes
    ADD CONSTRAINT wishes_offer_id_fkey FOREIGN KEY (offer_id) REFERENCES public.offers(id);
ALTER TABLE ONLY public.withdrawals
    ADD CONSTRAINT withdrawals_asked_by_fkey FOREIGN KEY (asked_by) REFERENCES public.users(id);
ALTER TABLE ONLY public.withdrawals
    ADD CONSTRAINT withdrawals_programme_id_fkey FOREIGN KEY (programme_id) REFERENCES public.programmes(id);
ALTER TABLE ONLY public.withdrawals
    ADD CONSTRAINT withdrawals_proposal_id_fkey FOREIGN KEY (proposal_id) REFERENCES public.proposals(id);
ALTER TABLE ONLY public.withdrawals
    ADD CONSTRAINT withdrawals_voiding_id_fkey FOREIGN KEY (voiding_id) REFERENCES public.giftcard_voidings(id);
ALTER TABLE ONLY public.withdrawn_codes
    ADD CONSTRAINT withdrawn_codes_code_id_fkey FOREIGN KEY (code_id) REFERENCES public.codes(id);
ALTER TABLE ONLY public.withdrawn_codes
    ADD CONSTRAINT withdrawn_codes_withdrawal_id_fkey FOREIGN KEY (withdrawal_id) REFERENCES public.batch_withdrawals(id);
GRANT USAGE ON SCHEMA public TO vitrina_app;
GRANT USAGE ON SCHEMA timetable TO vitrina_app;
REVOKE ALL ON FUNCTION public.audit_forget(p_subjects text[]) FROM PUBLIC;
REVOKE ALL ON FUNCTION public.audit_record(p_action text, p_subject text, p_at timestamp with time zone, p_why text, p_before jsonb, p_after jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION public.audit_record(p_action text, p_subject text, p_at timestamp with time zone, p_why text, p_before jsonb, p_after jsonb) TO vitrina_app;
REVOKE ALL ON FUNCTION public.authorisation_end(p_authorisation bigint, p_kind text, p_captured bigint, p_now timestamp with time zone) FROM PUBLIC;
REVOKE ALL ON FUNCTION public.authorisations_lapse(p_now timestamp with time zone, p_most integer) FROM PUBLIC;
GRANT ALL ON FUNCTION public.authorisations_lapse(p_now timestamp with time zone, p_most integer) TO vitrina_app;
REVOKE ALL ON FUNCTION public.bank_cards_forget(p_members bigint[]) FROM PUBLIC;
REVOKE ALL ON FUNCTION public.brand_pictures_forget(p_before timestamp with time zone, p_now timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.brand_pictures_forget(p_before timestamp with time zone, p_now timestamp with time zone) TO vitrina_app;
REVOKE ALL ON FUNCTION public.card_earned(p_member bigint, p_token text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.card_earned(p_member bigint, p_token text) TO vitrina_app;
REVOKE ALL ON FUNCTION public.card_earned_left(p_member bigint, p_token text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.card_earned_left(p_member bigint, p_token text) TO vitrina_app;
REVOKE ALL ON FUNCTION public.card_operations_brought(p_purchases bigint[], p_points bigint[], OUT transfers bigint[], OUT accounts bigint[], OUT points bigint[]) FROM PUBLIC;
REVOKE ALL ON FUNCTION public.card_operations_forget(p_members bigint[]) FROM PUBLIC;
REVOKE ALL ON FUNCTION public.card_operations_post(p_programme bigint, p_reason text, p_first bigint, p_last bigint, p_expires date, p_memo jsonb, p_at timestamp with time zone, p_today date) FROM PUBLIC;
GRANT ALL ON FUNCTION public.card_operations_post(p_programme bigint, p_reason text, p_first bigint, p_last bigint, p_expires date, p_memo jsonb, p_at timestamp with time zone, p_today date) TO vitrina_app;
REVOKE ALL ON FUNCTION public.card_operations_wait(p_programme bigint, p_source text, p_operations jsonb, p_at timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.card_operations_wait(p_programme bigint, p_source text, p_operations jsonb, p_at timestamp with time zone) TO vitrina_app;
REVOKE ALL ON FUNCTION public.case_append(p_case bigint, p_seen integer, p_what text, p_text text, p_facts jsonb, p_ref text, p_first_due timestamp with time zone, p_solve_due timestamp with time zone, p_at timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.case_append(p_case bigint, p_seen integer, p_what text, p_text text, p_facts jsonb, p_ref text, p_first_due timestamp with time zone, p_solve_due timestamp with time zone, p_at timestamp with time zone) TO vitrina_app;
REVOKE ALL ON FUNCTION public.case_target(p_case bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION public.case_target(p_case bigint) TO vitrina_app;
REVOKE ALL ON FUNCTION public.codes_reencrypt(p_ids bigint[], p_old bytea[], p_new bytea[]) FROM PUBLIC;
GRANT ALL ON FUNCTION public.codes_reencrypt(p_ids bigint[], p_old bytea[], p_new bytea[]) TO vitrina_app;
REVOKE ALL ON FUNCTION public.contract_signature_check() FROM PUBLIC;
GRANT SELECT,INSERT ON TABLE public.contract_versions TO vitrina_app;
REVOKE ALL ON FUNCTION public.contract_terms(p_contract bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION public.contract_terms(p_contract bigint) TO vitrina_app;
REVOKE ALL ON FUNCTION public.contract_version_check() FROM PUBLIC;
REVOKE ALL ON FUNCTION public.correction_by(p_programme bigint, p_member bigint, p_kind text, p_amount bigint, p_proposal bigint) FROM PUBLIC;
REVOKE ALL ON FUNCTION public.correction_count(p_programme bigint, p_by bigint, p_day date, p_kind text, p_amount bigint) FROM PUBLIC;
REVOKE ALL ON FUNCTION public.erasure_close(p_erasure bigint, p_now timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.erasure_close(p_erasure bigint, p_now timestamp with time zone) TO vitrina_app;
GRANT SELECT,INSERT ON TABLE public.erasures TO vitrina_app;
GRANT UPDATE(evidence) ON TABLE public.erasures TO vitrina_app;
REVOKE ALL ON FUNCTION public.erasure_due(p_erasure bigint, p_now timestamp with time zone) FROM PUBLIC;
REVOKE ALL ON FUNCTION public.erasure_forget(p_erasure bigint, p_what text, p_now timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.erasure_forget(p_erasure bigint, p_what text, p_now timestamp with time zone) TO vitrina_app;
REVOKE ALL ON FUNCTION public.erasure_subjects(p_members bigint[]) FROM PUBLIC;
REVOKE ALL ON FUNCTION public.forgetting_note() FROM PUBLIC;
REVOKE ALL ON FUNCTION public.gift_letter_erased() FROM PUBLIC;
REVOKE ALL ON FUNCTION public.gift_of_nothing() FROM PUBLIC;
GRANT SELECT ON TABLE public.giftcards TO vitrina_app;
GRANT UPDATE(state) ON TABLE public.giftcards TO vitrina_app;
GRANT UPDATE(revealed_at) ON TABLE public.giftcards TO vitrina_app;
REVOKE ALL ON FUNCTION public.giftcard_extend(p_card bigint, p_until date, p_reason text, p_note text, p_now timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.giftcard_extend(p_card bigint, p_until date, p_reason text, p_note text, p_now timestamp with time zone) TO vitrina_app;
REVOKE ALL ON FUNCTION public.giftcard_first_until(p_card bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION public.giftcard_first_until(p_card bigint) TO vitrina_app;
REVOKE ALL ON FUNCTION public.giftcard_follow(p_card bigint, p_now timestamp with time zone) FROM PUBLIC;
REVOKE ALL ON FUNCTION public.giftcard_give(p_card bigint, p_member bigint, p_ref text, p_code bigint, p_last4 text, p_public_id text, p_today date, p_now timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.giftcard_give(p_card bigint, p_member bigint, p_ref text, p_code bigint, p_last4 text, p_public_id text, p_today date, p_now timestamp with time zone) TO vitrina_app;
REVOKE ALL ON FUNCTION public.giftcard_goes_on_as_one(p_cause text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.giftcard_goes_on_as_one(p_cause text) TO vitrina_app;
REVOKE ALL ON FUNCTION public.giftcard_grace(p_card bigint, p_now timestamp with time zone) FROM PUBLIC;
REVOKE ALL ON FUNCTION public.giftcard_heir(p_card bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION public.giftcard_heir(p_card bigint) TO vitrina_app;
REVOKE ALL ON FUNCTION public.giftcard_heirs(p_card bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION public.giftcard_heirs(p_card bigint) TO vitrina_app;
REVOKE ALL ON FUNCTION public.giftcard_hold_heirs(p_card bigint) FROM PUBLIC;
REVOKE ALL ON FUNCTION public.giftcard_issue(p_order bigint, p_programme bigint, p_member bigint, p_brand bigint, p_offer bigint, p_value bigint, p_currency text, p_code bigint, p_last4 text, p_expires date, p_public_id text, p_now timestamp with time zone) FROM PUBLIC;
REVOKE ALL ON FUNCTION public.giftcard_line(p_card bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION public.giftcard_line(p_card bigint) TO vitrina_app;
REVOKE ALL ON FUNCTION public.giftcard_line_back(p_card bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION public.giftcard_line_back(p_card bigint) TO vitrina_app;
REVOKE ALL ON FUNCTION public.giftcard_new_id() FROM PUBLIC;
REVOKE ALL ON FUNCTION public.giftcard_origins(p_card bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION public.giftcard_origins(p_card bigint) TO vitrina_app;
REVOKE ALL ON FUNCTION public.giftcard_put_back(p_card bigint, p_amount bigint, p_cause text, p_now timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.giftcard_put_back(p_card bigint, p_amount bigint, p_cause text, p_now timestamp with time zone) TO vitrina_app;
REVOKE ALL ON FUNCTION public.giftcard_rebind(p_card bigint, p_member bigint, p_ref text, p_code bigint, p_last4 text, p_public_id text, p_today date, p_now timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.giftcard_rebind(p_card bigint, p_member bigint, p_ref text, p_code bigint, p_last4 text, p_public_id text, p_today date, p_now timestamp with time zone) TO vitrina_app;
REVOKE ALL ON FUNCTION public.giftcard_recast(p_cause text, p_cards bigint[], p_ref text, p_children jsonb, p_today date, p_now timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.giftcard_recast(p_cause text, p_cards bigint[], p_ref text, p_children jsonb, p_today date, p_now timestamp with time zone) TO vitrina_app;
REVOKE ALL ON FUNCTION public.giftcard_reissue(p_card bigint, p_ref text, p_code bigint, p_last4 text, p_public_id text, p_today date, p_now timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.giftcard_reissue(p_card bigint, p_ref text, p_code bigint, p_last4 text, p_public_id text, p_today date, p_now timestamp with time zone) TO vitrina_app;
REVOKE ALL ON FUNCTION public.giftcard_showings(p_card bigint, p_since timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.giftcard_showings(p_card bigint, p_since timestamp with time zone) TO vitrina_app;
REVOKE ALL ON FUNCTION public.giftcard_succeed(p_programme bigint, p_cause text, p_ref text, p_parents bigint[], p_children jsonb, p_today date, p_now timestamp with time zone) FROM PUBLIC;
REVOKE ALL ON FUNCTION public.giftcard_succession_check(p_succession bigint, p_left bigint, p_born bigint) FROM PUBLIC;
REVOKE ALL ON FUNCTION public.giftcard_take(p_card bigint, p_amount bigint, p_cause text, p_today date, p_now timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.giftcard_take(p_card bigint, p_amount bigint, p_cause text, p_today date, p_now timestamp with time zone) TO vitrina_app;
GRANT SELECT ON TABLE public.giftcard_voidings TO vitrina_app;
REVOKE ALL ON FUNCTION public.giftcard_void(p_card bigint, p_reason text, p_note text, p_today date, p_now timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.giftcard_void(p_card bigint, p_reason text, p_note text, p_today date, p_now timestamp with time zone) TO vitrina_app;
REVOKE ALL ON FUNCTION public.giftcard_withhold(p_card bigint, p_amount bigint, p_cause text, p_now timestamp with time zone) FROM PUBLIC;
REVOKE ALL ON FUNCTION public.giftcard_words_forget(p_members bigint[]) FROM PUBLIC;
REVOKE ALL ON FUNCTION public.giftcards_follow(p_member bigint, p_now timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.giftcards_follow(p_member bigint, p_now timestamp with time zone) TO vitrina_app;
REVOKE ALL ON FUNCTION public.idempotency_reencrypt(p_callers text[], p_keys text[], p_old bytea[], p_new bytea[]) FROM PUBLIC;
GRANT ALL ON FUNCTION public.idempotency_reencrypt(p_callers text[], p_keys text[], p_old bytea[], p_new bytea[]) TO vitrina_app;
REVOKE ALL ON FUNCTION public.issued_by_staff(p_programme bigint, p_since timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.issued_by_staff(p_programme bigint, p_since timestamp with time zone) TO vitrina_app;
REVOKE ALL ON FUNCTION public.joint_promotion_check() FROM PUBLIC;
REVOKE ALL ON FUNCTION public.ledger_adjust(p_programme bigint, p_ref text, p_at timestamp with time zone, p_today date, p_accounts bigint[], p_amounts bigint[], p_expires date[], p_memos jsonb[], p_why text, OUT transfer_id bigint, OUT created boolean) FROM PUBLIC;
REVOKE ALL ON FUNCTION public.ledger_begin(p_programme bigint, p_kind text, p_ref text, p_at timestamp with time zone, p_settles bigint, OUT transfer_id bigint, OUT created boolean) FROM PUBLIC;
REVOKE ALL ON FUNCTION public.ledger_bring(p_transfer bigint, p_accounts bigint[], p_amounts bigint[], p_expires date[], p_origin text, p_funder text) FROM PUBLIC;
REVOKE ALL ON FUNCTION public.ledger_brought_lots(p_transfers bigint[], p_accounts bigint[], p_amounts bigint[], p_today date, OUT lots bigint[], OUT most bigint[]) FROM PUBLIC;
REVOKE ALL ON FUNCTION public.ledger_check_hold(p_accounts bigint[], p_amounts bigint[]) FROM PUBLIC;
REVOKE ALL ON FUNCTION public.ledger_check_set(p_programme bigint, p_today date, p_other bigint, p_accounts bigint[], p_amounts bigint[]) FROM PUBLIC;
REVOKE ALL ON FUNCTION public.ledger_claw_back(p_programme bigint, p_ref text, p_at timestamp with time zone, p_today date, p_to bigint, p_accounts bigint[], p_amounts bigint[], p_memos jsonb[], p_brought bigint[], p_brought_to bigint[], p_brought_points bigint[], OUT transfer_id bigint, OUT created boolean) FROM PUBLIC;
REVOKE ALL ON FUNCTION public.ledger_compare(p_transfer bigint, p_ref text, p_accounts bigint[], p_amounts bigint[], p_expires date[]) FROM PUBLIC;
REVOKE ALL ON FUNCTION public.ledger_compare_total(p_transfer bigint, p_ref text, p_account bigint, p_amount bigint) FROM PUBLIC;
REVOKE ALL ON FUNCTION public.ledger_days(p_account bigint, p_time_zone text, p_after bigint, p_upto bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION public.ledger_days(p_account bigint, p_time_zone text, p_after bigint, p_upto bigint) TO vitrina_app;
REVOKE ALL ON FUNCTION public.ledger_earn(p_programme bigint, p_ref text, p_at timestamp with time zone, p_today date, p_from bigint, p_accounts bigint[], p_amounts bigint[], p_expires date[], p_memos jsonb[], p_repaid jsonb, OUT transfer_id bigint, OUT created boolean) FROM PUBLIC;
REVOKE ALL ON FUNCTION public.ledger_end(p_programme bigint, p_member bigint, p_ref text, p_at timestamp with time zone) FROM PUBLIC;
REVOKE ALL ON FUNCTION public.ledger_expire(p_programme bigint, p_at timestamp with time zone, p_today date, p_breakage bigint, p_limit integer, OUT transfer_id bigint, OUT account_count bigint, OUT lot_count bigint, OUT total bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION public.ledger_expire(p_programme bigint, p_at timestamp with time zone, p_today date, p_breakage bigint, p_limit integer, OUT transfer_id bigint, OUT account_count bigint, OUT lot_count bigint, OUT total bigint) TO vitrina_app;
REVOKE ALL ON FUNCTION public.ledger_funded(p_source bigint, p_from bigint, p_until bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION public.ledger_funded(p_source bigint, p_from bigint, p_until bigint) TO vitrina_app;
REVOKE ALL ON FUNCTION public.ledger_give_back(p_transfer bigint, p_source bigint, p_at timestamp with time zone, p_today date, p_grace date, p_memo jsonb, p_from bigint, p_until bigint) FROM PUBLIC;
REVOKE ALL ON FUNCTION public.ledger_heir(p_account bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION public.ledger_heir(p_account bigint) TO vitrina_app;
REVOKE ALL ON FUNCTION public.ledger_heirs(p_accounts bigint[]) FROM PUBLIC;
REVOKE ALL ON FUNCTION public.ledger_join(p_programme bigint, p_from bigint, p_into bigint, p_cause text, p_at timestamp with time zone, p_today date) FROM PUBLIC;
REVOKE ALL ON FUNCTION public.ledger_keep_days(p_account bigint, p_time_zone text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.ledger_keep_days(p_account bigint, p_time_zone text) TO vitrina_app;
REVOKE ALL ON FUNCTION public.ledger_lock_line(p_accounts bigint[]) FROM PUBLIC;
REVOKE ALL ON FUNCTION public.ledger_lock_with_debts(p_accounts bigint[]) FROM PUBLIC;
REVOKE ALL ON FUNCTION public.ledger_lot_heirs(p_lots bigint[]) FROM PUBLIC;
REVOKE ALL ON FUNCTION public.ledger_open(p_programme bigint, p_kind text, p_owner bigint, p_unit text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.ledger_open(p_programme bigint, p_kind text, p_owner bigint, p_unit text) TO vitrina_app;
REVOKE ALL ON FUNCTION public.ledger_open_all(p_programme bigint, p_kind text, p_owners bigint[], p_unit text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.ledger_open_all(p_programme bigint, p_kind text, p_owners bigint[], p_unit text) TO vitrina_app;
REVOKE ALL ON FUNCTION public.ledger_pass(p_account bigint, p_cause text, p_at timestamp with time zone, p_today date) FROM PUBLIC;
REVOKE ALL ON FUNCTION public.ledger_pass_on(p_transfer bigint, p_at timestamp with time zone, p_today date) FROM PUBLIC;
REVOKE ALL ON FUNCTION public.ledger_post(p_programme bigint, p_kind text, p_ref text, p_at timestamp with time zone, p_today date, p_accounts bigint[], p_amounts bigint[], p_expires date[], p_memos jsonb[], OUT transfer_id bigint, OUT created boolean) FROM PUBLIC;
REVOKE ALL ON FUNCTION public.ledger_refuse(p_rule text, p_message text) FROM PUBLIC;
REVOKE ALL ON FUNCTION public.ledger_refuse_poor(p_account bigint, p_needed numeric, p_today date, p_taken numeric) FROM PUBLIC;
REVOKE ALL ON FUNCTION public.ledger_return_part(p_transfer bigint, p_points bigint, p_to bigint, p_ref text, p_at timestamp with time zone, p_today date, p_memo jsonb, p_grace date) FROM PUBLIC;
REVOKE ALL ON FUNCTION public.ledger_returns(p_source bigint, p_today date, p_grace date) FROM PUBLIC;
GRANT ALL ON FUNCTION public.ledger_returns(p_source bigint, p_today date, p_grace date) TO vitrina_app;
REVOKE ALL ON FUNCTION public.ledger_reverse(p_transfer bigint, p_ref text, p_at timestamp with time zone, p_today date, p_memo jsonb, p_grace date, OUT transfer_id bigint, OUT created boolean) FROM PUBLIC;
REVOKE ALL ON FUNCTION public.ledger_settle(p_hold bigint, p_kind text, p_to bigint, p_ref text, p_at timestamp with time zone, p_today date, p_memo jsonb, p_grace date, OUT transfer_id bigint, OUT created boolean) FROM PUBLIC;
REVOKE ALL ON FUNCTION public.ledger_spendable(p_expires date, p_usable date, p_today date) FROM PUBLIC;
GRANT ALL ON FUNCTION public.ledger_spendable(p_expires date, p_usable date, p_today date) TO vitrina_app;
REVOKE ALL ON FUNCTION public.ledger_top_up(p_programme bigint, p_member bigint, p_ref text, p_at timestamp with time zone, p_today date, p_amount bigint, p_expires date, p_usable date, p_memo jsonb) FROM PUBLIC;
REVOKE ALL ON FUNCTION public.ledger_top_up_return(p_taken text, p_at timestamp with time zone, p_today date, p_grace date, p_memo jsonb) FROM PUBLIC;
REVOKE ALL ON FUNCTION public.ledger_top_up_take(p_credited text, p_ref text, p_at timestamp with time zone, p_today date, p_amount bigint, p_memo jsonb, OUT taken bigint, OUT owed bigint) FROM PUBLIC;
REVOKE ALL ON FUNCTION public.ledger_write(p_transfer bigint, p_at timestamp with time zone, p_today date, p_accounts bigint[], p_amounts bigint[], p_expires date[], p_memos jsonb[], p_spenders bigint[], p_first bigint[], p_most bigint[]) FROM PUBLIC;
REVOKE ALL ON FUNCTION public.member_cases(p_members bigint[]) FROM PUBLIC;
GRANT ALL ON FUNCTION public.member_cases(p_members bigint[]) TO vitrina_app;
REVOKE ALL ON FUNCTION public.member_erase(p_members bigint[], p_now timestamp with time zone) FROM PUBLIC;
REVOKE ALL ON FUNCTION public.member_line(p_member bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION public.member_line(p_member bigint) TO vitrina_app;
REVOKE ALL ON FUNCTION public.member_merge(p_from bigint, p_into bigint, p_proposal bigint, p_tier text, p_why text, p_now timestamp with time zone, p_today date) FROM PUBLIC;
GRANT ALL ON FUNCTION public.member_merge(p_from bigint, p_into bigint, p_proposal bigint, p_tier text, p_why text, p_now timestamp with time zone, p_today date) TO vitrina_app;
REVOKE ALL ON FUNCTION public.member_now(p_member bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION public.member_now(p_member bigint) TO vitrina_app;
REVOKE ALL ON FUNCTION public.member_unlink(p_member bigint, p_now timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.member_unlink(p_member bigint, p_now timestamp with time zone) TO vitrina_app;
REVOKE ALL ON FUNCTION public.netting_balances(p_netting bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION public.netting_balances(p_netting bigint) TO vitrina_app;
REVOKE ALL ON FUNCTION public.netting_check() FROM PUBLIC;
REVOKE ALL ON FUNCTION public.netting_draft(p_programme bigint, p_ref text, p_currency text, p_positions jsonb, p_transfers jsonb, p_by bigint, p_now timestamp with time zone, OUT netting bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION public.netting_draft(p_programme bigint, p_ref text, p_currency text, p_positions jsonb, p_transfers jsonb, p_by bigint, p_now timestamp with time zone, OUT netting bigint) TO vitrina_app;
REVOKE ALL ON FUNCTION public.offer_usage_take(p_member bigint, p_offer bigint, p_member_limit integer, p_offer_limit integer) FROM PUBLIC;
REVOKE ALL ON FUNCTION public.offline_counts_with(p_holder bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION public.offline_counts_with(p_holder bigint) TO vitrina_app;
REVOKE ALL ON FUNCTION public.offline_due(p_card bigint, p_amount bigint, p_currency text, p_acceptor bigint, p_package timestamp with time zone, p_taken timestamp with time zone, p_day date, OUT why text, OUT taken bigint, OUT issuer bigint) FROM PUBLIC;
GRANT SELECT,INSERT ON TABLE public.offline_terms TO vitrina_app;
GRANT UPDATE(ended_at) ON TABLE public.offline_terms TO vitrina_app;
REVOKE ALL ON FUNCTION public.offline_fits(p_terms public.offline_terms, p_holder bigint, p_package timestamp with time zone, p_card bigint, p_amount bigint, p_value bigint) FROM PUBLIC;
REVOKE ALL ON FUNCTION public.offline_hold(p_terminal bigint, p_terms bigint, p_holder bytea, p_user bigint, p_key text, p_until timestamp with time zone, p_now timestamp with time zone, OUT holder bigint, OUT elsewhere timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.offline_hold(p_terminal bigint, p_terms bigint, p_holder bytea, p_user bigint, p_key text, p_until timestamp with time zone, p_now timestamp with time zone, OUT holder bigint, OUT elsewhere timestamp with time zone) TO vitrina_app;
REVOKE ALL ON FUNCTION public.operation_intake_note(p_programme bigint, p_source text, p_digest bytea, p_first bigint, p_last bigint, p_number bigint, p_waiting bigint, p_parts bigint, p_earned bigint, p_taken_back bigint, p_seal bytea, p_at timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.operation_intake_note(p_programme bigint, p_source text, p_digest bytea, p_first bigint, p_last bigint, p_number bigint, p_waiting bigint, p_parts bigint, p_earned bigint, p_taken_back bigint, p_seal bytea, p_at timestamp with time zone) TO vitrina_app;
REVOKE ALL ON FUNCTION public.order_back(p_card bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION public.order_back(p_card bigint) TO vitrina_app;
REVOKE ALL ON FUNCTION public.order_cancel(p_order bigint, p_why text, p_memo jsonb, p_now timestamp with time zone, p_today date, p_grace date, p_refund text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.order_cancel(p_order bigint, p_why text, p_memo jsonb, p_now timestamp with time zone, p_today date, p_grace date, p_refund text) TO vitrina_app;
REVOKE ALL ON FUNCTION public.order_dispute(p_order bigint, p_dispute bigint, p_refund text, p_now timestamp with time zone, p_today date) FROM PUBLIC;
GRANT ALL ON FUNCTION public.order_dispute(p_order bigint, p_dispute bigint, p_refund text, p_now timestamp with time zone, p_today date) TO vitrina_app;
REVOKE ALL ON FUNCTION public.order_dispute_pieces(p_card bigint, p_share bigint) FROM PUBLIC;
REVOKE ALL ON FUNCTION public.order_issue(p_order bigint, p_memo jsonb, p_card text, p_now timestamp with time zone, p_today date) FROM PUBLIC;
GRANT ALL ON FUNCTION public.order_issue(p_order bigint, p_memo jsonb, p_card text, p_now timestamp with time zone, p_today date) TO vitrina_app;
REVOKE ALL ON FUNCTION public.order_payee(p_programme bigint, p_brand bigint, p_unit text) FROM PUBLIC;
REVOKE ALL ON FUNCTION public.order_place(p_programme bigint, p_member bigint, p_ref text, p_offer bigint, p_brand bigint, p_denomination bigint, p_value bigint, p_currency text, p_price bigint, p_fulfilment text, p_card_until date, p_member_limit integer, p_offer_limit integer, p_cancellations_limit integer, p_rules bytea, p_offer_text bytea, p_memo jsonb, p_card text, p_now timestamp with time zone, p_today date, p_points bigint, p_money bigint, p_payment text, p_pay_until timestamp with time zone, OUT order_id bigint, OUT code bytea) FROM PUBLIC;
GRANT ALL ON FUNCTION public.order_place(p_programme bigint, p_member bigint, p_ref text, p_offer bigint, p_brand bigint, p_denomination bigint, p_value bigint, p_currency text, p_price bigint, p_fulfilment text, p_card_until date, p_member_limit integer, p_offer_limit integer, p_cancellations_limit integer, p_rules bytea, p_offer_text bytea, p_memo jsonb, p_card text, p_now timestamp with time zone, p_today date, p_points bigint, p_money bigint, p_payment text, p_pay_until timestamp with time zone, OUT order_id bigint, OUT code bytea) TO vitrina_app;
REVOKE ALL ON FUNCTION public.order_refund(p_card bigint, p_reason text, p_note text, p_orders jsonb, p_to bigint, p_now timestamp with time zone, p_today date, p_grace date, p_until date) FROM PUBLIC;
GRANT ALL ON FUNCTION public.order_refund(p_card bigint, p_reason text, p_note text, p_orders jsonb, p_to bigint, p_now timestamp with time zone, p_today date, p_grace date, p_until date) TO vitrina_app;
REVOKE ALL ON FUNCTION public.order_tell(p_order bigint, p_brand bigint, p_value bigint, p_currency text, p_now timestamp with time zone) FROM PUBLIC;
REVOKE ALL ON FUNCTION public.order_words_forget(p_members bigint[]) FROM PUBLIC;
REVOKE ALL ON FUNCTION public.partner_deposit(p_partner bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION public.partner_deposit(p_partner bigint) TO vitrina_app;
REVOKE ALL ON FUNCTION public.payment_available(p_payment bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION public.payment_available(p_payment bigint) TO vitrina_app;
REVOKE ALL ON FUNCTION public.payment_close(p_payment bigint, p_now timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.payment_close(p_payment bigint, p_now timestamp with time zone) TO vitrina_app;
REVOKE ALL ON FUNCTION public.payment_complete(p_payment bigint, p_intent text, p_known_by text, p_refund text, p_now timestamp with time zone, p_today date, p_expires date) FROM PUBLIC;
GRANT ALL ON FUNCTION public.payment_complete(p_payment bigint, p_intent text, p_known_by text, p_refund text, p_now timestamp with time zone, p_today date, p_expires date) TO vitrina_app;
REVOKE ALL ON FUNCTION public.payment_deal_with(p_payment bigint, p_why text, p_now timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.payment_deal_with(p_payment bigint, p_why text, p_now timestamp with time zone) TO vitrina_app;
GRANT SELECT ON TABLE public.payment_dispute_pieces TO vitrina_app;
REVOKE ALL ON FUNCTION public.payment_dispute_cut(p_dispute bigint, p_cards bigint[], p_values bigint[]) FROM PUBLIC;
REVOKE ALL ON FUNCTION public.payment_dispute_due(p_dispute bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION public.payment_dispute_due(p_dispute bigint) TO vitrina_app;
REVOKE ALL ON FUNCTION public.payment_dispute_gone(p_dispute bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION public.payment_dispute_gone(p_dispute bigint) TO vitrina_app;
REVOKE ALL ON FUNCTION public.payment_dispute_note(p_payment bigint, p_provider_ref text, p_amount bigint, p_reason text, p_what text, p_outcome text, p_now timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.payment_dispute_note(p_payment bigint, p_provider_ref text, p_amount bigint, p_reason text, p_what text, p_outcome text, p_now timestamp with time zone) TO vitrina_app;
GRANT SELECT ON TABLE public.payment_dispute_takings TO vitrina_app;
REVOKE ALL ON FUNCTION public.payment_dispute_return(p_dispute bigint, p_now timestamp with time zone, p_today date) FROM PUBLIC;
REVOKE ALL ON FUNCTION public.payment_dispute_take(p_dispute bigint, p_from bigint, p_had bigint, p_value bigint, p_now timestamp with time zone, p_today date) FROM PUBLIC;
REVOKE ALL ON FUNCTION public.payment_expire(p_payment bigint, p_known_by text, p_now timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.payment_expire(p_payment bigint, p_known_by text, p_now timestamp with time zone) TO vitrina_app;
REVOKE ALL ON FUNCTION public.payment_give_back(p_purpose text, p_purpose_id bigint, p_refund text, p_why text, p_now timestamp with time zone, p_today date) FROM PUBLIC;
REVOKE ALL ON FUNCTION public.payment_give_back_part(p_purpose text, p_purpose_id bigint, p_amount bigint, p_refund text, p_why text, p_now timestamp with time zone, p_today date, OUT refund_id bigint, OUT amount bigint, OUT netted bigint) FROM PUBLIC;
REVOKE ALL ON FUNCTION public.payment_is_sold(p_payment bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION public.payment_is_sold(p_payment bigint) TO vitrina_app;
GRANT SELECT ON TABLE public.payments TO vitrina_app;
REVOKE ALL ON FUNCTION public.payment_lock(p_payment bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION public.payment_lock(p_payment bigint) TO vitrina_app;
REVOKE ALL ON FUNCTION public.payment_net(p_payment public.payments, p_left bigint, p_from bigint, p_now timestamp with time zone, p_today date) FROM PUBLIC;
REVOKE ALL ON FUNCTION public.payment_open(p_programme bigint, p_member bigint, p_purpose text, p_purpose_id bigint, p_public_id text, p_amount bigint, p_currency text, p_now timestamp with time zone, p_until timestamp with time zone) FROM PUBLIC;
REVOKE ALL ON FUNCTION public.payment_post(p_payment public.payments, p_kind text, p_ref text, p_from bigint, p_to bigint, p_amount bigint, p_now timestamp with time zone, p_today date) FROM PUBLIC;
REVOKE ALL ON FUNCTION public.payment_pot(p_payment public.payments, p_kind text) FROM PUBLIC;
REVOKE ALL ON FUNCTION public.payment_refund(p_payment bigint, p_amount bigint, p_cause text, p_why text, p_public_id text, p_now timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.payment_refund(p_payment bigint, p_amount bigint, p_cause text, p_why text, p_public_id text, p_now timestamp with time zone) TO vitrina_app;
REVOKE ALL ON FUNCTION public.payment_refund_end(p_refund bigint, p_how text, p_why text, p_now timestamp with time zone, p_today date) FROM PUBLIC;
GRANT ALL ON FUNCTION public.payment_refund_end(p_refund bigint, p_how text, p_why text, p_now timestamp with time zone, p_today date) TO vitrina_app;
REVOKE ALL ON FUNCTION public.payment_refund_receive(p_payment bigint, p_public_id text, p_provider_ref text, p_amount bigint, p_new_id text, p_rest_id text, p_now timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.payment_refund_receive(p_payment bigint, p_public_id text, p_provider_ref text, p_amount bigint, p_new_id text, p_rest_id text, p_now timestamp with time zone) TO vitrina_app;
REVOKE ALL ON FUNCTION public.payment_sell(p_purpose text, p_purpose_id bigint, p_to bigint, p_now timestamp with time zone, p_today date) FROM PUBLIC;
REVOKE ALL ON FUNCTION public.payment_write_off(p_member bigint, p_unit text, p_amount bigint, p_proposal bigint, p_why text, p_now timestamp with time zone, p_today date) FROM PUBLIC;
GRANT ALL ON FUNCTION public.payment_write_off(p_member bigint, p_unit text, p_amount bigint, p_proposal bigint, p_why text, p_now timestamp with time zone, p_today date) TO vitrina_app;
REVOKE ALL ON FUNCTION public.payout_arrived(p_line bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION public.payout_arrived(p_line bigint) TO vitrina_app;
GRANT SELECT ON TABLE public.payout_lines TO vitrina_app;
REVOKE ALL ON FUNCTION public.payout_by_two(l public.payout_lines, p_what text, p_known_by text, p_proposal bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION public.payout_by_two(l public.payout_lines, p_what text, p_known_by text, p_proposal bigint) TO vitrina_app;
REVOKE ALL ON FUNCTION public.payout_draft(p_programme bigint, p_ref text, p_currency text, p_pays_on date, p_partners bigint[], p_by bigint, p_now timestamp with time zone, p_channel text, OUT run bigint, OUT again boolean) FROM PUBLIC;
GRANT ALL ON FUNCTION public.payout_draft(p_programme bigint, p_ref text, p_currency text, p_pays_on date, p_partners bigint[], p_by bigint, p_now timestamp with time zone, p_channel text, OUT run bigint, OUT again boolean) TO vitrina_app;
REVOKE ALL ON FUNCTION public.payout_drop(p_run bigint, p_why text, p_now timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.payout_drop(p_run bigint, p_why text, p_now timestamp with time zone) TO vitrina_app;
REVOKE ALL ON FUNCTION public.payout_happened(p_line bigint, p_what text, p_code text, p_note text, p_known_by text, p_proposal bigint, p_now timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.payout_happened(p_line bigint, p_what text, p_code text, p_note text, p_known_by text, p_proposal bigint, p_now timestamp with time zone) TO vitrina_app;
GRANT SELECT ON TABLE public.statements TO vitrina_app;
REVOKE ALL ON FUNCTION public.payout_left(s public.statements) FROM PUBLIC;
GRANT ALL ON FUNCTION public.payout_left(s public.statements) TO vitrina_app;
REVOKE ALL ON FUNCTION public.payout_owed(p_partner bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION public.payout_owed(p_partner bigint) TO vitrina_app;
REVOKE ALL ON FUNCTION public.payout_payable(p_programme bigint, p_currency text, p_partners bigint[], p_now timestamp with time zone, p_channel text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.payout_payable(p_programme bigint, p_currency text, p_partners bigint[], p_now timestamp with time zone, p_channel text) TO vitrina_app;
REVOKE ALL ON FUNCTION public.payout_step_check() FROM PUBLIC;
REVOKE ALL ON FUNCTION public.points_correct(p_programme bigint, p_member bigint, p_kind text, p_amount bigint, p_expires date, p_reason text, p_note text, p_case bigint, p_paper bigint, p_bank_card bigint, p_ref text, p_proposal bigint, p_now timestamp with time zone, p_today date) FROM PUBLIC;
GRANT ALL ON FUNCTION public.points_correct(p_programme bigint, p_member bigint, p_kind text, p_amount bigint, p_expires date, p_reason text, p_note text, p_case bigint, p_paper bigint, p_bank_card bigint, p_ref text, p_proposal bigint, p_now timestamp with time zone, p_today date) TO vitrina_app;
REVOKE ALL ON FUNCTION public.promise(p_topic text, p_ref text, p_at timestamp with time zone, p_due timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.promise(p_topic text, p_ref text, p_at timestamp with time zone, p_due timestamp with time zone) TO vitrina_app;
REVOKE ALL ON FUNCTION public.proposal_hold(p_proposal bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION public.proposal_hold(p_proposal bigint) TO vitrina_app;
REVOKE ALL ON FUNCTION public.proposal_hold_subject(p_programme bigint, p_kind text, p_subject text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.proposal_hold_subject(p_programme bigint, p_kind text, p_subject text) TO vitrina_app;
REVOKE ALL ON FUNCTION public.proposal_refusal(p_proposal bigint, p_digest bytea, p_outcome text, p_user bigint, p_at timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.proposal_refusal(p_proposal bigint, p_digest bytea, p_outcome text, p_user bigint, p_at timestamp with time zone) TO vitrina_app;
REVOKE ALL ON FUNCTION public.proposal_words_forget(p_members bigint[]) FROM PUBLIC;
REVOKE ALL ON FUNCTION public.proposals_at(p_at timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.proposals_at(p_at timestamp with time zone) TO vitrina_app;
GRANT SELECT ON TABLE public.redemptions TO vitrina_app;
REVOKE ALL ON FUNCTION public.refund_parts_post(p_programme bigint, p_first bigint, p_last bigint, p_expires date, p_memo jsonb, p_at timestamp with time zone, p_today date) FROM PUBLIC;
GRANT ALL ON FUNCTION public.refund_parts_post(p_programme bigint, p_first bigint, p_last bigint, p_expires date, p_memo jsonb, p_at timestamp with time zone, p_today date) TO vitrina_app;
REVOKE ALL ON FUNCTION public.refund_words_forget(p_members bigint[]) FROM PUBLIC;
REVOKE ALL ON FUNCTION public.settlement_at_tills(p_partner bigint, p_begins timestamp with time zone, s public.statements, b public.statements) FROM PUBLIC;
REVOKE ALL ON FUNCTION public.settlement_balance(p_contract bigint, p_now timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.settlement_balance(p_contract bigint, p_now timestamp with time zone) TO vitrina_app;
REVOKE ALL ON FUNCTION public.settlement_by_hand(p_partner bigint, p_begins timestamp with time zone, s public.statements, b public.statements) FROM PUBLIC;
REVOKE ALL ON FUNCTION public.settlement_falls(p_at timestamp with time zone, p_txid xid8, p_begins timestamp with time zone, s public.statements, b public.statements) FROM PUBLIC;
REVOKE ALL ON FUNCTION public.settlement_nettings(p_partner bigint, p_begins timestamp with time zone, s public.statements, b public.statements) FROM PUBLIC;
REVOKE ALL ON FUNCTION public.settlement_of_cards(p_partner bigint, p_begins timestamp with time zone, s public.statements, b public.statements) FROM PUBLIC;
REVOKE ALL ON FUNCTION public.settlement_origins(p_card bigint) FROM PUBLIC;
REVOKE ALL ON FUNCTION public.settlement_points(p_partner bigint, p_begins timestamp with time zone, s public.statements, b public.statements) FROM PUBLIC;
REVOKE ALL ON FUNCTION public.settlement_promotions(p_partner bigint, p_begins timestamp with time zone, s public.statements, b public.statements) FROM PUBLIC;
GRANT SELECT,INSERT ON TABLE public.settlement_rates TO vitrina_app;
REVOKE ALL ON FUNCTION public.settlement_rate(p_programme bigint, p_source text, p_from text, p_to text, p_day date, s public.statements) FROM PUBLIC;
REVOKE ALL ON FUNCTION public.settlement_seen(p_txid xid8, s public.statements) FROM PUBLIC;
REVOKE ALL ON FUNCTION public.settlement_share(p_amount bigint, p_part bigint, p_whole bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION public.settlement_share(p_amount bigint, p_part bigint, p_whole bigint) TO vitrina_app;
REVOKE ALL ON FUNCTION public.settlement_sold(p_partner bigint, p_day date, OUT cards bigint, OUT orders bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION public.settlement_sold(p_partner bigint, p_day date, OUT cards bigint, OUT orders bigint) TO vitrina_app;
REVOKE ALL ON FUNCTION public.settlement_undrawn(p_partner bigint, p_now timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.settlement_undrawn(p_partner bigint, p_now timestamp with time zone) TO vitrina_app;
REVOKE ALL ON FUNCTION public.settlement_vouchers(s public.statements) FROM PUBLIC;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.users TO vitrina_app;
GRANT SELECT ON TABLE public.statement_lines TO vitrina_app;
REVOKE ALL ON FUNCTION public.statement_computed(s public.statements) FROM PUBLIC;
REVOKE ALL ON FUNCTION public.statement_draw(p_contract bigint, p_to date, p_now timestamp with time zone, OUT made public.statements, OUT again boolean) FROM PUBLIC;
GRANT ALL ON FUNCTION public.statement_draw(p_contract bigint, p_to date, p_now timestamp with time zone, OUT made public.statements, OUT again boolean) TO vitrina_app;
REVOKE ALL ON FUNCTION public.statement_is_settled(s public.statements) FROM PUBLIC;
GRANT ALL ON FUNCTION public.statement_is_settled(s public.statements) TO vitrina_app;
REVOKE ALL ON FUNCTION public.statement_kept(p_statement bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION public.statement_kept(p_statement bigint) TO vitrina_app;
REVOKE ALL ON FUNCTION public.statement_line_text(l public.statement_lines, p_version integer, p_salt uuid) FROM PUBLIC;
REVOKE ALL ON FUNCTION public.statement_name(p_salt uuid, p_kind text, p_id bigint) FROM PUBLIC;
REVOKE ALL ON FUNCTION public.statement_redrawn(p_statement bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION public.statement_redrawn(p_statement bigint) TO vitrina_app;
REVOKE ALL ON FUNCTION public.statement_step_check() FROM PUBLIC;
REVOKE ALL ON FUNCTION public.statement_text(s public.statements, p_lines text) FROM PUBLIC;
REVOKE ALL ON FUNCTION public.supplier_sells(p_programme bigint, p_source text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.supplier_sells(p_programme bigint, p_source text) TO vitrina_app;
REVOKE ALL ON FUNCTION public.support_words_forget(p_members bigint[]) FROM PUBLIC;
GRANT SELECT ON TABLE public.authorisations TO vitrina_app;
REVOKE ALL ON FUNCTION public.terminal_authorise(p_terminal bigint, p_ref text, p_asked bytea, p_card bigint, p_amount bigint, p_currency text, p_acceptor bigint, p_today date, p_lapses timestamp with time zone, p_now timestamp with time zone, OUT authorisation public.authorisations, OUT again boolean) FROM PUBLIC;
GRANT ALL ON FUNCTION public.terminal_authorise(p_terminal bigint, p_ref text, p_asked bytea, p_card bigint, p_amount bigint, p_currency text, p_acceptor bigint, p_today date, p_lapses timestamp with time zone, p_now timestamp with time zone, OUT authorisation public.authorisations, OUT again boolean) TO vitrina_app;
REVOKE ALL ON FUNCTION public.terminal_capture(p_terminal bigint, p_ref text, p_asked bytea, p_amount bigint, p_receipt text, p_now timestamp with time zone, OUT redemption public.redemptions, OUT again boolean) FROM PUBLIC;
GRANT ALL ON FUNCTION public.terminal_capture(p_terminal bigint, p_ref text, p_asked bytea, p_amount bigint, p_receipt text, p_now timestamp with time zone, OUT redemption public.redemptions, OUT again boolean) TO vitrina_app;
REVOKE ALL ON FUNCTION public.terminal_find(p_terminal bigint, p_acceptor bigint, p_programme bigint, p_user bigint, p_ref text, p_exact bytea, p_variants bytea[], p_marks bytea[], p_number text, p_today date, p_now timestamp with time zone, OUT outcome text, OUT card_id bigint, OUT code_id bigint, OUT sealed bytea, OUT accepted boolean, OUT reason text, OUT wait integer) FROM PUBLIC;
GRANT ALL ON FUNCTION public.terminal_find(p_terminal bigint, p_acceptor bigint, p_programme bigint, p_user bigint, p_ref text, p_exact bytea, p_variants bytea[], p_marks bytea[], p_number text, p_today date, p_now timestamp with time zone, OUT outcome text, OUT card_id bigint, OUT code_id bigint, OUT sealed bytea, OUT accepted boolean, OUT reason text, OUT wait integer) TO vitrina_app;
REVOKE ALL ON FUNCTION public.terminal_pin(p_card bigint, p_right boolean, p_now timestamp with time zone, OUT outcome text, OUT until timestamp with time zone, OUT tries_left integer) FROM PUBLIC;
GRANT ALL ON FUNCTION public.terminal_pin(p_card bigint, p_right boolean, p_now timestamp with time zone, OUT outcome text, OUT until timestamp with time zone, OUT tries_left integer) TO vitrina_app;
REVOKE ALL ON FUNCTION public.terminal_redeem(p_terminal bigint, p_ref text, p_asked bytea, p_card bigint, p_amount bigint, p_bill bigint, p_currency text, p_receipt text, p_acceptor bigint, p_today date, p_now timestamp with time zone, OUT redemption public.redemptions, OUT again boolean) FROM PUBLIC;
GRANT ALL ON FUNCTION public.terminal_redeem(p_terminal bigint, p_ref text, p_asked bytea, p_card bigint, p_amount bigint, p_bill bigint, p_currency text, p_receipt text, p_acceptor bigint, p_today date, p_now timestamp with time zone, OUT redemption public.redemptions, OUT again boolean) TO vitrina_app;
GRANT SELECT ON TABLE public.reversals TO vitrina_app;
REVOKE ALL ON FUNCTION public.terminal_reverse(p_terminal bigint, p_ref text, p_since timestamp with time zone, p_now timestamp with time zone, OUT reversal public.reversals, OUT redemption public.redemptions, OUT remaining bigint, OUT again boolean) FROM PUBLIC;
GRANT ALL ON FUNCTION public.terminal_reverse(p_terminal bigint, p_ref text, p_since timestamp with time zone, p_now timestamp with time zone, OUT reversal public.reversals, OUT redemption public.redemptions, OUT remaining bigint, OUT again boolean) TO vitrina_app;
GRANT SELECT ON TABLE public.offline_takings TO vitrina_app;
REVOKE ALL ON FUNCTION public.terminal_sync(p_terminal bigint, p_ref text, p_asked bytea, p_holder bigint, p_package timestamp with time zone, p_ends timestamp with time zone, p_mark bytea, p_value bigint, p_from timestamp with time zone, p_until timestamp with time zone, p_amount bigint, p_receipt text, p_taken timestamp with time zone, p_day date, p_acceptor bigint, p_now timestamp with time zone, OUT taking public.offline_takings, OUT again boolean) FROM PUBLIC;
GRANT ALL ON FUNCTION public.terminal_sync(p_terminal bigint, p_ref text, p_asked bytea, p_holder bigint, p_package timestamp with time zone, p_ends timestamp with time zone, p_mark bytea, p_value bigint, p_from timestamp with time zone, p_until timestamp with time zone, p_amount bigint, p_receipt text, p_taken timestamp with time zone, p_day date, p_acceptor bigint, p_now timestamp with time zone, OUT taking public.offline_takings, OUT again boolean) TO vitrina_app;
REVOKE ALL ON FUNCTION public.terminal_void(p_terminal bigint, p_ref text, p_now timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.terminal_void(p_terminal bigint, p_ref text, p_now timestamp with time zone) TO vitrina_app;
REVOKE ALL ON FUNCTION public.topup_credit(p_payment public.payments, p_expires date, p_now timestamp with time zone, p_today date) FROM PUBLIC;
REVOKE ALL ON FUNCTION public.topup_dispute(p_dispute bigint, p_now timestamp with time zone, p_today date) FROM PUBLIC;
GRANT ALL ON FUNCTION public.topup_dispute(p_dispute bigint, p_now timestamp with time zone, p_today date) TO vitrina_app;
REVOKE ALL ON FUNCTION public.topup_give_back(p_payment public.payments, p_cause text, p_cause_id bigint, p_now timestamp with time zone) FROM PUBLIC;
REVOKE ALL ON FUNCTION public.topup_of_day(p_member bigint, p_now timestamp with time zone, p_time_zone text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.topup_of_day(p_member bigint, p_now timestamp with time zone, p_time_zone text) TO vitrina_app;
REVOKE ALL ON FUNCTION public.topup_place(p_member bigint, p_ref text, p_points bigint, p_amount bigint, p_payment text, p_now timestamp with time zone, p_until timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.topup_place(p_member bigint, p_ref text, p_points bigint, p_amount bigint, p_payment text, p_now timestamp with time zone, p_until timestamp with time zone) TO vitrina_app;
REVOKE ALL ON FUNCTION public.topup_refuse(p_rule text, p_facts jsonb) FROM PUBLIC;
REVOKE ALL ON FUNCTION public.topup_take(p_payment public.payments, p_cause text, p_cause_id bigint, p_now timestamp with time zone) FROM PUBLIC;
REVOKE ALL ON FUNCTION public.webhook_tell(p_partner bigint, p_kind text, p_ref text, p_at timestamp with time zone, p_facts jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION public.webhook_tell(p_partner bigint, p_kind text, p_ref text, p_at timestamp with time zone, p_facts jsonb) TO vitrina_app;
GRANT SELECT,INSERT ON TABLE public.acceptances TO vitrina_app;
GRANT UPDATE(ended_at) ON TABLE public.acceptances TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.acceptances_id_seq TO vitrina_app;
GRANT SELECT ON TABLE public.account_days TO vitrina_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.account_paper_parts TO vitrina_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.account_papers TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.account_papers_id_seq TO vitrina_app;
GRANT SELECT ON TABLE public.accounts TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.accounts_id_seq TO vitrina_app;
GRANT SELECT,INSERT,UPDATE ON TABLE public.answer_templates TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.answer_templates_id_seq TO vitrina_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.api_clients TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.api_clients_id_seq TO vitrina_app;
GRANT SELECT,INSERT ON TABLE public.approval_rules TO vitrina_app;
GRANT SELECT ON TABLE public.audit_records TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.audit_records_id_seq TO vitrina_app;
GRANT SELECT ON TABLE public.authorisation_ends TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.authorisations_id_seq TO vitrina_app;
GRANT SELECT,INSERT ON TABLE public.balance_crossings TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.balance_crossings_id_seq TO vitrina_app;
GRANT SELECT ON TABLE public.balances TO vitrina_app;
GRANT SELECT,INSERT ON TABLE public.bank_account_closings TO vitrina_app;
GRANT UPDATE(reopened_at) ON TABLE public.bank_account_closings TO vitrina_app;
GRANT UPDATE(reopened_by) ON TABLE public.bank_account_closings TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.bank_account_closings_id_seq TO vitrina_app;
GRANT SELECT,INSERT ON TABLE public.bank_accounts TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.bank_accounts_id_seq TO vitrina_app;
GRANT SELECT,INSERT ON TABLE public.bank_asides TO vitrina_app;
GRANT UPDATE(released_at) ON TABLE public.bank_asides TO vitrina_app;
GRANT UPDATE(released_why) ON TABLE public.bank_asides TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.bank_asides_id_seq TO vitrina_app;
GRANT SELECT,INSERT ON TABLE public.bank_entries TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.bank_entries_id_seq TO vitrina_app;
GRANT SELECT,INSERT ON TABLE public.bank_entry_repeats TO vitrina_app;
GRANT UPDATE(released_at) ON TABLE public.bank_entry_repeats TO vitrina_app;
GRANT UPDATE(released_why) ON TABLE public.bank_entry_repeats TO vitrina_app;
GRANT SELECT,INSERT ON TABLE public.bank_matches TO vitrina_app;
GRANT UPDATE(released_at) ON TABLE public.bank_matches TO vitrina_app;
GRANT UPDATE(released_why) ON TABLE public.bank_matches TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.bank_matches_id_seq TO vitrina_app;
GRANT SELECT,INSERT ON TABLE public.bank_repair_ends TO vitrina_app;
GRANT SELECT,INSERT ON TABLE public.bank_repairs TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.bank_repairs_id_seq TO vitrina_app;
GRANT SELECT,INSERT ON TABLE public.bank_returns TO vitrina_app;
GRANT SELECT,INSERT ON TABLE public.bank_statements TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.bank_statements_id_seq TO vitrina_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.batch_moves TO vitrina_app;
GRANT SELECT,INSERT ON TABLE public.batch_releases TO vitrina_app;
GRANT SELECT,INSERT ON TABLE public.batch_withdrawals TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.batch_withdrawals_id_seq TO vitrina_app;
GRANT SELECT,INSERT ON TABLE public.batches TO vitrina_app;
GRANT UPDATE(code_count) ON TABLE public.batches TO vitrina_app;
GRANT UPDATE(without_pin) ON TABLE public.batches TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.batches_id_seq TO vitrina_app;
GRANT SELECT,INSERT,DELETE ON TABLE public.book_checks TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.book_checks_id_seq TO vitrina_app;
GRANT SELECT,INSERT ON TABLE public.brand_pictures TO vitrina_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.brand_search TO vitrina_app;
GRANT SELECT,INSERT ON TABLE public.brand_versions TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.brand_versions_id_seq TO vitrina_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.brands TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.brands_id_seq TO vitrina_app;
GRANT SELECT,INSERT ON TABLE public.call_steps TO vitrina_app;
GRANT UPDATE(text) ON TABLE public.call_steps TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.call_steps_id_seq TO vitrina_app;
GRANT SELECT,INSERT ON TABLE public.calls TO vitrina_app;
GRANT UPDATE(phone) ON TABLE public.calls TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.calls_id_seq TO vitrina_app;
GRANT SELECT ON TABLE public.card_operations TO vitrina_app;
GRANT INSERT(programme_id) ON TABLE public.card_operations TO vitrina_app;
GRANT INSERT(source) ON TABLE public.card_operations TO vitrina_app;
GRANT INSERT(operation_id) ON TABLE public.card_operations TO vitrina_app;
GRANT INSERT(member_id) ON TABLE public.card_operations TO vitrina_app;
GRANT INSERT(token) ON TABLE public.card_operations TO vitrina_app;
GRANT INSERT(happened_at) ON TABLE public.card_operations TO vitrina_app;
GRANT INSERT(kind) ON TABLE public.card_operations TO vitrina_app;
GRANT INSERT(amount) ON TABLE public.card_operations TO vitrina_app;
GRANT INSERT(currency) ON TABLE public.card_operations TO vitrina_app;
GRANT INSERT(mcc) ON TABLE public.card_operations TO vitrina_app;
GRANT INSERT(merchant) ON TABLE public.card_operations TO vitrina_app;
GRANT INSERT(rrn) ON TABLE public.card_operations TO vitrina_app;
GRANT INSERT(original_amount) ON TABLE public.card_operations TO vitrina_app;
GRANT INSERT(original_currency) ON TABLE public.card_operations TO vitrina_app;
GRANT INSERT(rate) ON TABLE public.card_operations TO vitrina_app;
GRANT INSERT(points) ON TABLE public.card_operations TO vitrina_app;
GRANT INSERT(reason) ON TABLE public.card_operations TO vitrina_app;
GRANT INSERT(unplaced) ON TABLE public.card_operations TO vitrina_app;
GRANT INSERT(imported_at) ON TABLE public.card_operations TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.card_operations_id_seq TO vitrina_app;
GRANT SELECT ON TABLE public.case_events TO vitrina_app;
GRANT UPDATE(text) ON TABLE public.case_events TO vitrina_app;
GRANT UPDATE(facts) ON TABLE public.case_events TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.case_events_id_seq TO vitrina_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.case_file_parts TO vitrina_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.case_files TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.case_files_id_seq TO vitrina_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.case_looks TO vitrina_app;
GRANT SELECT,INSERT ON TABLE public.case_question_answers TO vitrina_app;
GRANT UPDATE(note) ON TABLE public.case_question_answers TO vitrina_app;
GRANT SELECT,INSERT ON TABLE public.case_questions TO vitrina_app;
GRANT UPDATE(note) ON TABLE public.case_questions TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.case_questions_id_seq TO vitrina_app;
GRANT SELECT,INSERT ON TABLE public.cases TO vitrina_app;
GRANT UPDATE(title) ON TABLE public.cases TO vitrina_app;
GRANT UPDATE(email) ON TABLE public.cases TO vitrina_app;
GRANT UPDATE(phone) ON TABLE public.cases TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.cases_id_seq TO vitrina_app;
GRANT SELECT,INSERT ON TABLE public.catalogue_draft_edits TO vitrina_app;
GRANT SELECT,INSERT ON TABLE public.catalogue_drafts TO vitrina_app;
GRANT UPDATE(ended_at) ON TABLE public.catalogue_drafts TO vitrina_app;
GRANT UPDATE(run_id) ON TABLE public.catalogue_drafts TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.catalogue_drafts_id_seq TO vitrina_app;
GRANT SELECT,INSERT ON TABLE public.catalogue_publications TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.catalogue_publications_id_seq TO vitrina_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.categories TO vitrina_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.cities TO vitrina_app;
GRANT SELECT,INSERT ON TABLE public.code_canaries TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.code_canaries_id_seq TO vitrina_app;
GRANT SELECT ON TABLE public.code_renewals TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.code_renewals_id_seq TO vitrina_app;
GRANT SELECT,INSERT ON TABLE public.code_return_decisions TO vitrina_app;
GRANT SELECT,INSERT ON TABLE public.code_returns TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.code_returns_id_seq TO vitrina_app;
GRANT SELECT,INSERT ON TABLE public.codes TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.codes_id_seq TO vitrina_app;
GRANT SELECT,INSERT ON TABLE public.connected_accounts TO vitrina_app;
GRANT UPDATE(provider_ref) ON TABLE public.connected_accounts TO vitrina_app;
GRANT UPDATE(submitted) ON TABLE public.connected_accounts TO vitrina_app;
GRANT UPDATE(pays_out) ON TABLE public.connected_accounts TO vitrina_app;
GRANT UPDATE(missing) ON TABLE public.connected_accounts TO vitrina_app;
GRANT UPDATE(looked_at) ON TABLE public.connected_accounts TO vitrina_app;
GRANT UPDATE(bank) ON TABLE public.connected_accounts TO vitrina_app;
GRANT UPDATE(bank_mark) ON TABLE public.connected_accounts TO vitrina_app;
GRANT UPDATE(agreed_mark) ON TABLE public.connected_accounts TO vitrina_app;
GRANT UPDATE(link) ON TABLE public.connected_accounts TO vitrina_app;
GRANT UPDATE(link_at) ON TABLE public.connected_accounts TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.connected_accounts_id_seq TO vitrina_app;
GRANT SELECT,INSERT ON TABLE public.consents TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.consents_id_seq TO vitrina_app;
GRANT SELECT,INSERT ON TABLE public.contract_refusals TO vitrina_app;
GRANT SELECT,INSERT ON TABLE public.contract_signatures TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.contract_signatures_id_seq TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.contract_versions_id_seq TO vitrina_app;
GRANT SELECT,INSERT ON TABLE public.contracts TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.contracts_id_seq TO vitrina_app;
GRANT SELECT ON TABLE public.correction_days TO vitrina_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.denominations TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.denominations_id_seq TO vitrina_app;
GRANT SELECT,INSERT ON TABLE public.deposit_releases TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.deposit_releases_id_seq TO vitrina_app;
GRANT SELECT,INSERT ON TABLE public.deposit_requests TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.deposit_requests_id_seq TO vitrina_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.email_changes TO vitrina_app;
GRANT SELECT,INSERT ON TABLE public.ended_grants TO vitrina_app;
GRANT SELECT ON TABLE public.entries TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.entries_id_seq TO vitrina_app;
GRANT SELECT ON TABLE public.erased_members TO vitrina_app;
GRANT SELECT,INSERT ON TABLE public.erasure_ends TO vitrina_app;
GRANT SELECT,INSERT ON TABLE public.erasure_steps TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.erasure_steps_id_seq TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.erasures_id_seq TO vitrina_app;
GRANT SELECT,INSERT ON TABLE public.exchange_quotes TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.exchange_quotes_id_seq TO vitrina_app;
GRANT SELECT,INSERT ON TABLE public.exchange_rules TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.exchange_rules_id_seq TO vitrina_app;
GRANT SELECT,INSERT ON TABLE public.exchanges TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.exchanges_id_seq TO vitrina_app;
GRANT SELECT,INSERT ON TABLE public.expectation_ends TO vitrina_app;
GRANT SELECT,INSERT ON TABLE public.expectations TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.expectations_id_seq TO vitrina_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.export_parts TO vitrina_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.exports TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.exports_id_seq TO vitrina_app;
GRANT SELECT ON TABLE public.forgettings TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.forgettings_id_seq TO vitrina_app;
GRANT SELECT,INSERT,DELETE ON TABLE public.former_addresses TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.former_addresses_id_seq TO vitrina_app;
GRANT SELECT,INSERT ON TABLE public.fraud_decisions TO vitrina_app;
GRANT UPDATE(why) ON TABLE public.fraud_decisions TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.fraud_decisions_id_seq TO vitrina_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.fraud_limits TO vitrina_app;
GRANT SELECT,INSERT ON TABLE public.fraud_marks TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.fraud_marks_id_seq TO vitrina_app;
GRANT SELECT,INSERT ON TABLE public.fraud_signals TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.fraud_signals_id_seq TO vitrina_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.free_codes TO vitrina_app;
GRANT SELECT,INSERT ON TABLE public.gift_ends TO vitrina_app;
GRANT SELECT,INSERT ON TABLE public.gift_letter_events TO vitrina_app;
GRANT SELECT,INSERT ON TABLE public.gift_letters TO vitrina_app;
GRANT UPDATE(to_name) ON TABLE public.gift_letters TO vitrina_app;
GRANT UPDATE(email) ON TABLE public.gift_letters TO vitrina_app;
GRANT UPDATE(message) ON TABLE public.gift_letters TO vitrina_app;
GRANT UPDATE(signed) ON TABLE public.gift_letters TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.gift_letters_id_seq TO vitrina_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.gift_words TO vitrina_app;
GRANT SELECT ON TABLE public.giftcard_endings TO vitrina_app;
GRANT SELECT,INSERT ON TABLE public.giftcard_events TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.giftcard_events_id_seq TO vitrina_app;
GRANT SELECT ON TABLE public.giftcard_extensions TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.giftcard_extensions_id_seq TO vitrina_app;
GRANT SELECT,INSERT ON TABLE public.giftcard_marks TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.giftcard_marks_id_seq TO vitrina_app;
GRANT SELECT ON TABLE public.giftcard_movements TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.giftcard_movements_id_seq TO vitrina_app;
GRANT SELECT,INSERT ON TABLE public.giftcard_stops TO vitrina_app;
GRANT UPDATE(lifted_at) ON TABLE public.giftcard_stops TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.giftcard_stops_id_seq TO vitrina_app;
GRANT SELECT ON TABLE public.giftcard_successions TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.giftcard_successions_id_seq TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.giftcard_voidings_id_seq TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.giftcards_id_seq TO vitrina_app;
GRANT SELECT,INSERT ON TABLE public.gifts TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.gifts_id_seq TO vitrina_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.grants TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.grants_id_seq TO vitrina_app;
GRANT SELECT,INSERT,DELETE ON TABLE public.guest_members TO vitrina_app;
GRANT SELECT,INSERT ON TABLE public.idempotency_keys TO vitrina_app;
GRANT SELECT,INSERT ON TABLE public.identifications TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.identifications_id_seq TO vitrina_app;
GRANT SELECT,INSERT ON TABLE public.incidents TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.incidents_id_seq TO vitrina_app;
GRANT SELECT,INSERT ON TABLE public.invitations TO vitrina_app;
GRANT UPDATE(email) ON TABLE public.invitations TO vitrina_app;
GRANT UPDATE(name) ON TABLE public.invitations TO vitrina_app;
GRANT UPDATE(token_digest) ON TABLE public.invitations TO vitrina_app;
GRANT UPDATE(ends_at) ON TABLE public.invitations TO vitrina_app;
GRANT UPDATE(letters) ON TABLE public.invitations TO vitrina_app;
GRANT UPDATE(accepted_at) ON TABLE public.invitations TO vitrina_app;
GRANT UPDATE(accepted_by) ON TABLE public.invitations TO vitrina_app;
GRANT UPDATE(revoked_at) ON TABLE public.invitations TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.invitations_id_seq TO vitrina_app;
GRANT SELECT,INSERT ON TABLE public.issuing_suspensions TO vitrina_app;
GRANT UPDATE(lifted_at) ON TABLE public.issuing_suspensions TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.issuing_suspensions_id_seq TO vitrina_app;
GRANT SELECT,INSERT ON TABLE public.joint_promotion_refusals TO vitrina_app;
GRANT SELECT,INSERT ON TABLE public.joint_promotion_signatures TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.joint_promotion_signatures_id_seq TO vitrina_app;
GRANT SELECT,INSERT ON TABLE public.joint_promotions TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.joint_promotions_id_seq TO vitrina_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.letter_requests TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.letter_requests_id_seq TO vitrina_app;
GRANT SELECT,INSERT ON TABLE public.lost_handouts TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.lost_handouts_id_seq TO vitrina_app;
GRANT SELECT ON TABLE public.lots TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.lots_id_seq TO vitrina_app;
GRANT SELECT,INSERT,DELETE ON TABLE public.mail_returns TO vitrina_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.mails TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.mails_id_seq TO vitrina_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.member_archive_parts TO vitrina_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.member_archives TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.member_archives_id_seq TO vitrina_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.member_cards TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.member_cards_id_seq TO vitrina_app;
GRANT SELECT,INSERT ON TABLE public.member_holds TO vitrina_app;
GRANT UPDATE(lifted_at) ON TABLE public.member_holds TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.member_holds_id_seq TO vitrina_app;
GRANT SELECT ON TABLE public.member_merges TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.member_merges_id_seq TO vitrina_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.member_notifications TO vitrina_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.member_offer_usage TO vitrina_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.members TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.members_id_seq TO vitrina_app;
GRANT SELECT,INSERT ON TABLE public.netting_approvals TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.netting_approvals_id_seq TO vitrina_app;
GRANT SELECT ON TABLE public.netting_positions TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.netting_positions_id_seq TO vitrina_app;
GRANT SELECT,INSERT ON TABLE public.netting_steps TO vitrina_app;
GRANT SELECT ON TABLE public.netting_transfers TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.netting_transfers_id_seq TO vitrina_app;
GRANT SELECT ON TABLE public.nettings TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.nettings_id_seq TO vitrina_app;
GRANT SELECT ON TABLE public.offer_cancellations TO vitrina_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.offer_usage TO vitrina_app;
GRANT SELECT,INSERT ON TABLE public.offer_versions TO vitrina_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.offers TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.offers_id_seq TO vitrina_app;
GRANT SELECT,INSERT ON TABLE public.offline_holders TO vitrina_app;
GRANT UPDATE(until) ON TABLE public.offline_holders TO vitrina_app;
GRANT UPDATE(ended_at) ON TABLE public.offline_holders TO vitrina_app;
GRANT UPDATE(ended_how) ON TABLE public.offline_holders TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.offline_holders_id_seq TO vitrina_app;
GRANT SELECT,INSERT ON TABLE public.offline_passes TO vitrina_app;
GRANT UPDATE(until) ON TABLE public.offline_passes TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.offline_takings_id_seq TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.offline_terms_id_seq TO vitrina_app;
GRANT SELECT ON TABLE public.open_lots TO vitrina_app;
GRANT SELECT ON TABLE public.operation_intakes TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.operation_intakes_id_seq TO vitrina_app;
GRANT SELECT ON TABLE public.order_cancellations TO vitrina_app;
GRANT SELECT,INSERT ON TABLE public.order_obtainments TO vitrina_app;
GRANT SELECT ON TABLE public.order_refunds TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.order_refunds_id_seq TO vitrina_app;
GRANT SELECT,INSERT ON TABLE public.order_unknown_outcomes TO vitrina_app;
GRANT UPDATE(closed_at) ON TABLE public.order_unknown_outcomes TO vitrina_app;
GRANT UPDATE(sold) ON TABLE public.order_unknown_outcomes TO vitrina_app;
GRANT SELECT ON TABLE public.orders TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.orders_id_seq TO vitrina_app;
GRANT SELECT,DELETE,UPDATE ON TABLE public.outbox TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.outbox_id_seq TO vitrina_app;
GRANT SELECT ON TABLE public.own_seals TO vitrina_app;
GRANT INSERT(sheet) ON TABLE public.own_seals TO vitrina_app;
GRANT INSERT(row_id) ON TABLE public.own_seals TO vitrina_app;
GRANT INSERT(number) ON TABLE public.own_seals TO vitrina_app;
GRANT INSERT(state) ON TABLE public.own_seals TO vitrina_app;
GRANT INSERT(seal) ON TABLE public.own_seals TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.own_seals_id_seq TO vitrina_app;
GRANT SELECT,INSERT ON TABLE public.partner_application_ends TO vitrina_app;
GRANT SELECT,INSERT,UPDATE ON TABLE public.partner_applications TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.partner_applications_id_seq TO vitrina_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.partner_document_parts TO vitrina_app;
GRANT SELECT,INSERT,DELETE ON TABLE public.partner_documents TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.partner_documents_id_seq TO vitrina_app;
GRANT SELECT,INSERT ON TABLE public.partner_events TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.partner_events_id_seq TO vitrina_app;
GRANT SELECT,INSERT ON TABLE public.partner_payments TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.partner_payments_id_seq TO vitrina_app;
GRANT SELECT,INSERT ON TABLE public.partners TO vitrina_app;
GRANT UPDATE(name_ru) ON TABLE public.partners TO vitrina_app;
GRANT UPDATE(name_en) ON TABLE public.partners TO vitrina_app;
GRANT UPDATE(legal_name) ON TABLE public.partners TO vitrina_app;
GRANT UPDATE(inn) ON TABLE public.partners TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.partners_id_seq TO vitrina_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.passkeys TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.passkeys_id_seq TO vitrina_app;
GRANT SELECT,INSERT ON TABLE public.payment_calls TO vitrina_app;
GRANT UPDATE(answered_at) ON TABLE public.payment_calls TO vitrina_app;
GRANT UPDATE(outcome) ON TABLE public.payment_calls TO vitrina_app;
GRANT UPDATE(note) ON TABLE public.payment_calls TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.payment_calls_id_seq TO vitrina_app;
GRANT SELECT ON TABLE public.payment_closings TO vitrina_app;
GRANT SELECT ON TABLE public.payment_completions TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.payment_dispute_pieces_id_seq TO vitrina_app;
GRANT SELECT ON TABLE public.payment_dispute_returns TO vitrina_app;
GRANT SELECT ON TABLE public.payment_dispute_steps TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.payment_dispute_steps_id_seq TO vitrina_app;
GRANT SELECT ON TABLE public.payment_disputes TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.payment_disputes_id_seq TO vitrina_app;
GRANT SELECT ON TABLE public.payment_expiries TO vitrina_app;
GRANT SELECT ON TABLE public.payment_nettings TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.payment_nettings_id_seq TO vitrina_app;
GRANT SELECT ON TABLE public.payment_refund_ends TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.payment_refund_ends_id_seq TO vitrina_app;
GRANT SELECT ON TABLE public.payment_refund_receipts TO vitrina_app;
GRANT SELECT ON TABLE public.payment_refunds TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.payment_refunds_id_seq TO vitrina_app;
GRANT SELECT,INSERT ON TABLE public.payment_sessions TO vitrina_app;
GRANT SELECT,INSERT ON TABLE public.payment_troubles TO vitrina_app;
GRANT UPDATE(since) ON TABLE public.payment_troubles TO vitrina_app;
GRANT UPDATE(kind) ON TABLE public.payment_troubles TO vitrina_app;
GRANT SELECT ON TABLE public.payment_write_offs TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.payments_id_seq TO vitrina_app;
GRANT SELECT,INSERT ON TABLE public.payout_accounts TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.payout_accounts_id_seq TO vitrina_app;
GRANT SELECT,INSERT ON TABLE public.payout_calls TO vitrina_app;
GRANT UPDATE(answered_at) ON TABLE public.payout_calls TO vitrina_app;
GRANT UPDATE(outcome) ON TABLE public.payout_calls TO vitrina_app;
GRANT UPDATE(note) ON TABLE public.payout_calls TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.payout_calls_id_seq TO vitrina_app;
GRANT SELECT ON TABLE public.payout_events TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.payout_events_id_seq TO vitrina_app;
GRANT SELECT,INSERT ON TABLE public.payout_files TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.payout_files_id_seq TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.payout_lines_id_seq TO vitrina_app;
GRANT SELECT,INSERT ON TABLE public.payout_moves TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.payout_moves_id_seq TO vitrina_app;
GRANT SELECT,INSERT ON TABLE public.payout_run_steps TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.payout_run_steps_id_seq TO vitrina_app;
GRANT SELECT ON TABLE public.payout_runs TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.payout_runs_id_seq TO vitrina_app;
GRANT SELECT ON TABLE public.pin_tries TO vitrina_app;
GRANT SELECT ON TABLE public.point_corrections TO vitrina_app;
GRANT UPDATE(note) ON TABLE public.point_corrections TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.point_corrections_id_seq TO vitrina_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.programme_hosts TO vitrina_app;
GRANT SELECT,INSERT ON TABLE public.programme_texts TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.programme_texts_id_seq TO vitrina_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.programme_tiers TO vitrina_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.programmes TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.programmes_id_seq TO vitrina_app;
GRANT SELECT,INSERT ON TABLE public.proposal_applications TO vitrina_app;
GRANT SELECT,INSERT ON TABLE public.proposal_decisions TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.proposal_decisions_id_seq TO vitrina_app;
GRANT SELECT,INSERT ON TABLE public.proposal_notes TO vitrina_app;
GRANT UPDATE(body) ON TABLE public.proposal_notes TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.proposal_notes_id_seq TO vitrina_app;
GRANT SELECT,INSERT ON TABLE public.proposal_versions TO vitrina_app;
GRANT SELECT,INSERT ON TABLE public.proposals TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.proposals_id_seq TO vitrina_app;
GRANT SELECT,INSERT ON TABLE public.provider_events TO vitrina_app;
GRANT UPDATE(body) ON TABLE public.provider_events TO vitrina_app;
GRANT UPDATE(repeats) ON TABLE public.provider_events TO vitrina_app;
GRANT UPDATE(heard_at) ON TABLE public.provider_events TO vitrina_app;
GRANT UPDATE(outcome) ON TABLE public.provider_events TO vitrina_app;
GRANT UPDATE(payment_id) ON TABLE public.provider_events TO vitrina_app;
GRANT UPDATE(about) ON TABLE public.provider_events TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.provider_events_id_seq TO vitrina_app;
GRANT SELECT,INSERT ON TABLE public.publication_runs TO vitrina_app;
GRANT SELECT,INSERT ON TABLE public.publication_undos TO vitrina_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.pulses TO vitrina_app;
GRANT SELECT,INSERT ON TABLE public.rebindings TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.rebindings_id_seq TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.redemptions_id_seq TO vitrina_app;
GRANT SELECT ON TABLE public.refund_parts TO vitrina_app;
GRANT INSERT(refund_id) ON TABLE public.refund_parts TO vitrina_app;
GRANT INSERT(purchase_id) ON TABLE public.refund_parts TO vitrina_app;
GRANT INSERT(amount) ON TABLE public.refund_parts TO vitrina_app;
GRANT INSERT(points) ON TABLE public.refund_parts TO vitrina_app;
GRANT INSERT(late) ON TABLE public.refund_parts TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.refund_parts_id_seq TO vitrina_app;
GRANT SELECT,INSERT ON TABLE public.reissues TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.reissues_id_seq TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.reversals_id_seq TO vitrina_app;
GRANT SELECT,INSERT ON TABLE public.run_changes TO vitrina_app;
GRANT SELECT,INSERT ON TABLE public.run_comment_resolutions TO vitrina_app;
GRANT SELECT,INSERT ON TABLE public.run_comments TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.run_comments_id_seq TO vitrina_app;
GRANT SELECT,INSERT,DELETE ON TABLE public.run_errors TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.run_errors_id_seq TO vitrina_app;
GRANT SELECT,INSERT ON TABLE public.run_events TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.run_events_id_seq TO vitrina_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.run_files TO vitrina_app;
GRANT SELECT,INSERT ON TABLE public.runs TO vitrina_app;
GRANT UPDATE(state) ON TABLE public.runs TO vitrina_app;
GRANT UPDATE(total) ON TABLE public.runs TO vitrina_app;
GRANT UPDATE(to_apply) ON TABLE public.runs TO vitrina_app;
GRANT UPDATE(size) ON TABLE public.runs TO vitrina_app;
GRANT UPDATE(skipped) ON TABLE public.runs TO vitrina_app;
GRANT UPDATE(wrong) ON TABLE public.runs TO vitrina_app;
GRANT UPDATE(wrong_rows) ON TABLE public.runs TO vitrina_app;
GRANT UPDATE(preview) ON TABLE public.runs TO vitrina_app;
GRANT UPDATE(read_rows) ON TABLE public.runs TO vitrina_app;
GRANT UPDATE(reached) ON TABLE public.runs TO vitrina_app;
GRANT UPDATE(applied) ON TABLE public.runs TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.runs_id_seq TO vitrina_app;
GRANT SELECT,INSERT ON TABLE public.seals TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.seals_id_seq TO vitrina_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.search_words TO vitrina_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.service_desks TO vitrina_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.service_times TO vitrina_app;
GRANT SELECT,INSERT ON TABLE public.settlement_adjustments TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.settlement_adjustments_id_seq TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.settlement_rates_id_seq TO vitrina_app;
GRANT SELECT,INSERT ON TABLE public.shop_closures TO vitrina_app;
GRANT UPDATE(lifted_at) ON TABLE public.shop_closures TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.shop_closures_id_seq TO vitrina_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.shops TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.shops_id_seq TO vitrina_app;
GRANT SELECT ON TABLE public.sign_in_seals TO vitrina_app;
GRANT INSERT(user_id) ON TABLE public.sign_in_seals TO vitrina_app;
GRANT INSERT(number) ON TABLE public.sign_in_seals TO vitrina_app;
GRANT INSERT(state) ON TABLE public.sign_in_seals TO vitrina_app;
GRANT INSERT(authenticator) ON TABLE public.sign_in_seals TO vitrina_app;
GRANT INSERT(seal) ON TABLE public.sign_in_seals TO vitrina_app;
GRANT INSERT(at) ON TABLE public.sign_in_seals TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.sign_in_seals_id_seq TO vitrina_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.sign_in_traces TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.sign_in_traces_id_seq TO vitrina_app;
GRANT SELECT,INSERT,UPDATE ON TABLE public.staff_reveals TO vitrina_app;
GRANT SELECT,INSERT ON TABLE public.statement_dispute_ends TO vitrina_app;
GRANT SELECT,INSERT ON TABLE public.statement_dispute_file_parts TO vitrina_app;
GRANT UPDATE(ciphertext) ON TABLE public.statement_dispute_file_parts TO vitrina_app;
GRANT SELECT,INSERT ON TABLE public.statement_dispute_files TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.statement_dispute_files_id_seq TO vitrina_app;
GRANT SELECT,INSERT ON TABLE public.statement_dispute_remarks TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.statement_dispute_remarks_id_seq TO vitrina_app;
GRANT SELECT,INSERT ON TABLE public.statement_disputes TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.statement_disputes_id_seq TO vitrina_app;
GRANT SELECT ON TABLE public.statement_parties TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.statement_parties_id_seq TO vitrina_app;
GRANT SELECT,INSERT ON TABLE public.statement_steps TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.statement_steps_id_seq TO vitrina_app;
GRANT SELECT ON TABLE public.statement_totals TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.statements_id_seq TO vitrina_app;
GRANT SELECT,INSERT ON TABLE public.stock_lows TO vitrina_app;
GRANT UPDATE(over_at) ON TABLE public.stock_lows TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.stock_lows_id_seq TO vitrina_app;
GRANT SELECT,INSERT ON TABLE public.stock_quarantines TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.stock_quarantines_id_seq TO vitrina_app;
GRANT SELECT,INSERT ON TABLE public.stock_reconciliations TO vitrina_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.stock_thresholds TO vitrina_app;
GRANT SELECT,INSERT ON TABLE public.supplier_breaks TO vitrina_app;
GRANT UPDATE(ended_at) ON TABLE public.supplier_breaks TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.supplier_breaks_id_seq TO vitrina_app;
GRANT SELECT,INSERT ON TABLE public.supplier_calls TO vitrina_app;
GRANT UPDATE(answered_at) ON TABLE public.supplier_calls TO vitrina_app;
GRANT UPDATE(outcome) ON TABLE public.supplier_calls TO vitrina_app;
GRANT UPDATE(status) ON TABLE public.supplier_calls TO vitrina_app;
GRANT UPDATE(note) ON TABLE public.supplier_calls TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.supplier_calls_id_seq TO vitrina_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.supplier_connections TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.supplier_connections_id_seq TO vitrina_app;
GRANT SELECT,INSERT ON TABLE public.supplier_ends TO vitrina_app;
GRANT SELECT,INSERT ON TABLE public.supplier_purchases TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.supplier_purchases_id_seq TO vitrina_app;
GRANT SELECT,INSERT ON TABLE public.supplier_receipts TO vitrina_app;
GRANT SELECT,INSERT ON TABLE public.supplier_troubles TO vitrina_app;
GRANT UPDATE(since) ON TABLE public.supplier_troubles TO vitrina_app;
GRANT UPDATE(kind) ON TABLE public.supplier_troubles TO vitrina_app;
GRANT SELECT,INSERT ON TABLE public.terminal_keys TO vitrina_app;
GRANT UPDATE(revoked_at) ON TABLE public.terminal_keys TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.terminal_keys_id_seq TO vitrina_app;
GRANT SELECT,INSERT ON TABLE public.terminals TO vitrina_app;
GRANT UPDATE(closed_at) ON TABLE public.terminals TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.terminals_id_seq TO vitrina_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.throttle TO vitrina_app;
GRANT SELECT,INSERT ON TABLE public.till_alarm_answers TO vitrina_app;
GRANT SELECT ON TABLE public.till_alarms TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.till_alarms_id_seq TO vitrina_app;
GRANT SELECT,INSERT ON TABLE public.till_clearings TO vitrina_app;
GRANT SELECT,INSERT ON TABLE public.till_columns TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.till_columns_id_seq TO vitrina_app;
GRANT SELECT,INSERT ON TABLE public.till_exports TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.till_exports_id_seq TO vitrina_app;
GRANT SELECT,INSERT ON TABLE public.till_line_ends TO vitrina_app;
GRANT SELECT,INSERT ON TABLE public.till_lines TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.till_lines_id_seq TO vitrina_app;
GRANT SELECT,INSERT ON TABLE public.till_matches TO vitrina_app;
GRANT UPDATE(released_at) ON TABLE public.till_matches TO vitrina_app;
GRANT UPDATE(released_why) ON TABLE public.till_matches TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.till_matches_id_seq TO vitrina_app;
GRANT SELECT ON TABLE public.till_refusals TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.till_refusals_id_seq TO vitrina_app;
GRANT SELECT ON TABLE public.topup_returns TO vitrina_app;
GRANT SELECT ON TABLE public.topup_takings TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.topup_takings_id_seq TO vitrina_app;
GRANT SELECT ON TABLE public.topups TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.topups_id_seq TO vitrina_app;
GRANT SELECT,INSERT ON TABLE public.training_scenes TO vitrina_app;
GRANT SELECT ON TABLE public.transfer_returns TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.transfer_returns_id_seq TO vitrina_app;
GRANT SELECT ON TABLE public.transfers TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.transfers_id_seq TO vitrina_app;
GRANT SELECT,INSERT,DELETE ON TABLE public.unreachable_emails TO vitrina_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.user_sessions TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.user_sessions_id_seq TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.users_id_seq TO vitrina_app;
GRANT SELECT ON TABLE public.waiting_operations TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.waiting_operations_id_seq TO vitrina_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.wallet_devices TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.wallet_devices_id_seq TO vitrina_app;
GRANT SELECT,INSERT,DELETE ON TABLE public.wallet_objects TO vitrina_app;
GRANT SELECT,INSERT ON TABLE public.wallet_passes TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.wallet_passes_id_seq TO vitrina_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.webhook_deliveries TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.webhook_deliveries_id_seq TO vitrina_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.webhook_endpoints TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.webhook_endpoints_id_seq TO vitrina_app;
GRANT SELECT,INSERT,DELETE ON TABLE public.webhook_events TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.webhook_events_id_seq TO vitrina_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.webhook_secrets TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.webhook_secrets_id_seq TO vitrina_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.webhook_tries TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.webhook_tries_id_seq TO vitrina_app;
GRANT SELECT,INSERT,DELETE ON TABLE public.wishes TO vitrina_app;
GRANT UPDATE(told_at) ON TABLE public.wishes TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.wishes_id_seq TO vitrina_app;
GRANT SELECT,INSERT ON TABLE public.withdrawals TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE public.withdrawals_id_seq TO vitrina_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.withdrawn_codes TO vitrina_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE timetable.celery_clockedschedule TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE timetable.celery_clockedschedule_id_seq TO vitrina_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE timetable.celery_crontabschedule TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE timetable.celery_crontabschedule_id_seq TO vitrina_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE timetable.celery_intervalschedule TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE timetable.celery_intervalschedule_id_seq TO vitrina_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE timetable.celery_periodictask TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE timetable.celery_periodictask_id_seq TO vitrina_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE timetable.celery_periodictaskchanged TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE timetable.celery_periodictaskchanged_id_seq TO vitrina_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE timetable.celery_solarschedule TO vitrina_app;
GRANT SELECT,USAGE ON SEQUENCE timetable.celery_solarschedule_id_seq TO vitrina_app;
ALTER DEFAULT PRIVILEGES FOR ROLE postgres IN SCHEMA public GRANT SELECT,USAGE ON SEQUENCES TO vitrina_app;
ALTER DEFAULT PRIVILEGES FOR ROLE postgres IN SCHEMA public GRANT SELECT,INSERT,DELETE,UPDATE ON TABLES TO vitrina_app;
