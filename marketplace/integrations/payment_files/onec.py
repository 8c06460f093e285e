"""Payment orders as 1C hands them to a bank's client: 1CClientBankExchange 1.03, Windows-1251, CRLF, dd.mm.yyyy, a decimal point."""

from collections.abc import Iterator

from marketplace.core.money import minor_digits
from marketplace.integrations.payment_files.values import Order, Party, Payment

PURPOSE_MAX = 210
DIGITS = 2
NO_KPP = "0"  # what stands for it where somebody has none: a sole trader


def write(order: Order) -> bytes:
    """The file. Every account is one of a Russian bank; amounts have two decimals."""
    assert minor_digits(order.currency) == DIGITS, f"{order.currency} is counted in other units"
    return "".join(f"{line}\r\n" for line in _lines(order)).encode("cp1251", errors="replace")


def carries(text: str) -> bool:
    """Whether a text consists of characters that the file has."""
    try:
        text.encode("cp1251")
    except UnicodeEncodeError:
        return False
    return True


def _lines(order: Order) -> Iterator[str]:
    day = f"{order.pays_on:%d.%m.%Y}"
    yield from (
        "1CClientBankExchange", "ВерсияФормата=1.03", "Кодировка=Windows", "Отправитель=Vitrina", f"Получатель={_one_line(order.payer.bank)}",
        f"ДатаСоздания={order.made_at:%d.%m.%Y}", f"ВремяСоздания={order.made_at:%H:%M:%S}", f"ДатаНачала={day}", f"ДатаКонца={day}",
        f"РасчСчет={order.payer.account}", "Документ=Платежное поручение",
    )  # fmt: skip
    for one in order.payments:
        yield from _document(order, one, day)
    yield "КонецФайла"


def _document(order: Order, one: Payment, day: str) -> Iterator[str]:
    yield "СекцияДокумент=Платежное поручение"
    yield f"Номер={one.number}"
    yield f"Дата={day}"
    yield f"Сумма={one.amount // 100}.{one.amount % 100:02d}"
    yield from _party("Плательщик", order.payer)
    yield from _party("Получатель", one.payee)
    yield from (
        "ВидПлатежа=Электронно",
        "ВидОплаты=01",
        "Очередность=5",
        "Код=0",
        f"НазначениеПлатежа={_one_line(one.purpose)[:PURPOSE_MAX]}",
        "КонецДокумента",
    )


def _party(role: str, party: Party) -> Iterator[str]:
    name = _one_line(party.name)
    yield f"{role}Счет={party.account}"
    yield f"{role}=ИНН {party.inn} {name}"
    yield f"{role}ИНН={party.inn}"
    yield f"{role}КПП={party.kpp or NO_KPP}"
    yield f"{role}1={name}"
    yield f"{role}РасчСчет={party.account}"
    yield f"{role}Банк1={_one_line(party.bank)}"
    yield f"{role}БИК={party.bic}"


def _one_line(text: str) -> str:
    return " ".join(text.split())
