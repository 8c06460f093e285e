"""What a question may be asked with: other forms of a word, one mistake in it, other words for the same thing.

Two words are the same where they begin alike and differ by their endings alone: «карты» and «карту», "expires" and
"expire". Russian and English; a programme's own words need no entry here.
"""

from functools import lru_cache
from itertools import combinations

# Words are alike from so many common letters on, and with so many others at most behind them.
MIN_COMMON_LENGTH = 4
ENDING_MAX = 3
SHORT, SHORT_ENDING_MAX = 3, 2
# From so many letters on one mistake is forgiven.
MIN_SLIP_LENGTH = 5

# Words that say nothing of what is asked.
EMPTY = frozenset((
    "а", "бы", "был", "была", "были", "было", "в", "вам", "вас", "ваш", "во", "вот", "вы", "где", "да", "для", "до", "если", "есть", "еще",
    "же", "за", "и", "из", "или", "их", "как", "ко", "когда", "куда", "ли", "меня", "мне", "мной", "могу", "можно", "мои", "мой", "моя",
    "мы", "на", "над", "надо", "не", "нет", "ни", "но", "нужно", "о", "об", "он", "они", "от", "очень", "по", "под", "пожалуйста",
    "помогите", "почему", "при", "с", "сейчас", "со", "так", "то", "у", "уже", "хочу", "чем", "что", "чтобы", "эта", "это", "этот", "эту",
    "я", "a", "am", "an", "and", "any", "are", "at", "be", "been", "can", "can't", "cannot", "could", "did", "didn't", "do", "does",
    "doesn't", "don't", "for", "from", "had", "has", "hasn't", "have", "haven't", "he", "help", "how", "i", "if", "in", "is", "isn't", "it",
    "its", "me", "my", "need", "no", "not", "of", "on", "or", "our", "please", "should", "still", "that", "the", "their", "there", "they",
    "this", "to", "us", "want", "was", "wasn't", "we", "were", "what", "when", "where", "why", "with", "won't", "would", "you", "your",
))  # fmt: skip

# Words that people put for one another; each stands here in a form that its other forms begin like.
SYNONYMS = (
    "работает сработал подошел подходит принимают принял приняла действует читает неверный недействителен отказ ошибка",
    "возврат вернуть возвращение сдать отменить отмена",
    "сгорят сгорели сгорают пропали исчезли истекают истекли списались",
    "сменить поменять изменить обновить смена замена",
    "почта почту почты адрес мейл емейл email имейл ящик",
    "письмо сообщение",
    "накопить заработать получить берутся копить",
    "потерян потерял потерялся забыл утерян пропал украли украден",
    "найти посмотреть увидеть показать открыть",
    "заплатить оплатить расплатиться платить оплата",
    "обменять купить заказать оформить потратить",
    "карта код заказ сертификат",
    "код промокод купон ваучер",
    "штрихкод qr qr-код",
    "хватает мало достаточно недостаточно",
    "второй двухфакторная двухфакторный аутентификатор 2fa",
    "запись записаться",
    "войти вход зайти логин авторизоваться",
    "телефон смартфон мобильный",
    "удалить закрыть",
    "приходит придет пришло пришел дошло доходит получил начислили начисляют зачислили",
    "works work working accepted accept fit fail failed declined rejected refused invalid wrong",
    "return refund cancel money-back money back",
    "expire expires expired expiring lapse vanish disappeared burn burned gone run",
    "change update replace switch",
    "email e-mail mail address letter message",
    "earn collect get come gain",
    "lost lose forgot forgotten missing stolen",
    "find see show open",
    "pay spend use",
    "order buy exchange redeem spend",
    "card code order certificate",
    "code voucher coupon",
    "bar barcode qr scan",
    "enough short lack insufficient",
    "factor two-factor 2fa authenticator passkey",
    "link add bind connect",
    "stock sold run",
    "sign login log enter",
    "appointment book booking",
    "phone mobile smartphone",
    "arrive arrived arrives received receive got get missing credited",
)


def words(text: str) -> list[str]:
    """The words of a text as they are compared: small letters, ё as е."""
    plain = text.casefold().replace("ё", "е").replace("\u2019", "'")
    return "".join(c if c.isalnum() or c in "-'" else " " for c in plain).split()


def asked(text: str) -> list[str]:
    """The words of a search that say what is asked; all of them where none does."""
    typed = words(text)
    return [word for word in typed if word not in EMPTY] or typed


@lru_cache(maxsize=1_024)
def meant(word: str) -> tuple[str, ...]:
    """The word, and those that people put for it."""
    others = (group.split() for group in SYNONYMS)
    return (word, *(one for group in others if any(near(word, known) for known in group) for one in group))


def near(one: str, other: str) -> bool:
    """Whether two words are surely the same: forms that differ by a short ending, or one with a mistake. «Работает» and «работу» are alike, no more."""
    return alike(one, other, SHORT_ENDING_MAX)


def alike(one: str, other: str, ending: int = ENDING_MAX) -> bool:
    """Whether two words are forms of one, with endings of so many letters, or one is the other with a mistake."""
    common = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    rest = max(len(one), len(other)) - common
    if common >= MIN_COMMON_LENGTH and rest <= ending:
        return True
    if common == min(len(one), len(other)) >= SHORT and rest <= SHORT_ENDING_MAX:
        return True
    return one == other or _slipped(one, other)


def _slipped(one: str, other: str) -> bool:
    """Whether a letter was left out, put in, put for another or changed places with its neighbour."""
    if min(len(one), len(other)) < MIN_SLIP_LENGTH or abs(len(one) - len(other)) > 1:
        return False
    return not _without_one(one).isdisjoint(_without_one(other))


@lru_cache(maxsize=4_096)
def _without_one(word: str) -> frozenset[str]:
    """The word, and what comes of it by leaving out one letter (symmetric deletes, as in SymSpell)."""
    return frozenset({word, *("".join(part) for part in combinations(word, len(word) - 1))})
