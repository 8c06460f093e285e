"""What a "no" means about contracts, statements and payouts."""

from flask_babel import lazy_gettext as _l

from marketplace.web.shared.refused_words import Words

_FRONT = _l("Check the address, or start from the front page.")
_CHECK = _l("Nothing was changed. Check what you entered.")
SETTLEMENTS = {
    "no_contract": Words(_l("There is no such contract"), _FRONT),
    "bad_terms": Words(_l("These terms are not possible"), _CHECK),
    "contract_there": Words(_l("There is a contract already"), _l("Nothing was changed. Propose its next version.")),
    "contract_moved": Words(_l("This version is no longer open"), _l("Nothing was signed. Open the contract again.")),
    "contract_settled": Words(_l("This version begins too early"), _l("Nothing was signed. A statement or a later version already covers that day.")),
    "both_sides": Words(_l("One person cannot sign for both sides"), _l("Nothing was signed. Ask a colleague.")),
    "no_statement": Words(_l("There is no such statement"), _FRONT),
    "statement_too_early": Words(_l("The period has not ended yet"), _l("Nothing was drawn up. Wait until an hour after the period’s end, so that what is on its way can arrive.")),
    "statement_period": Words(_l("This day is in a statement already"), _l("Nothing was drawn up. Open the list again.")),
    "statement_numbers": Words(_l("The database has lost count"), _l("Nothing was drawn up. A backup was loaded without advancing its transaction numbers: call the operator.")),
    "no_terms": Words(_l("No version of the contract is signed"), _l("Nothing was drawn up. Both sides have to sign first.")),
    "no_promotion": Words(_l("There is no such promotion"), _FRONT),
    "bad_promotion": Words(_l("This promotion is not possible"), _CHECK),
    "promotion_moved": Words(_l("This promotion is no longer open"), _l("Nothing was signed. Open the list again.")),
    "promotion_settled": Words(_l("The promotion begins too early"), _l("Nothing was signed. A statement already covers its first day.")),
    "promotion_beside": Words(_l("The offer already has a promotion then"), _l("Nothing was signed. Choose other days.")),
    "no_rate": Words(_l("An exchange rate is missing"), _l("Nothing was drawn up. Load the rates of the period first.")),
    "statement_step": Words(_l("The statement is not there yet"), _l("Nothing was changed. Those before it are answered first.")),
    "no_dispute": Words(_l("There is no such dispute"), _FRONT),
    "dispute_ended": Words(_l("It was decided already"), _l("Nothing was changed. Open the statement again.")),
    "dispute_same_sum": Words(_l("The line comes to this sum already"), _l("Nothing was sent. Enter what it should come to instead.")),
    "line_not_disputable": Words(_l("This line cannot be disputed"), _l("Nothing was changed. It is disputed already, or the statement is settled.")),
    "dispute_file_refused": Words(_l("A file cannot be attached"), _l("Nothing was sent. PDF, JPEG and PNG files up to 10 MB can be attached, five at a time.")),
    "no_dispute_file": Words(_l("There is no such file"), _FRONT),
    "adjustment_ref_used": Words(_l("The form is out of date"), _l("Nothing was changed. Open the page again.")),
    "no_payout_run": Words(_l("There are no such payouts"), _FRONT),
    "no_netting": Words(_l("There is no such netting"), _FRONT),
    "nothing_to_net": Words(_l("There is nothing to set off"), _l("Nothing was drafted. No company has both claims and debts.")),
    "netting_step": Words(_l("This cannot be done with the netting now"), _l("Nothing was changed. Each programme agrees by another person, and none who drafted it.")),
    "netting_moved": Words(_l("What is owed has changed meanwhile"), _l("Nothing was set off. Give this netting up and draft another.")),
    "paid_maybe": Words(_l("Payouts wait until the restored data are reconciled"), _l("Nothing was drafted or sent. What is owed here may have been paid since the backup.")),
    "nothing_to_pay": Words(_l("There is nothing to pay"), _l("Nothing was drafted. Nobody is owed the minimum payout, or those who are have no account.")),
    "not_connected": Words(_l("There is no such account"), _FRONT),
    "deposit_short": Words(_l("So much is not kept"), _l("Nothing was released. The page says how much is kept of the partner.")),
    "payout_step": Words(_l("This cannot be done with it now"), _l("Nothing was changed. Open the payouts again.")),
    "currency_not_written": Words(_l("No bank’s file can be made in this currency"), _l("Nothing was made. It is not counted in hundredths, as the files are.")),
    "nothing_to_adjust": Words(_l("There is nothing to put right"), _CHECK),
    "bad_payout_account": Words(_l("This account cannot be paid to"), _CHECK),
}  # fmt: skip
