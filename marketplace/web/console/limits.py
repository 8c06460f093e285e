"""How often staff may do what costs or sends: search, answer members, take lists away, upload, invite, ask a supplier, send a promise again."""

from marketplace.web.shared.limits import DAY, HOUR, MINUTE, by_person
from marketplace.web.shared.security.tries import by_box

EXPORTS = ("alarms.export", "cards.export", "cases.export", "codes.export", "fraud.export", "journal.export", "letters.export", "members.export", "partners.export", "partners.export_applications", "payments.export",
           "promises.export", "returned_codes.export", "runs.export", "runs.export_changes", "supplied.export")  # fmt: skip
LIMITS = {
    "console.finding.index": by_person(60, MINUTE, methods=("GET",)),
    "console.partners.invite": (
        *by_box("email", 5, HOUR, letters=True), *by_person(20, HOUR, pool="invitations"), *by_person(60, DAY, pool="invitations-a-day"),
    ),
    "console.cases.answer": by_person(200, HOUR),
    "console.cases.answer_all": by_person(20, HOUR),
    **dict.fromkeys([f"console.calls.{deed}" for deed in ("act", "end", "note", "take", "turn_away")], by_person(600, HOUR, pool="calls")),
    "console.calls.index": by_person(120, MINUTE, methods=("GET",)),
    **dict.fromkeys([f"console.training.{deed}" for deed in ("enter", "reset")], by_person(10, HOUR, pool="training")),
    "console.cases.open_new": by_person(120, HOUR),
    **dict.fromkeys([f"console.card_acts.{deed}" for deed in ("freezing", "release", "email", "extension")], by_person(120, HOUR, pool="card-acts")),
    **dict.fromkeys([f"console.fraud.{deed}" for deed in ("decide", "set_limits")], by_person(200, HOUR, pool="fraud")),
    "console.payments.send": by_person(60, HOUR),
    **dict.fromkeys(["console.corrections.correct", "console.corrections.give", "console.bank_cards.unbind"], by_person(120, HOUR, pool="points")),
    "console.merges.propose": by_person(60, HOUR),
    "console.archives.ask": by_person(30, HOUR),
    "console.payments.deal": by_person(60, HOUR),
    **dict.fromkeys(["console.erasures.ask", "console.erasures.take_back"], by_person(30, HOUR, pool="erasures")),
    "console.payments.propose_write_off": by_person(60, HOUR),
    "console.payouts.transfer": by_person(60, HOUR),
    "console.promises.send_again": by_person(120, HOUR),
    "console.reissues.do": by_person(240, HOUR),  # four steps each
    "console.recipients.do": by_person(60, HOUR),
    "console.withdrawals.do": by_person(60, HOUR),
    "console.card_reveals.show": by_person(60, HOUR),
    "console.runs.create": by_person(60, HOUR, pool="uploads"),
    "console.supplied.ask_now": by_person(60, HOUR),
    "console.runs.read_again": by_person(60, HOUR, pool="uploads"),
} | dict.fromkeys([f"console.{name}" for name in EXPORTS], by_person(60, HOUR, pool="exports"))  # fmt: skip
