"""The statements that take a whole file in. Rows are in the database once they are copied; nothing comes back but sums."""

from marketplace import members

# Memory for a whole file, as the ledger takes it; and of its statistics only what the planner asks: how many rows, how many cards.
PLANNER_SETTINGS = "SET LOCAL work_mem = '64MB'; SET LOCAL default_statistics_target = 10"

# One file of a programme at a time: what one finds missing, another must not add.
LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('earning', %(programme)s))"

# A part of the file as it was read; then the operations that are new; and those that were taken in before.
# Texts of it only; what they mean is decided below.
STAGE = """
CREATE TEMP TABLE card_part (
    row integer, operation_id text, token text, happened_at timestamptz, kind text, amount bigint, currency text, mcc text,
    merchant text, rrn text, original_amount bigint, original_currency text, rate numeric
) ON COMMIT DROP;
CREATE TEMP TABLE card_staging (LIKE card_part) ON COMMIT DROP;
CREATE TEMP TABLE card_known (row integer, id bigint, differs boolean) ON COMMIT DROP"""
COPY = "COPY card_part FROM STDIN"
EMPTY = "TRUNCATE card_part"

# The array is looked for in one walk along the index, however many operations there are already; also by a plan that was
# made when there were next to none. What follows is planned as it pays.
FORBID_SEQ_SCANS = "SET LOCAL enable_seqscan = off"
ALLOW_SEQ_SCANS = "SET LOCAL enable_seqscan = on"
SORT_OUT = """
WITH known AS MATERIALIZED (
    SELECT p.row, k.id, (CASE WHEN k.forgotten IS NULL THEN k.token ELSE p.token END, k.happened_at, k.kind, k.amount, k.currency, k.mcc)
           IS DISTINCT FROM (p.token, p.happened_at, p.kind, p.amount, p.currency, p.mcc) AS differs
      FROM card_part p JOIN card_operations k USING (operation_id)
     WHERE k.programme_id = %(programme)s AND k.source = %(source)s
       AND k.operation_id = ANY (ARRAY(SELECT operation_id FROM card_part))
), noted AS (
    INSERT INTO card_known SELECT row, id, differs FROM known
)
INSERT INTO card_staging SELECT p.* FROM card_part p WHERE NOT EXISTS (SELECT FROM known k WHERE k.row = p.row)"""

# Lines whose identifier stood in the file before: the same operation counts once, another one is an error.
FIND_REPEATED = """
CREATE TEMP TABLE card_repeated ON COMMIT DROP AS
SELECT row, first FROM (
    SELECT row, min(row) OVER (PARTITION BY operation_id) AS first FROM card_staging
     WHERE operation_id IN (SELECT operation_id FROM card_staging GROUP BY operation_id HAVING count(*) > 1)) again
 WHERE row > first"""
DIFFERENT = """
SELECT r.row, r.first FROM card_repeated r JOIN card_staging a ON a.row = r.row JOIN card_staging b ON b.row = r.first
 WHERE (a.token, a.happened_at, a.kind, a.amount, a.currency, a.mcc)
       IS DISTINCT FROM (b.token, b.happened_at, b.kind, b.amount, b.currency, b.mcc)
 ORDER BY r.row LIMIT %(limit)s"""
DROP_REPEATED = "DELETE FROM card_staging s USING card_repeated r WHERE s.row = r.row"

# Operations that are known, or wait, with another content; a card that was forgotten is compared with nothing.
CHANGED = """
SELECT row FROM (
    SELECT row FROM card_known WHERE differs
    UNION ALL
    SELECT s.row FROM card_staging s
      JOIN waiting_operations w ON w.programme_id = %(programme)s AND w.source = %(source)s AND w.operation_id = s.operation_id
     WHERE (CASE WHEN w.forgotten IS NULL THEN w.token ELSE s.token END, w.happened_at, w.kind, w.amount, w.currency, w.mcc)
           IS DISTINCT FROM (s.token, s.happened_at, s.kind, s.amount, s.currency, s.mcc)) changed
 ORDER BY row LIMIT %(limit)s"""

