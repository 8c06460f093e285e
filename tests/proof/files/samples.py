"""Honest files of every form, small and different each time. Every cell that could be told on holds a canary."""

import csv
import io
import json
from datetime import UTC, datetime
from random import Random

import xlsxwriter

Table = list[list[str]]
CREATED = datetime(2026, 1, 1, tzinfo=UTC)  # a file of a seed is the same at any hour
# Where one of these words turns up outside the shop, somebody has told what stands in a cell.
CANARIES = ("canary", "канарейка")
CARDS = [f"220220******{number:04}" for number in range(1180, 1190)]
SYMBOLS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def rates(random: Random) -> Table:
    """Exchange rates of twelve days."""
    days = (f"2026-11-{number:02}" for number in range(1, 13))
    rates = (
        [day, random.choice(["USD", "EUR", "JPY"]), "RUB", f"{random.randrange(1, 99)}.{random.randrange(10_000):04}"]
        for day in days
    )
    return [["day", "from", "to", "rate"], *rates]


def brands(random: Random) -> Table:
    """Twelve brands, two partners."""
    head = "brand partner partner_name_ru partner_name_en name_ru name_en category cities online description_ru how_ru"
    rows = [[*head.split(), "keywords", "rank"]]
    for number in range(12):
        partner = ["veresk", "Канарейка", "Canary"] if number == 0 else ["veresk", "", ""]
        rows.append(
            [f"brand-{random.randrange(40)}-{number}", *partner, f"Канарейка {random.randrange(9)}", f"Canary {number}", "kids",
             random.choice(["", "moscow", "moscow; omsk"]), random.choice(["yes", "no", ""]), "Канарейка\nв две строки",
             'Канарейка: "раз"; два, три', "canary, канарейка", str(random.randrange(1000))]
        )  # fmt: skip
    return rows


def offers(random: Random) -> Table:
    """An offer of fixed values and one of a range, of one brand."""
    rows = [
        [
            "offer",
            "brand",
            "title_ru",
            "title_en",
            "fulfilment",
            "value",
            "price_points",
            "old_price_points",
            "starts_on",
            "ends_on",
        ]
    ]
    rows[0] += ["value_min", "value_max", "value_step", "points_per_100", "per_member_limit"]
    for number in range(1, 10):
        price = 10 * number + random.randrange(9)
        rows.append(
            ["canary-offer", "magnet", "Канарейка", "Canary", "stock", f"{number}00", str(price), str(price + 40),
             "2026-01-01", "31.12.2027", "", "", "", "", "3"]
        )  # fmt: skip
    many = str(random.randrange(1, 90))
    rows.append(
        [
            "canary-range",
            "detsky-mir",
            "Канарейка",
            "Canary",
            "own",
            "",
            "",
            "",
            "",
            "",
            "500",
            "5 000",
            "100",
            many,
            "",
        ]
    )
    return rows


def codes(random: Random) -> Table:
    """Codes of 300 and 500, none of them known."""
    rows = [["code", "pin", "value", "expires_on"]]
    for number in range(12):
        code = "CANARY" + "".join(random.choices(SYMBOLS, k=12))
        day = random.choice(["", "2027-12-31", "31.12.2028"])
        rows.append([code, f"canary{number}", random.choice(["300", "500"]), day])
    return rows


def operations(random: Random) -> Table:
    """Card operations of ten cards, some of them bound."""
    rows = [
        [
            "Дата и время операции",
            "Дата обработки",
            "Номер карты",
            "Тип операции",
            "Код авторизации",
            "RRN",
            "Сумма операции",
            "Валюта операции",
            "Сумма в валюте счета",
            "Валюта счета",
            "MCC",
            "Наименование ТСП",
            "Город",
            "Страна",
            "Терминал",
            "Идентификатор",
        ]
    ]
    for _ in range(12):
        amount = f"{random.randrange(1, 90_000)},{random.randrange(100):02}"
        kind = random.choice(["Покупка", "Покупка", "Покупка", "Возврат", "Выдача наличных"])
        rows.append(
            [f"0{random.randrange(1, 10)}.11.2026 1{random.randrange(10)}:02:00", "09.11.2026", random.choice(CARDS), kind,
             "498873", f"{random.randrange(10**12):012}", amount, "RUB", amount, "RUB", random.choice(["5999", "5812", "6011"]),
             'Канарейка "CANARY"', "MOSCOW", "643", "94541427", f"CANARY-{random.randrange(10**12)}"]
        )  # fmt: skip
    return rows


def products(random: Random) -> bytes:
    """A supplier's list: four products with fixed values, one with a range."""
    fixed = [
        {"productId": random.randrange(1, 60), "productName": "Canary", "denominationType": "FIXED",
         "recipientCurrencyCode": random.choice(["USD", "EUR"]), "fixedRecipientDenominations": [5, 10.5, random.randrange(1, 99)],
         "brand": {"brandId": random.randrange(1, 9), "brandName": "Canary"}, "country": {"isoName": "RU", "name": "Russia"},
         "redeemInstruction": {"concise": "Канарейка &amp; canary", "verbose": "Canary\nканарейка"}}
        for _ in range(4)
    ]  # fmt: skip
    ranged = fixed[0] | {"productId": 77, "denominationType": "RANGE", "fixedRecipientDenominations": []}
    ranged |= {"minRecipientDenomination": 1, "maxRecipientDenomination": 500.0}
    return json.dumps({"content": [*fixed, ranged]}, ensure_ascii=False).encode()


def csv_of(
    rows: Table, encoding: str = "utf-8", mark: str = ";", end: str = "\r\n", quoting: int = csv.QUOTE_MINIMAL
) -> bytes:
    """The rows as CSV; what the encoding does not know becomes a question mark."""
    made = io.StringIO(newline="")
    csv.writer(made, delimiter=mark, lineterminator=end, quoting=quoting).writerows(rows)  # type: ignore[arg-type]
    return made.getvalue().encode(encoding, "replace")


def xlsx(rows: Table) -> bytes:
    """The rows as XLSX, every cell a text."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"created": CREATED})
        sheet = book.add_worksheet()
        for at, row in enumerate(rows):
            for column, cell in enumerate(row):
                sheet.write_string(at, column, cell)
    return made.getvalue()
