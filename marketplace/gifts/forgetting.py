"""What givers wrote, and to whom, and how it goes when the giver's or the recipient's data are erased."""

from marketplace.core.forgetting import Goes

GOES = (
    Goes(
        ("gift_letters.to_name", "gift_letters.email", "gift_letters.message", "gift_letters.signed"),
        """UPDATE gift_letters SET to_name = '—', email = 'erased', message = '', signed = ''
            WHERE gift_id = ANY (%(gifts)s::bigint[]) AND email <> 'erased'""",
    ),
    Goes((), "DELETE FROM gift_words WHERE gift_id = ANY (%(gifts)s::bigint[])"),
)
