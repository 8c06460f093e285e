"""Webhooks: what partners' own servers are told, signed, until it arrives or three days have passed."""

from marketplace.webhooks.actions import begin_try, forget_before, replay, send_test, tell, tried
from marketplace.webhooks.errors import (
    BadUrl,
    EndpointOff,
    EndpointThere,
    KeysExchanging,
    NoDelivery,
    NoEndpoint,
    NoKinds,
)
from marketplace.webhooks.listing import ALL_DELIVERIES, DELIVERIES, ENDPOINTS
from marketplace.webhooks.queries import (
    Tally,
    delivery,
    delivery_by_id,
    endpoint_by_id,
    endpoint_in,
    endpoint_of,
    rotation,
    tally,
    tries,
)
from marketplace.webhooks.rules import GIVEN_UP_AFTER, OFF_AFTER, Ahead, ahead, check_url
from marketplace.webhooks.sealing import CIPHERTEXTS
from marketplace.webhooks.settings import (
    add,
    change,
    finish_rotation,
    remove,
    rotate,
    show_key,
    switch_off,
    switch_on,
)
from marketplace.webhooks.values import KINDS, TEST, Delivery, Endpoint, Result, Rotation, Sending, Try
from marketplace.webhooks.verify import invariants

__all__ = [
    "ALL_DELIVERIES",
    "CIPHERTEXTS",
    "DELIVERIES",
    "ENDPOINTS",
    "GIVEN_UP_AFTER",
    "KINDS",
    "OFF_AFTER",
    "TEST",
    "Ahead",
    "BadUrl",
    "Delivery",
    "Endpoint",
    "EndpointOff",
    "EndpointThere",
    "KeysExchanging",
    "NoDelivery",
    "NoEndpoint",
    "NoKinds",
    "Result",
    "Rotation",
    "Sending",
    "Tally",
    "Try",
    "add",
    "ahead",
    "begin_try",
    "change",
    "check_url",
    "delivery",
    "delivery_by_id",
    "endpoint_by_id",
    "endpoint_in",
    "endpoint_of",
    "finish_rotation",
    "forget_before",
    "invariants",
    "remove",
    "replay",
    "rotate",
    "rotation",
    "send_test",
    "show_key",
    "switch_off",
    "switch_on",
    "tally",
    "tell",
    "tried",
    "tries",
]  # fmt: skip
