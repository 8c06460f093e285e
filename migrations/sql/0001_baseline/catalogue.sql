CREATE EXTENSION IF NOT EXISTS fuzzystrmatch;

CREATE TABLE offers (
    id               bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    programme_id     bigint NOT NULL REFERENCES programmes,
    brand_id         bigint NOT NULL REFERENCES brands,
    source           text NOT NULL DEFAULT 'own',
    external_ref     text NOT NULL CHECK (length(external_ref) BETWEEN 1 AND 128),
    kind             text NOT NULL CHECK (kind IN ('gift_card', 'certificate', 'goods', 'service')),
    title_ru         text NOT NULL CHECK (length(title_ru) BETWEEN 1 AND 200),
    title_en         text NOT NULL CHECK (length(title_en) BETWEEN 1 AND 200),
    -- stock: a loaded code is handed over at once; own: the worker issues a certificate of ours; supplier: the worker buys it when it is ordered.
    fulfilment       text NOT NULL CHECK (fulfilment IN ('stock', 'own', 'supplier')),
    currency         text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
    -- A range of values instead of denominations: any multiple of the step, at rate_points for rate_value, rounded up.
    value_min        bigint CHECK (value_min > 0),
    value_max        bigint CHECK (value_max >= value_min),
    value_step       bigint CHECK (value_step > 0),
    rate_points      bigint CHECK (rate_points > 0),
    rate_value       bigint CHECK (rate_value > 0),
    -- What its least and its greatest value cost, worked out when it is published.
    price_min        bigint CHECK (price_min > 0),
    price_max        bigint CHECK (price_max >= price_min),
    -- Points and money: at least min_points, the rest at money_rate minor units of currency for one whole point.
    min_points       bigint CHECK (min_points > 0),
    money_rate       bigint CHECK (money_rate > 0),
    validity_days    integer NOT NULL CHECK (validity_days BETWEEN 1 AND 3650),
    per_member_limit integer CHECK (per_member_limit > 0),
    total_limit      integer CHECK (total_limit > 0),
    tier             text NOT NULL DEFAULT '',
    starts_at        timestamptz,
    ends_at          timestamptz,
    published        boolean NOT NULL DEFAULT true,
    -- Of what was last published; empty once withdrawn, so that the same row brings it back.
    fingerprint      bytea NOT NULL,
    created_at       timestamptz NOT NULL DEFAULT now(),
    -- A reference is its partner's own: two partners may use the same one. Within a partner, who publishes sees to it.
    UNIQUE (brand_id, source, external_ref),
    UNIQUE (id, brand_id),
    CHECK (ends_at IS NULL OR starts_at IS NULL OR ends_at > starts_at),
    CHECK ((value_min IS NULL) = (value_max IS NULL) AND (value_min IS NULL) = (value_step IS NULL)
       AND (value_min IS NULL) = (rate_points IS NULL) AND (value_min IS NULL) = (rate_value IS NULL)
       AND (value_min IS NULL) = (price_min IS NULL) AND (value_min IS NULL) = (price_max IS NULL)),
    CHECK ((min_points IS NULL) = (money_rate IS NULL)),
    -- A value times the rate fits a bigint, so that no offer can break the shop.
    CHECK (value_max <= 10000000000 AND rate_points <= 100000000 AND rate_value <= 1000000000000)
);
CREATE INDEX offers_by_ref ON offers (programme_id, source, external_ref);
CREATE INDEX offers_by_brand ON offers (brand_id) WHERE published;
CREATE INDEX offers_ranges ON offers (brand_id) WHERE published AND value_min IS NOT NULL;
CREATE INDEX offers_in_order ON offers (programme_id, id) WHERE published;

CREATE TABLE denominations (
    id               bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    offer_id         bigint NOT NULL,
    -- The offer's brand once more: the shop looks for the cheapest, the least and the most of a brand in one step each.
    brand_id         bigint NOT NULL,
    value            bigint NOT NULL CHECK (value BETWEEN 1 AND 1000000000000),
    price_points     bigint NOT NULL CHECK (price_points BETWEEN 1 AND 1000000000000),
    old_price_points bigint CHECK (old_price_points > price_points),
    active           boolean NOT NULL DEFAULT true,
    UNIQUE (offer_id, value),
    FOREIGN KEY (offer_id, brand_id) REFERENCES offers (id, brand_id) ON UPDATE CASCADE
);
CREATE INDEX denominations_by_price ON denominations (brand_id, price_points, id) INCLUDE (offer_id, value, old_price_points)
    WHERE active;
CREATE INDEX denominations_by_value ON denominations (brand_id, value, id) INCLUDE (offer_id, price_points) WHERE active;

-- The shop by price, and what a member can almost afford: prices are walked upwards until a page is full.
CREATE INDEX denominations_prices ON denominations (price_points, brand_id, id) WHERE active;
CREATE INDEX offers_range_prices ON offers (price_min, brand_id)
    WHERE published AND value_min IS NOT NULL AND fulfilment <> 'stock';

-- What a brand is found by: its names, keywords, category and the titles of its offers. Triggers keep it, so that
-- whoever writes those tables, search follows in the same transaction.
CREATE TABLE brand_search (
    brand_id     bigint PRIMARY KEY REFERENCES brands,
    programme_id bigint NOT NULL,
    names        text NOT NULL,  -- folded names and keywords
    words        text NOT NULL,  -- the same, and the folded category
    document     tsvector NOT NULL
);
CREATE INDEX brand_search_document ON brand_search USING gin (document);
CREATE INDEX brand_search_words ON brand_search USING gin (words gin_trgm_ops);

