"""What givers wrote, and to whom, and how it goes when the giver's or the recipient's data are erased; what has to end before."""

from marketplace.core.forgetting import Goes, Moves

ERASED = (
    Goes(
        ("gift_letters.to_name", "gift_letters.email", "gift_letters.message", "gift_letters.signed"),
        """UPDATE gift_letters SET to_name = '—', email = 'erased', message = '', signed = ''
            WHERE gift_id = ANY (%(gifts)s::bigint[]) AND email <> 'erased'""",
    ),
    Goes((), "DELETE FROM gift_words WHERE gift_id = ANY (%(gifts)s::bigint[])"),
)
MOVES = (
    Moves(
        "gift",
        "SELECT FROM gifts g WHERE g.giver_id = ANY (%(members)s) AND NOT EXISTS (SELECT FROM gift_ends e WHERE e.gift_id = g.id)",
    ),
)
