"""A line that is taken apart in one go means what it means cell by cell; whatever else, is told apart by the latter."""

import io

from hypothesis import example, given
from hypothesis import strategies as st

from marketplace.core.problems import FileRefused, Problem
from marketplace.earning import Operation
from marketplace.integrations import card_registry
from marketplace.integrations.card_registry import COLUMNS, ENCODING, LINE_MAX

PLAIN = [
    "01.11.2026 16:02:00", "02.11.2026", "220220******1186", "Покупка", "498873", "666093441321", "5374,10", "RUB", "5374,10",
    "RUB", "5999", "WILDBERRIES", "MOSCOW", "643", "94541427", "OP1",
]  # fmt: skip
CELLS = [
    "", " ", '"', '"a;b"', "\\", "\\N", "a\tb", "\x00", "\x7f", "\xa0", "\x98", "0,00", "000,00", "0,01", "1234567890,00", "1,0",
    "29.02.2028 23:59:59", "29.02.2027 10:00:00", "31.10.2010 02:30:00", "27.03.2011 02:30:00", "01.01.1999 00:00:00",
    "01.11.2026 24:00:00", "01.11.2026 16:60:00", "01.11.2026  16:02:00", "4276551234568393", "4276 5512 3456 8393", "427655*8393",
    "Возврат", "Выдача наличных", "руб", "USD", "59", "А" * 200, "A" * 201, "4276551234568393" * 13, "7" * 64, "7" * 65, "Ё", "\r",
]  # fmt: skip


def outcome(lines: list[bytes]) -> object:
    """The operations of a file, or what is wrong with it."""
    head = ";".join(COLUMNS).encode(ENCODING)
    try:
        return list(card_registry.operations("f", io.BytesIO(b"\n".join([head, *lines]))))
    except FileRefused as refused:
        return refused.problems, refused.total


def cell_by_cell(line: bytes) -> object:
    """What the same line, as the second of a file, is when it is not taken apart in one go."""
    try:
        text = card_registry._line(line.decode(ENCODING, "surrogateescape"))
        return [card_registry._operation(2, card_registry._cells(text))]
    except card_registry._Bad as bad:
        return [Problem("f", 2, COLUMNS[bad.column] if bad.column >= 0 else "", bad.reason)], 1


lines = st.lists(st.tuples(st.sampled_from([0, *range(2, 16)]), st.sampled_from(CELLS)), max_size=2)


@given(changes=lines, ending=st.sampled_from([b"", b"\r\n", b"\n", b"\r\r\n"]))
@example(changes=[], ending=b"")
@example(changes=[(8, "000,00")], ending=b"\n")
@example(changes=[(0, "01.01.1999 00:00:00"), (11, "")], ending=b"\n")
@example(changes=[(11, "KIOSK 4276 5512 3456 8393")], ending=b"\r\n")
@example(changes=[(11, "A" * 200), (12, "B" * 200)], ending=b"\n")
def test_line_in_one_go_is_the_line_cell_by_cell(changes: list[tuple[int, str]], ending: bytes) -> None:
    cells = list(PLAIN)
    for place, cell in changes:
        cells[place] = cell
    line = b";".join(cell.encode("latin-1" if cell == "\x98" else ENCODING) for cell in cells)
    assert outcome([line + ending]) == cell_by_cell(line + ending)


def test_plain_line_is_taken_apart_in_one_go() -> None:
    found = card_registry._LINE.findall(";".join(PLAIN) + "\r\n")
    assert len(found) == 1
    assert found[0][3] == "Покупка"
    assert found[0][-1] == ""


def test_rows_are_counted_by_lines_whatever_stands_between_them() -> None:
    line = ";".join(PLAIN).encode(ENCODING)
    read = outcome([line, b"", b"\r", line.replace(b"MOSCOW", b'"MOSCOW"'), line])
    assert isinstance(read, list)
    assert [operation.row for operation in read] == [2, 5, 6]
    assert read[0] == Operation(
        2, "OP1", "220220******1186", "2026-11-01 16:02:00+03:00", "purchase", 537410, "RUB", "5999", "WILDBERRIES", "666093441321"
    )  # fmt: skip


def test_lines_are_whole_wherever_a_block_ends() -> None:
    line = ";".join(PLAIN).encode(ENCODING)
    read = outcome([line.replace(b"OP1", b"OP" + str(n).encode()) for n in range(2_000)])
    assert isinstance(read, list)
    assert [operation.operation_id for operation in read] == [f"OP{n}" for n in range(2_000)]


def test_long_line_ends_the_reading_at_its_row_and_at_the_same_length_everywhere() -> None:
    line = ";".join(PLAIN).encode(ENCODING)
    fits, long = b'"' + b"x" * (LINE_MAX - 2), b'"' + b"x" * (LINE_MAX - 1)
    for before in (1, 600, 601, 602, 1_200):
        read = outcome([line] * before + [fits, long, line.replace(b"RUB", b"R")])
        problems = read[0] if isinstance(read, tuple) else []
        assert [(problem.row, problem.reason) for problem in problems] == [
            (before + 2, "unbalanced quotation marks"),
            (before + 3, f"the line is longer than {LINE_MAX} characters"),
        ]


def test_byte_that_is_no_character_ends_the_reading_at_its_row() -> None:
    line = ";".join(PLAIN).encode(ENCODING)
    read = outcome([line, line.replace(b"MOSCOW", b"M\x98"), line.replace(b"RUB", b"R")])
    problems = read[0] if isinstance(read, tuple) else []
    assert [(problem.row, problem.reason) for problem in problems] == [(3, "not text in Windows-1251 or UTF-8")]
