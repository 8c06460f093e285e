"""How the codes of a brand look, learnt from those that it has: so that a stray line of a list is noticed before it is sold."""

from collections import Counter
from collections.abc import Iterable, Sequence

from marketplace.codes import rules, sealing
from marketplace.core.db import execute
from marketplace.core.problems import Problems, Reason
from marketplace.core.vault import normal

SAMPLE = 100
ROWS_TOLD = 20
UNLIKE_OTHERS = "codes unlike the brand's others: %(number)s; check these rows before you apply the file: %(rows)s"
UNLIKE_EXAMPLE = "codes unlike the example: %(number)s; check these rows before you apply the file: %(rows)s"


def tell_odd(
    codes: Sequence[tuple[int, str]], denominations: Iterable[int], problems: Problems, *, like: str = ""
) -> None:
    """Say which rows of a file (row, code) look unlike the example that was given (`rules.form_of_example`); without one unlike the brand's codes, or,
    where it has too few, unlike each other.

    Nobody is shown a code: what is learnt is how many characters they have, and of which kinds.

    Args:
        denominations: those that the file is for, whose unsold codes are learnt from.
    """
    own = [rules.form_of(normal(code)) for _, code in codes]
    if like:
        usual = [rules.form_read(like)]
    else:
        usual = rules.usual(_in_stock(denominations)) or rules.usual(Counter(own))
    odd = [row for (row, _), form in zip(codes, own, strict=True) if rules.is_odd(form, usual)]
    if odd:
        rows = ", ".join(map(str, sorted(odd)[:ROWS_TOLD])) + (" …" if len(odd) > ROWS_TOLD else "")
        said = UNLIKE_EXAMPLE if like else UNLIKE_OTHERS
        problems.tell(Reason(said, number=len(odd), rows=rows))


def _in_stock(denominations: Iterable[int]) -> Counter[rules.Form]:
    """The forms of a sample of unsold codes."""
    rows = execute(
        """SELECT c.id, c.ciphertext FROM unnest(%(denominations)s::bigint[]) AS d (id)
             CROSS JOIN LATERAL (SELECT code_id FROM free_codes WHERE denomination_id = d.id LIMIT %(sample)s) f
             JOIN codes c ON c.id = f.code_id LIMIT %(sample)s""",
        {"denominations": sorted(denominations), "sample": SAMPLE},
    )
    return Counter(rules.form_of(normal(sealing.unseal(row.id, bytes(row.ciphertext)).code)) for row in rows)
