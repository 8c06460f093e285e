"""The rules that gifts must satisfy at any moment, each as one query that finds where it is broken."""

from marketplace.core.findings import Finding, search

RULES: dict[str, str] = {
    "a gift that waits holds its giver's card": """
        SELECT g.id AS gift, c.state FROM gifts g JOIN giftcards c ON c.id = g.giftcard_id
         WHERE NOT EXISTS (SELECT FROM gift_ends e WHERE e.gift_id = g.id) AND (c.state <> 'held' OR c.member_id <> g.giver_id)""",
    "a card is held by one gift": """
        SELECT c.id AS giftcard, count(g.id) AS gifts FROM giftcards c
          LEFT JOIN gifts g ON g.giftcard_id = c.id AND NOT EXISTS (SELECT FROM gift_ends e WHERE e.gift_id = g.id)
         WHERE c.state = 'held' GROUP BY c.id HAVING count(g.id) <> 1""",
    "a claimed gift went on as the recipient's card, and by nothing else": """
        SELECT e.gift_id AS gift FROM gift_ends e JOIN gifts g ON g.id = e.gift_id
          LEFT JOIN giftcard_endings x ON x.giftcard_id = g.giftcard_id
          LEFT JOIN giftcard_successions s ON s.id = x.succession_id
          LEFT JOIN giftcards n ON n.id = e.new_card_id
         WHERE e.how = 'claimed' AND (s.cause IS DISTINCT FROM 'gift' OR n.succession_id IS DISTINCT FROM s.id OR n.member_id <> e.member_id
            OR e.member_id = g.giver_id OR s.programme_id <> g.programme_id)""",
    "a card became another member's by a gift that he claimed": """
        SELECT s.id AS succession FROM giftcard_successions s JOIN giftcards n ON n.succession_id = s.id
         WHERE s.cause = 'gift' AND NOT EXISTS (SELECT FROM gift_ends e WHERE e.new_card_id = n.id)""",
    "a gift is sent to another address when the audit says so": """
        SELECT l.id AS letter, l.gift_id AS gift FROM gift_letters l JOIN gifts g ON g.id = l.gift_id
         WHERE NOT EXISTS (SELECT FROM audit_records a WHERE a.subject = 'giftcard:' || g.giftcard_id AND a.at = l.written_at
                              AND a.action = CASE WHEN l.number = 1 THEN 'gifts.give' WHEN l.by_staff THEN 'gifts.correct' ELSE 'gifts.change' END)""",
    "a gift has a letter and a word, unless they were erased": """
        SELECT g.id AS gift FROM gifts g
         WHERE NOT EXISTS (SELECT FROM gift_letters l WHERE l.gift_id = g.id)
            OR NOT EXISTS (SELECT FROM gift_words w WHERE w.gift_id = g.id
                     UNION ALL SELECT FROM gift_letters l WHERE l.gift_id = g.id AND l.email = 'erased')""",
}


def invariants() -> list[Finding]:
    """Every place where gifts break a rule; none when they are right."""
    return search(RULES)
