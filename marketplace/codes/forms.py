"""How the codes of a brand look, learnt from those that it has: so that a stray line of a list is noticed before it is sold."""

from collections import Counter
from collections.abc import Collection, Iterable

from marketplace.codes import rules, sealing
from marketplace.codes.values import Known
from marketplace.core.db import execute
from marketplace.core.problems import Problems, Reason
from marketplace.core.vault import normal

SAMPLE = 100
ROWS_TOLD = 20
UNLIKE_OTHERS = "codes unlike the brand's others: %(number)s; check these rows before you apply the file: %(rows)s"
UNLIKE_EXAMPLE = "codes unlike the example: %(number)s; check these rows before you apply the file: %(rows)s"


def tell_odd(codes: Collection[Known], problems: Problems, *, like: str = "") -> None:
    """Say which rows of a file look unlike the example that was given (`rules.form_of_example`); without one unlike the codes that the brand has
    unsold, or, where it has too few, unlike each other.

    Nobody is shown a code: what is learnt is how many characters they have, and of which kinds.
    """
    if like:
        usual = [rules.form_read(like)]
    else:
        usual = rules.usual(_in_stock({code.denomination_id for _, code in codes}))
        usual = usual or rules.usual(Counter(rules.form_of(normal(code.code)) for _, code in codes))
    if not usual:
        return
    odd = [code.row for _, code in codes if rules.is_odd(rules.form_of(normal(code.code)), usual)]
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