# Operations of the future are kept until their time has come; a day is what clocks may differ by.
FAR_AHEAD = """
SELECT row FROM card_staging WHERE happened_at > %(now)s::timestamptz + interval '31 days' ORDER BY row LIMIT %(limit)s"""
_KEPT_COLUMNS = "operation_id, token, happened_at, kind, amount, currency, mcc, merchant, rrn, original_amount, original_currency, rate"
KEEP_FUTURE = f"""
WITH future AS (
    DELETE FROM card_staging WHERE happened_at > %(now)s::timestamptz + interval '1 day' RETURNING row, {_KEPT_COLUMNS}
), blocks AS (
    SELECT count(*) AS number, jsonb_agg(to_jsonb(future)) AS operations FROM future GROUP BY row / 10000
)
SELECT coalesce(sum(number), 0)::bigint, coalesce(sum(card_operations_wait(%(programme)s, %(source)s, operations, %(now)s)), 0)::bigint
  FROM blocks"""  # noqa: S608 - a constant
_NOT_TAKEN_IN = """NOT EXISTS (SELECT FROM card_operations o
    WHERE o.programme_id = w.programme_id AND o.source = w.source AND o.operation_id = w.operation_id)"""
# Only what the application itself has received: `intakes` are those whose seal is its own.
DUE_INTAKES = f"""
SELECT DISTINCT i.id FROM waiting_operations w JOIN operation_intakes i ON i.txid = w.txid WHERE w.happened_at <= %(now)s AND {_NOT_TAKEN_IN}"""  # noqa: S608
_IS_DUE = f"w.happened_at <= %(now)s AND w.txid IN (SELECT txid FROM operation_intakes WHERE id = ANY (%(intakes)s)) AND {_NOT_TAKEN_IN}"  # noqa: S608
DUE_OPERATIONS = f"""
SELECT programme_id, source, {_KEPT_COLUMNS} FROM waiting_operations w
 WHERE (programme_id, source) = (SELECT programme_id, source FROM waiting_operations w WHERE {_IS_DUE} LIMIT 1)
   AND {_IS_DUE} ORDER BY kind = 'refund', happened_at, operation_id LIMIT %(limit)s"""  # noqa: S608

# Whose operations of a card are, and when; the times of one card do not overlap.
HOLDERS = f"""
CREATE TEMP TABLE card_holders ON COMMIT DROP AS
SELECT token, member_id, coalesce(since, '-infinity') AS since, coalesce(until, 'infinity') AS until
  FROM ({members.card_holders("SELECT token FROM card_staging")}) h"""  # noqa: S608 - a constant

# Whose an operation is: its card's holder's of that moment.
_HELD = "h.token = s.token AND h.since <= s.happened_at AND s.happened_at < h.until"
# What an operation is worth, and whether it counts, in one word.
_WORTH = "%(rate)s::bigint * s.amount / %(rate_of)s::bigint"
_MERIT = """CASE WHEN s.kind = 'cash' OR s.mcc = ANY (%(cash)s::text[]) THEN 'cash'
                WHEN s.mcc = ANY (%(quasi_cash)s::text[]) THEN 'quasi_cash'
                WHEN s.currency <> %(currency)s THEN 'other_currency'
                WHEN %(rate)s::bigint * s.amount < %(rate_of)s::bigint THEN 'too_small'
                ELSE 'earned' END"""

# The refunds to decide on: the new ones; and those stored before, of each card of which the file brings something no later than they
# are, for it may change what they give back. In the order of time, so that it does not matter in which order files come.
NOTE_REFUNDS = f"""
CREATE TEMP TABLE card_refunds ON COMMIT DROP AS
SELECT s.row, s.operation_id, s.token, s.happened_at, s.amount, s.currency, s.rrn, s.merchant, h.member_id AS holder_id,
       NULL::bigint AS id, %(source)s::text AS source
  FROM card_staging s LEFT JOIN card_holders h ON {_HELD}
 WHERE s.kind = 'refund'
UNION ALL
SELECT NULL, o.operation_id, o.token, o.happened_at, o.amount, o.currency, o.rrn, o.merchant, o.member_id, o.id, o.source
  FROM card_operations o
 WHERE o.programme_id = %(programme)s AND o.kind = 'refund' AND o.token IN (
    SELECT r.token FROM card_operations r JOIN card_staging s ON s.token = r.token AND s.happened_at <= r.happened_at
     WHERE r.programme_id = %(programme)s AND r.kind = 'refund' AND r.happened_at >= (SELECT min(happened_at) FROM card_staging))"""  # noqa: S608
