CREATE TABLE cities (
    slug     text PRIMARY KEY CHECK (slug ~ '^[a-z0-9-]{1,40}$'),
    name_ru  text NOT NULL,
    name_en  text NOT NULL,
    position integer NOT NULL DEFAULT 0
);

CREATE TABLE programmes (
    id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    slug           text NOT NULL UNIQUE CHECK (slug ~ '^[a-z0-9-]{1,40}$'),
    name_ru        text NOT NULL CHECK (length(name_ru) BETWEEN 1 AND 80),
    name_en        text NOT NULL CHECK (length(name_en) BETWEEN 1 AND 80),
    unit_one_ru    text NOT NULL,
    unit_few_ru    text NOT NULL,
    unit_many_ru   text NOT NULL,
    unit_one_en    text NOT NULL,
    unit_many_en   text NOT NULL,
    decimals       smallint NOT NULL CHECK (decimals BETWEEN 0 AND 2),
    time_zone      text NOT NULL,
    languages      text[] NOT NULL CHECK (cardinality(languages) >= 1),
    currency       text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
    city_slug      text REFERENCES cities,
    -- Points live this many months and then to the end of the period; no months: they never expire.
    expiry_months  integer CHECK (expiry_months BETWEEN 1 AND 120),
    expiry_end     text NOT NULL DEFAULT 'day' CHECK (expiry_end IN ('day', 'month', 'half_year', 'year')),
    -- Points that come back after their last day, as of a card that is returned, can be spent for so many days more.
    grace_days     integer NOT NULL DEFAULT 30 CHECK (grace_days BETWEEN 1 AND 365),
    -- Revealing a card worth more than this asks for a fresh second factor; minor units of the currency.
    reveal_limit   bigint NOT NULL CHECK (reveal_limit >= 0),
    -- Points that staff may give or take by hand on a day: one person, and all together; and what one person may give as goodwill. Minor units.
    correction_person_day bigint NOT NULL DEFAULT 20000 CHECK (correction_person_day >= 0),
    correction_day        bigint NOT NULL DEFAULT 100000 CHECK (correction_day >= 0),
    goodwill_day          bigint NOT NULL DEFAULT 1000 CHECK (goodwill_day >= 0),
    -- Other codes for cards and refunds of cards that staff may give out in a day: how many one person, of one partner's cards, and all together;
    -- and what those of one person may be worth, in minor units of the currency.
    issued_person_day     integer NOT NULL DEFAULT 20 CHECK (issued_person_day >= 0),
    issued_partner_day    integer NOT NULL DEFAULT 200 CHECK (issued_partner_day >= 0),
    issued_day            integer NOT NULL DEFAULT 500 CHECK (issued_day >= 0),
    issued_value_day      bigint NOT NULL DEFAULT 10000000 CHECK (issued_value_day >= 0),
    -- What members pay for one whole point, in minor units of the currency; none: points cannot be bought. How many points (minor units) at
    -- least and at most at a time, and at most in one day; and for how many days they cannot be spent afterwards.
    topup_price    bigint CHECK (topup_price > 0 AND topup_price <= 1000000000),
    topup_least    bigint NOT NULL DEFAULT 0 CHECK (topup_least >= 0),
    topup_most     bigint NOT NULL DEFAULT 0 CHECK (topup_most <= 1000000000),
    topup_day      bigint NOT NULL DEFAULT 0 CHECK (topup_day <= 1000000000),
    fresh_days     integer NOT NULL DEFAULT 0 CHECK (fresh_days >= 0 AND fresh_days <= 365),
    mail_from      text NOT NULL,
    look           jsonb NOT NULL DEFAULT '{}',
    logo_svg       text NOT NULL DEFAULT '',
    -- Where staff practise: whose staff it is. Nothing that happens in it leaves it.
    training_of    bigint REFERENCES programmes,
    -- For so many minutes after a publication, whoever published it may take it back at once; 0: never.
    undo_minutes   integer NOT NULL DEFAULT 60 CHECK (undo_minutes >= 0 AND undo_minutes <= 1440),
    -- What companies that apply are told of the terms: the commission, in hundredths of a percent, and the day of the month on which the
    -- programme pays. None: the page tells an example. What holds is in each partner's contract.
    partner_commission_bp integer CHECK (partner_commission_bp >= 0 AND partner_commission_bp <= 10000),
    partner_payout_day    integer CHECK (partner_payout_day >= 1 AND partner_payout_day <= 28),
    CHECK (topup_least <= topup_most),
    CHECK (topup_most <= topup_day),
    CHECK (topup_price IS NULL OR topup_least > 0)
);
CREATE INDEX programmes_by_training_of ON programmes (training_of) WHERE training_of IS NOT NULL;

CREATE TABLE programme_hosts (
    host         text PRIMARY KEY,
    programme_id bigint NOT NULL REFERENCES programmes
);

-- The levels that members may have, and what each gives in the programme's own words: a line each.
CREATE TABLE programme_tiers (
    programme_id bigint NOT NULL REFERENCES programmes,
    slug         text NOT NULL CHECK (slug ~ '^[a-z0-9-]{1,32}$'),
    name_ru      text NOT NULL CHECK (length(name_ru) BETWEEN 1 AND 80),
    name_en      text NOT NULL CHECK (length(name_en) BETWEEN 1 AND 80),
    gives_ru     text NOT NULL DEFAULT '',
    gives_en     text NOT NULL DEFAULT '',
    position     integer NOT NULL DEFAULT 0,
    PRIMARY KEY (programme_id, slug)
);

CREATE TABLE programme_texts (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    txid         xid8 NOT NULL DEFAULT pg_current_xact_id(),
    programme_id bigint NOT NULL REFERENCES programmes,
    kind         text NOT NULL CHECK (kind IN ('rules', 'offer', 'privacy', 'help')),
    language     text NOT NULL,
    version      integer NOT NULL CHECK (version >= 1),
    body         text NOT NULL,
    digest       bytea NOT NULL CHECK (length(digest) = 32),
    published_at timestamptz NOT NULL,
    UNIQUE (programme_id, kind, language, version)
);
CREATE INDEX programme_texts_by_txid ON programme_texts (txid);
REVOKE UPDATE, DELETE ON programme_texts FROM vitrina_app;
