"""Files of banks and acquirers, read into one form: camt.052/053/054, MT940, 1CClientBankExchange; pain.002; settlement CSV."""

from collections.abc import Mapping

from marketplace.core import uploads
from marketplace.core.problems import Reason
from marketplace.core.uploading import UploadRefused
from marketplace.integrations.banks import acquirer, camt, mt940, onec
from marketplace.integrations.banks.pain002 import read as read_statuses
from marketplace.reconciliation import BankFile, Columns

BYTES_MAX = 128 * 2**20


NO_COLUMNS: Mapping[str, str] = {}
__all__ = ["BYTES_MAX", "NO_COLUMNS", "read", "read_statuses"]


def read(name: str, content: bytes, columns: Mapping[str, str] = NO_COLUMNS) -> BankFile:
    """The statements of a bank's file; what it is written in is told by what stands in it, not by its name.

    Args:
        columns: the titles of an acquirer's table by the names of `Columns`, where it has others.

    Raises:
        UploadRefused: this is no statement that is known, or it cannot be trusted as a whole. Single entries that
            cannot be read do not refuse it: they are in `unread` of their statement.
    """
    if not content.strip():
        raise UploadRefused(file=name, reason="the file is empty")
    if len(content) > BYTES_MAX:
        raise UploadRefused(file=name, reason=Reason("the file is larger than %(most)s bytes", most=BYTES_MAX))
    if columns or acquirer.begins(content):
        return acquirer.read(name, content, Columns.of(columns))
    if uploads.is_spreadsheet(content):
        raise UploadRefused(
            file=name, reason="this is a spreadsheet or archive, and not said to be an acquirer's table"
        )
    if onec.begins(content):
        return onec.read(name, content)
    if camt.begins(content):
        return camt.read(name, content)
    if mt940.begins(content):
        return mt940.read(name, content)
    raise UploadRefused(
        file=name,
        reason="this is no camt.052, camt.053, camt.054, MT940 or 1CClientBankExchange, nor a known settlement",
    )