REFUNDS = """
SELECT row, operation_id, token, happened_at, amount, currency, rrn, merchant, holder_id, id
  FROM card_refunds ORDER BY happened_at, source COLLATE "C", operation_id COLLATE "C" """
# The members' purchases that they may give back, latest first. What a refund gives back is decided by `rules.give_back`, refund by
# refund; there are few of them. Purchases that were stored are found card by card, by the index: the planner knows nothing of a
# file that has just come, and would look at all for each.
PURCHASES = f"""
WITH refunds AS MATERIALIZED (
    SELECT DISTINCT token, rrn, merchant FROM card_refunds WHERE token IN (SELECT token FROM card_holders)
), bought AS (
    SELECT NULL::bigint AS id, %(source)s::text AS source, s.operation_id, s.token, s.happened_at, s.amount, s.currency, s.rrn, s.merchant,
           h.member_id, {_MERIT} AS reason, {_WORTH} AS points, 0 AS returned
      FROM card_staging s JOIN card_holders h ON {_HELD}
     WHERE s.kind <> 'refund' AND s.token IN (SELECT token FROM refunds)
    UNION ALL
    SELECT o.* FROM (SELECT DISTINCT token FROM refunds) r CROSS JOIN LATERAL (
        SELECT o.id, o.source, o.operation_id, o.token, o.happened_at, o.amount, o.currency, o.rrn, o.merchant,
               o.member_id, o.reason, o.points, (SELECT coalesce(sum(p.amount), 0)::bigint FROM refund_parts p WHERE p.purchase_id = o.id)
          FROM card_operations o
         WHERE o.programme_id = %(programme)s AND o.token = r.token AND o.kind <> 'refund' AND o.member_id IS NOT NULL OFFSET 0) o
)
SELECT id, operation_id, token, happened_at, amount, currency, rrn, merchant, member_id, reason,
       CASE reason WHEN 'earned' THEN points ELSE 0 END AS points, returned
  FROM bought b
 WHERE EXISTS (SELECT FROM refunds r WHERE r.token = b.token AND (r.merchant = b.merchant OR (b.rrn <> '' AND r.rrn = b.rrn)))
 ORDER BY happened_at DESC, source COLLATE "C" DESC, operation_id COLLATE "C" DESC"""  # noqa: S608 - constants
GIVEN_BEFORE = """
SELECT refund_id, purchase_id, sum(amount)::bigint AS amount, sum(points)::bigint AS points
  FROM refund_parts WHERE refund_id IN (SELECT id FROM card_refunds) GROUP BY 1, 2 HAVING sum(amount) <> 0 OR sum(points) <> 0"""

# What was decided of the refunds, and which purchases they give back.
GIVEN_BACK = """
CREATE TEMP TABLE card_given_back (row integer, member_id bigint, reason text, points bigint, unplaced bigint) ON COMMIT DROP;
CREATE TEMP TABLE card_given_parts (
    refund text, refund_id bigint, purchase text, purchase_id bigint, amount bigint, points bigint
) ON COMMIT DROP"""
# Notes them; answers where the parts of refunds that were stored before begin and end.
NOTE_PARTS = """
WITH noted AS (
    INSERT INTO refund_parts (refund_id, purchase_id, amount, points, late)
    SELECT coalesce(p.refund_id, r.id), coalesce(p.purchase_id, b.id), p.amount, p.points, p.refund_id IS NOT NULL
      FROM card_given_parts p
      LEFT JOIN card_operations r ON p.refund_id IS NULL
           AND r.programme_id = %(programme)s AND r.source = %(source)s AND r.operation_id = p.refund
      LEFT JOIN card_operations b ON p.purchase_id IS NULL
           AND b.programme_id = %(programme)s AND b.source = %(source)s AND b.operation_id = p.purchase
     ORDER BY 1, p.points DESC
    RETURNING id, late
)
SELECT count(*) AS number, min(id) FILTER (WHERE late) AS first, max(id) FILTER (WHERE late) AS last FROM noted"""
# Their points: marketplace/earning/sql/refund_parts_post.sql.
POST_LATE = """
SELECT refund_parts_post(%(programme)s, %(first)s, %(last)s, %(expires_on)s, %(memo)s::jsonb, %(now)s, %(today)s)"""

