"""Lines that a partner holds to be wrong: what is said about them, the papers that come with it, and how it ends."""

from marketplace.settlements.disputing.attaching import CIPHERTEXTS, dispute_file, dispute_files
from marketplace.settlements.disputing.disputes import adjust, disputable, dispute, reject, remark, uphold, withdraw

__all__ = [
    "CIPHERTEXTS",
    "adjust",
    "disputable",
    "dispute",
    "dispute_file",
    "dispute_files",
    "reject",
    "remark",
    "uphold",
    "withdraw",
]