-- Every word that a brand of the programme ever had, each once: what was typed wrongly is looked up here, in a few thousand
-- short words, instead of in every brand. A word that no brand has any more finds nothing. `joined`: a whole name without
-- its spaces, for those who type it so; long, as many as there are brands, and looked at for long words only.
CREATE TABLE search_words (
    programme_id bigint NOT NULL,
    word         text NOT NULL,
    joined       boolean NOT NULL,
    PRIMARY KEY (programme_id, word)
);
CREATE INDEX search_words_alike ON search_words USING gin (word gin_trgm_ops) WHERE NOT joined;
CREATE INDEX search_words_joined ON search_words USING gin (word gin_trgm_ops) WHERE joined;
CREATE INDEX search_words_short ON search_words (programme_id, word) WHERE length(word) <= 5;
-- Without a list of what is still to be put in, which every search would read from end to end. Joined names are long, as many
-- as brands, and rarely typed: search_meant finds them.
CREATE INDEX search_words_slips ON search_words USING gin (search_slips(programme_id, word)) WITH (fastupdate = off) WHERE NOT joined;

-- What was published at once of one partner; and how each offer that it touched stood after it. Together: the shop of any moment.
CREATE TABLE catalogue_publications (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    txid         xid8 NOT NULL DEFAULT pg_current_xact_id(),
    programme_id bigint NOT NULL REFERENCES programmes,
    partner_id   bigint NOT NULL REFERENCES partners,
    source       text NOT NULL,
    at           timestamptz NOT NULL,
    actor        text NOT NULL,
    -- The publication that this one takes back.
    undoes       bigint UNIQUE REFERENCES catalogue_publications
);
CREATE INDEX catalogue_publications_by_programme ON catalogue_publications (programme_id, id);
CREATE INDEX catalogue_publications_by_partner ON catalogue_publications (partner_id, id);
CREATE INDEX catalogue_publications_by_txid ON catalogue_publications (txid);
CREATE TABLE offer_versions (
    txid           xid8 NOT NULL DEFAULT pg_current_xact_id(),
    offer_id       bigint NOT NULL REFERENCES offers,
    publication_id bigint NOT NULL REFERENCES catalogue_publications,
    -- The offer as a file would give it, its denominations included; NULL once it was withdrawn.
    facts          jsonb CHECK (jsonb_typeof(facts) = 'object'),
    PRIMARY KEY (offer_id, publication_id)
);
CREATE INDEX offer_versions_by_publication ON offer_versions (publication_id);
CREATE INDEX offer_versions_by_txid ON offer_versions (txid);
REVOKE UPDATE, DELETE ON catalogue_publications, offer_versions FROM vitrina_app;

-- What a partner's people are changing in the browser, before it becomes a run: one at a time, of all of them together.
CREATE TABLE catalogue_drafts (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    programme_id bigint NOT NULL REFERENCES programmes,
    partner_id   bigint NOT NULL REFERENCES partners,
    begun_at     timestamptz NOT NULL,
    actor        text NOT NULL,
    -- The run that was opened in the editor, whose talk goes on.
    from_run     bigint REFERENCES runs,
    ended_at     timestamptz CHECK (ended_at >= begun_at),
    -- The run that it became; NULL with an end: it was dropped.
    run_id       bigint UNIQUE REFERENCES runs,
    CHECK (run_id IS NULL OR ended_at IS NOT NULL)
);
CREATE UNIQUE INDEX catalogue_drafts_open ON catalogue_drafts (partner_id) WHERE ended_at IS NULL;
REVOKE UPDATE, DELETE ON catalogue_drafts FROM vitrina_app;
GRANT UPDATE (ended_at, run_id) ON catalogue_drafts TO vitrina_app;

-- What each save made of an offer: its rows as a file would have them. Two who save the same offer want the same number.
CREATE TABLE catalogue_draft_edits (
    draft_id     bigint NOT NULL REFERENCES catalogue_drafts,
    external_ref text NOT NULL CHECK (length(external_ref) BETWEEN 1 AND 128),
    number       integer NOT NULL CHECK (number >= 1),
    -- NULL: as it is in the shop; without any row: taken out of the shop.
    lines        jsonb CHECK (jsonb_typeof(lines) = 'array'),
    at           timestamptz NOT NULL,
    actor        text NOT NULL,
    PRIMARY KEY (draft_id, external_ref, number)
);
REVOKE UPDATE, DELETE ON catalogue_draft_edits FROM vitrina_app;

-- The run by which something was published, and so whose people brought it: those of the run's partner, or the programme's own.
CREATE TABLE publication_runs (
    publication_id bigint PRIMARY KEY REFERENCES catalogue_publications,
    txid           xid8 NOT NULL DEFAULT pg_current_xact_id(),
    run_id         bigint NOT NULL REFERENCES runs
);
CREATE INDEX publication_runs_by_txid ON publication_runs (txid);

-- A publication that those who brought it took back at once, within the programme's time: nobody was asked, for the shop is as it was just before.
CREATE TABLE publication_undos (
    publication_id bigint PRIMARY KEY REFERENCES catalogue_publications,
    txid           xid8 NOT NULL DEFAULT pg_current_xact_id(),
    -- The publication that brought back what was before.
    undone_by      bigint NOT NULL UNIQUE REFERENCES catalogue_publications,
    side           text NOT NULL CHECK (side IN ('partner', 'programme')),
    -- How long the programme gave for it at that time.
    minutes        integer NOT NULL CHECK (minutes > 0),
    actor          text NOT NULL,
    at             timestamptz NOT NULL,
    CHECK (undone_by > publication_id)
);
CREATE INDEX publication_undos_by_txid ON publication_undos (txid);
REVOKE UPDATE, DELETE ON publication_runs, publication_undos FROM vitrina_app;
