"""Which scope each field of an answer belongs to: declared with the field, and a key without that scope
does not get it. An answer model with a field that has no scope fails at import.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated, Any, TypeVar, get_args

from pydantic import BaseModel, ConfigDict

T = TypeVar("T")
CACHED_MAX = 1_024  # kinds of answers times kinds of keys
MARK = "x-scopes"
Hidden = dict[str, Any]
ANSWERS: dict[str, type["Out"]] = {}  # every model of an answer, by its name


@dataclass(frozen=True)
class Scope:
    """Marks a field: any one of these scopes opens it."""

    any_of: frozenset[str]


OfProgramme = Annotated[T, Scope(frozenset({"programme:read"}))]
OfOffers = Annotated[T, Scope(frozenset({"offers:read"}))]
OfMembers = Annotated[T, Scope(frozenset({"members:read"}))]
# Whoever orders is told what came of it.
OfOrders = Annotated[T, Scope(frozenset({"orders:read", "orders:write"}))]
OfCards = Annotated[T, Scope(frozenset({"cards:read"}))]
# Whoever sets one up is told how it stands.
OfWebhooks = Annotated[T, Scope(frozenset({"webhooks:read", "webhooks:write"}))]
OfWebhookKeys = Annotated[T, Scope(frozenset({"webhooks:write"}))]
OfPayouts = Annotated[T, Scope(frozenset({"payouts:status"}))]
OfSecrets = Annotated[T, Scope(frozenset({"cards:reveal"}))]

# What a refusal may say beside its code; what is not named here is left out. None: it tells of the request or of the
# offer that was asked for, and nothing of anybody's.
FACTS: Mapping[str, str | None] = {"available": "members:read"} | dict.fromkeys((
    "currency", "denomination_id", "errors", "field", "fields", "length_max", "limit", "limit_max", "limit_min", "needed",
    "offer_id", "points_max", "points_min", "price", "reason", "retry_after", "scope", "state", "tier", "value_max",
    "value_min", "value_step", "whose",
))  # fmt: skip


class Part(BaseModel):
    """A value of several fields, such as an amount with its currency; it belongs to the scope of its parent."""

    model_config = ConfigDict(frozen=True)


class Out(BaseModel):
    """An answer, or an object in one."""

    model_config = ConfigDict(frozen=True)

    @classmethod
    def __pydantic_init_subclass__(cls, **given: Any) -> None:
        """Raises TypeError for a field that belongs to no scope."""
        super().__pydantic_init_subclass__(**given)
        for name in cls.model_fields:
            if not scopes_of(cls, name):
                raise TypeError(f"{cls.__name__}.{name} belongs to no scope")
        ANSWERS[cls.__name__] = cls


def scopes_of(model: type[BaseModel], name: str) -> frozenset[str]:
    """The scopes any one of which opens a field; none if it has no mark."""
    marks = [mark for mark in model.model_fields[name].metadata if isinstance(mark, Scope)]
    return marks[0].any_of if marks else frozenset()


def given(answer: Out, held: frozenset[str]) -> dict[str, Any]:
    """An answer as it goes over the wire to a key with these scopes."""
    return answer.model_dump(mode="json", exclude=hidden(type(answer), held))


def facts(told: Mapping[str, Any], held: frozenset[str]) -> dict[str, Any]:
    """The facts of a refusal that such a key may see."""
    return {name: fact for name, fact in told.items() if name in FACTS and (FACTS[name] or "") in held | {""}}


def describe(spec: Mapping[str, Any]) -> None:
    """Note in the API description which scopes open each field (`x-scopes`)."""
    for title, schema in spec["components"]["schemas"].items():
        if title in ANSWERS:
            for name, described in schema["properties"].items():
                described[MARK] = sorted(scopes_of(ANSWERS[title], name))


@lru_cache(maxsize=CACHED_MAX)
def hidden(model: type[Out], held: frozenset[str]) -> Hidden:
    """The fields that such a key does not get, as pydantic's `exclude` takes them."""
    found: Hidden = {}
    for name, field in model.model_fields.items():
        if not scopes_of(model, name) & held:
            found[name] = True
        for inner in _models(field.annotation):
            if name not in found and (deeper := hidden(inner, held)):
                found[name] = {"__all__": deeper} if _is_list(field.annotation) else deeper
    return found


def _models(kind: Any) -> list[type[Out]]:
    """The models in an annotation: of a list, or of what may be null."""
    if isinstance(kind, type) and issubclass(kind, Out):
        return [kind]
    return [model for part in get_args(kind) for model in _models(part)]


def _is_list(kind: Any) -> bool:
    return getattr(kind, "__origin__", None) is list
