"""Ways to make up consent, terms and where money goes, with the application's role: nothing is forged but rows that the shop lets it write."""

from tests.proof.tampering.cases import Case

_PROPOSED = """INSERT INTO proposals (ref, programme_id, kind, subject, proposed_by, proposed_at)
               VALUES (repeat('Z', 26), {programme}, 'points_correction', '1', {user}, '2026-11-21 09:04Z');
            INSERT INTO proposal_versions (proposal_id, number, digest, payload, base, before, approvals_needed, edited_by, edited_at, expires_at)
            SELECT max(id), 1, sha256('new'), '{{}}', '', '{{}}', 1, {user}, '2026-11-21 09:04Z', '2026-11-21 10:04Z' FROM proposals"""

CASES = (
    Case("points given by hand, by whoever they like", "app",
         """SELECT set_config('vitrina.actor', 'user:{user}', true);
            SELECT points_correct({programme}, {member}, 'goodwill', 100, '2027-12-31', 'goodwill', 'mine', NULL, NULL, NULL, repeat('Z', 26), NULL,
                   '2026-11-21 09:05Z', '2026-11-21')""",
         "points were given or taken by hand through the application itself"),
    Case("a proposal made up in a colleague's name", "app", _PROPOSED, "what was proposed was proposed and edited through the application itself"),
    Case("the second person made up", "app",
         """INSERT INTO proposal_decisions (proposal_id, digest, outcome, decided_by, decided_at)
            SELECT proposal_id, digest, 'approved', {stranger}, '2026-11-21 09:05Z' FROM proposal_versions WHERE proposal_id = {proposal}""",
         "who agreed to a proposal did so through the application itself"),
    Case("a partner's money sent to another account at the payment provider", "app",
         "UPDATE connected_accounts SET provider_ref = 'acct_thief', bank_mark = 'ba_thief', agreed_mark = 'ba_thief'",
         "an account at the payment provider was noted by the application itself"),
    Case("a brand's cards made exchangeable, for no fee", "app",
         """INSERT INTO exchange_rules (programme_id, brand_id, gives, takes, recasts, fee_permille, at)
            SELECT {programme}, min(id), true, true, true, 0, '2026-11-21 09:05Z' FROM brands""",
         "the terms of exchanges were decided by the application itself"),
    Case("an exchange rate of one's own", "app",
         """INSERT INTO settlement_rates (programme_id, source, from_currency, to_currency, day, rate)
            VALUES ({programme}, 'ECB', 'EUR', 'RUB', '2026-11-20', 1)""", "an exchange rate was loaded by the application itself"),
)  # fmt: skip
