"""Files kept encrypted in parts: rows of a domain's own table, each of which opens at its own place alone.

    FILES = EncryptedFiles("files of cases", "case_file_parts", "file_id", place_name="case file")
    FILES.keep(7, content)    # in the transaction that writes down what the file is
    FILES.whole(7)
    CIPHERTEXTS = FILES.ciphertexts()

What a file is called, whose it is and how long it stays are facts of the domain, in a table of its own.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import BinaryIO

from marketplace.core import vault
from marketplace.core.db import execute
from marketplace.core.rekeying import Ciphertexts

PART_BYTES = 2**20


@dataclass(frozen=True, slots=True)
class EncryptedFiles:
    """Where a domain keeps its files.

    Attributes:
        name: what they are, for the operator.
        table: the table of parts; `file` and `part` are its primary key.
        file: the column that names the file.
        place_name: what a ciphertext is bound to, together with file and part; with another name nothing opens that was kept before.
        part: the column with the part's number, from 0.
        column: the column with the ciphertext.
        part_bytes: how much of a file is in one part, before it is encrypted.
    """

    name: str
    table: str
    file: str
    place_name: str
    part: str = "part"
    column: str = "ciphertext"
    part_bytes: int = PART_BYTES

    def keep(self, file_id: int, content: bytes | BinaryIO) -> None:
        """Keep a file that is not there yet; an open one from where it stands."""
        file = BytesIO(content) if isinstance(content, bytes) else content
        add = f"""INSERT INTO {self.table} ({self.file}, {self.part}, {self.column})
                  VALUES (%(file)s, %(part)s, %(cipher)s)"""  # noqa: S608 - the domain's own names
        for part, plain in enumerate(iter(lambda: file.read(self.part_bytes), b"")):
            cipher = vault.encrypt(plain, self.place(file_id, part))
            execute(add, {"file": file_id, "part": part, "cipher": cipher})

    def whole(self, file_id: int) -> bytes:
        """A file in the clear, by one statement; b"" where nothing is kept."""
        rows = execute(
            f"""SELECT {self.part} AS part, {self.column} AS cipher FROM {self.table}
                 WHERE {self.file} = %(file)s ORDER BY {self.part}""",  # noqa: S608 - the domain's own names
            {"file": file_id},
        )
        return b"".join(vault.decrypt(row.cipher, self.place(file_id, row.part)) for row in rows)

    def parts(self, file_id: int) -> Iterator[bytes]:
        """The same part by part, each read when it is wanted: for files that should not lie in memory as a whole."""
        numbers = f"SELECT {self.part} FROM {self.table} WHERE {self.file} = %(file)s ORDER BY {self.part}"  # noqa: S608 - the domain's own names
        one = f"SELECT {self.column} FROM {self.table} WHERE {self.file} = %(file)s AND {self.part} = %(part)s"  # noqa: S608 - the domain's own names
        for part in execute(numbers, {"file": file_id}).scalars():
            cipher = execute(one, {"file": file_id, "part": part}).scalar_one()
            yield vault.decrypt(cipher, self.place(file_id, part))

    def place(self, file_id: int, part: int) -> bytes:
        """The name of the row that a ciphertext belongs to."""
        return f"{self.place_name}:{file_id}:{part}".encode()

    def ciphertexts(self) -> Ciphertexts:
        """The same rows for the renewal of keys."""
        table, file, part, column = self.table, self.file, self.part, self.column
        exchange = f"""WITH renewed AS (
            UPDATE {table} f SET {column} = n.new
              FROM unnest(%({file})b::bigint[], %({part})b::integer[], %(old)b::bytea[], %(new)b::bytea[]) n({file}, {part}, old, new)
             WHERE f.{file} = n.{file} AND f.{part} = n.{part} AND f.{column} = n.old RETURNING f.{part})
            SELECT count(*) FROM renewed"""  # noqa: S608 - the domain's own names
        return Ciphertexts(self.name, table, (file, part), column, self.place, exchange)
