"""Files as partners, issuers and catalogue keepers send them; rows follow from their numbers, so that a file can come twice."""

from collections.abc import Sequence

OPERATIONS = (
    "Дата и время операции;Дата обработки;Номер карты;Тип операции;Код авторизации;RRN;Сумма операции;Валюта операции;"
    "Сумма в валюте счета;Валюта счета;MCC;Наименование ТСП;Город;Страна;Терминал;Идентификатор"
)
SHOPS = ("ПЯТЕРОЧКА 1187", "АЗС ЛУКОЙЛ 24", "АПТЕКА НЕВИС", "КОФЕЙНЯ ЗЕРНО", "OZON.RU", "ДЕТСКИЙ МИР 33")
OFFERS = (
    "offer,brand,kind,title_ru,title_en,fulfilment,validity_days,per_member_limit,value,price_points,old_price_points"
)


def codes(first: int, count: int, values: Sequence[int]) -> bytes:
    """A partner's codes of sixteen characters with PINs, in no order; `values` in whole roubles."""
    rows = (f"MOCK{_mixed(first + n):012X},{n % 10_000:04d},{values[n % len(values)]},31.12.2099" for n in range(count))
    return ("code,pin,value,expires_on\n" + "\n".join(rows) + "\n").encode()


def offers(count: int, brands: int) -> bytes:
    """Offers of brand-1 … brand-N."""
    rows = (
        f"ref-{n},brand-{1 + n % brands},gift_card,Подарочная карта № {n},Gift card no. {n},stock,365,{n % 5 + 1},"
        f"{500 + n % 50 * 100},{750 + n % 50 * 150},{900 + n % 50 * 150 if n % 3 == 0 else ''}"
        for n in range(count)
    )
    return (OFFERS + "\n" + "\n".join(rows) + "\n").encode()


def operations(first: int, count: int, cards: int) -> bytes:
    """An issuer's registry: purchases mostly, one in fifty a refund, one in a hundred cash, one card in ten nobody's."""
    return ("\r\n".join([OPERATIONS, *(_operation(first + n, cards) for n in range(count))]) + "\r\n").encode("cp1251")


def masked(card: int) -> str:
    """A card's masked number."""
    return f"{220_000 + card // 10_000:06d}******{card % 10_000:04d}"


def _operation(n: int, cards: int) -> str:
    kind = "Возврат" if n % 50 == 49 else "Выдача наличных" if n % 100 == 7 else "Покупка"
    when, amount = (
        f"{1 + n % 20:02d}.11.2026 {n % 24:02d}:{n % 60:02d}:{n // 7 % 60:02d}",
        f"{100 + _mixed(n) % 9_000},{n % 100:02d}",
    )
    shop, mcc = SHOPS[n % len(SHOPS)], 5411 + n % len(SHOPS)
    return (
        f"{when};{when};{masked(_mixed(n) % (cards + cards // 9))};{kind};{n % 1_000_000:06d};{n % 10**12:012d};{amount};RUB;"
        f"{amount};RUB;{mcc};{shop};МОСКВА;RUS;T{n % 10_000:07d};OP{n:012d}"
    )


def _mixed(n: int) -> int:
    """A number that no other `n` below 2^48 has, far from its neighbours'."""
    return n * 0x9E3779B97F4B + 0x1234567 & 0xFFFFFFFFFFFF
