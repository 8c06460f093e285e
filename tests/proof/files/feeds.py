"""Every way in for files, one line each: its door, its form, and how an honest file looks.

A door is the name of an import (`vitrina import codes`) or the endpoint of a route that takes an upload.
`tests/proof/test_files.py` fails while there is a door that no line names.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from random import Random

from tests.proof.files import bank_samples, drawn_samples, samples
from tests.proof.files.samples import Table

BRAND, TILLS_OF = "detsky-mir", "kanareyki"
ADDED = ("--add-accounts",)
RATES = ("--rate", "USD=140", "--rate", "EUR=155.5")


@dataclass(frozen=True)
class Feed:
    """A way in. `table` gives the rows of an honest file, `document` one that is no table."""

    door: str
    form: str
    table: Callable[[Random], Table] | None = None
    document: Callable[[Random], bytes] | None = None
    options: tuple[str, ...] = ()
    encoding: str = "utf-8"
    secret: bool = field(default=False, kw_only=True)  # not even the list of what was taken may show a cell

    @property
    def name(self) -> str:
        """What a failure calls it."""
        return f"{self.door}.{self.form}"

    def honest(self, random: Random) -> bytes:
        """A file that is taken."""
        if self.document:
            return self.document(random)
        assert self.table
        rows = self.table(random)
        return samples.xlsx(rows) if self.form == "xlsx" else samples.csv_of(rows, self.encoding)


FEEDS = [
    Feed("brands", "csv", samples.brands),
    Feed("brands", "xlsx", samples.brands),
    Feed("catalogue", "csv", samples.offers),
    Feed("catalogue", "xlsx", samples.offers),
    Feed("reloadly", "json", document=samples.products, options=RATES),
    Feed("codes", "csv", samples.codes, options=("--brand", BRAND), secret=True),
    Feed("codes", "xlsx", samples.codes, options=("--brand", BRAND), secret=True),
    Feed("card-operations", "csv", samples.operations, encoding="cp1251"),
    Feed("bank-statement", "camt.052", document=partial(bank_samples.camt, "052"), options=ADDED),
    Feed("bank-statement", "camt.053", document=partial(bank_samples.camt, "053"), options=ADDED),
    Feed("bank-statement", "camt.054", document=partial(bank_samples.camt, "054"), options=ADDED),
    Feed("bank-statement", "mt940", document=bank_samples.mt940, options=ADDED),
    Feed("bank-statement", "1c", document=bank_samples.onec, options=ADDED),
    Feed("bank-statement", "csv", bank_samples.settlement, options=ADDED),
    Feed("bank-statement", "xlsx", bank_samples.settlement_otherwise, options=(*ADDED, "--columns", bank_samples.MAP)),
    Feed("rates", "csv", samples.rates, options=("--source", "ECB")),
    Feed("rates", "xlsx", samples.rates, options=("--source", "ECB")),
    Feed("payment-status", "pain.002", document=bank_samples.statuses),
    Feed("till-export", "csv", bank_samples.receipts, options=("--partner", TILLS_OF)),
    Feed("till-export", "xlsx", bank_samples.receipts, options=("--partner", TILLS_OF)),
]
# Pictures and papers that people send, one after the other; tests/proof/test_pictures_and_papers.py brings them to their doors.
SENT = [
    *(Feed("partner.brands.put_picture", form, document=made) for form, made in drawn_samples.PICTURES.items()),
    *(Feed("partner.joining.add_papers", form, document=made) for form, made in drawn_samples.PAPERS.items()),
]