# What each new operation brings and why, in one word: the rule itself. Those of one member come side by side, for their lot is one then.
_JUDGED = f"""
WITH weighed AS MATERIALIZED (
    SELECT s.*, h.member_id AS holder_id, {_WORTH} AS worth, {_MERIT} AS merit
      FROM card_staging s LEFT JOIN card_holders h ON {_HELD}
), judged AS (
    SELECT w.row, w.operation_id, w.token, w.happened_at, w.kind, w.amount, w.currency, w.mcc, w.merchant, w.rrn,
           w.original_amount, w.original_currency, w.rate, g.member_id,
           -g.points AS points, g.reason, g.unplaced
      FROM weighed w JOIN card_given_back g USING (row)
    UNION ALL
    SELECT w.row, w.operation_id, w.token, w.happened_at, w.kind, w.amount, w.currency, w.mcc, w.merchant, w.rrn,
           w.original_amount, w.original_currency, w.rate, w.holder_id,
           CASE WHEN w.merit = 'earned' AND w.holder_id IS NOT NULL THEN w.worth ELSE 0 END,
           CASE WHEN w.holder_id IS NULL THEN 'no_member' ELSE w.merit END, 0
      FROM weighed w WHERE w.kind <> 'refund'
)"""  # noqa: S608 - constants

# What it would bring, to whom; nothing is written.
LOOK = f"""{_JUDGED}
SELECT reason, member_id, count(*) AS number, sum(abs(points))::bigint AS points, count(*) FILTER (WHERE unplaced > 0) AS flagged
  FROM judged GROUP BY reason, member_id ORDER BY member_id"""  # noqa: S608 - a constant

TAKE_IN = f"""{_JUDGED}, taken AS (
    INSERT INTO card_operations (programme_id, source, operation_id, member_id, token, happened_at, kind, amount, currency, mcc,
                                 merchant, rrn, original_amount, original_currency, rate, points, reason, unplaced, imported_at)
    SELECT %(programme)s, %(source)s, operation_id, member_id, token, happened_at, kind, amount, currency, mcc, merchant, rrn,
           coalesce(nullif(original_amount, 0), amount), coalesce(nullif(original_currency, ''), currency), rate, points, reason,
           unplaced, %(now)s
      FROM judged ORDER BY member_id, row
    RETURNING id, reason, points, unplaced
)
SELECT reason, count(*) AS number, min(id) AS first, max(id) AS last, sum(points)::bigint AS points, count(*) FILTER (WHERE unplaced > 0) AS flagged
  FROM taken GROUP BY reason"""  # noqa: S608 - a constant

OURS = "programme_id = %(programme)s AND source = %(source)s AND id BETWEEN %(first)s AND %(last)s"

BY_MEMBER = f"""
SELECT member_id, coalesce(sum(points) FILTER (WHERE points > 0), 0)::bigint AS earned,
       coalesce(-sum(points) FILTER (WHERE points < 0), 0)::bigint AS taken_back
  FROM card_operations WHERE {OURS} AND points <> 0 GROUP BY member_id ORDER BY member_id"""  # noqa: S608 - a constant

# Where a chunk of the operations with one reason ends.
CHUNK = f"""
SELECT max(id) FROM (SELECT id FROM card_operations WHERE {OURS} AND reason = %(reason)s ORDER BY id LIMIT %(limit)s) c"""  # noqa: S608

# The points of a chunk: marketplace/earning/sql/card_operations_post.sql.
POST = """
SELECT card_operations_post(%(programme)s, %(reason)s, %(first)s, %(last)s, %(expires_on)s, %(memo)s::jsonb, %(now)s, %(today)s)"""
