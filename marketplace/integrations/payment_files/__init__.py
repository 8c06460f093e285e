"""Files of payments for banks: ISO 20022 credit transfers, and payment orders as 1C hands them over."""

from marketplace.integrations.payment_files import onec, pain
from marketplace.integrations.payment_files.fitting import unfit
from marketplace.integrations.payment_files.values import Order, Party, Payment

__all__ = ["Order", "Party", "Payment", "onec", "pain", "unfit"]
