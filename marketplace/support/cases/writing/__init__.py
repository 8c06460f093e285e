"""How anything that is said gets into a case: without codes, with its files, as an event."""

from marketplace.support.cases.writing.files import CIPHERTEXTS, FILES_MAX, clean_file, file_content, files_of
from marketplace.support.cases.writing.keeping import Said, shortened
from marketplace.support.cases.writing.masking import masked

__all__ = ["CIPHERTEXTS", "FILES_MAX", "Said", "clean_file", "file_content", "files_of", "masked", "shortened"]
