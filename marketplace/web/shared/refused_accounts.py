"""What a "no" means where a member's account is put right by support."""

from flask_babel import lazy_gettext as _l

from marketplace.web.shared.refused_words import Words

ACCOUNTS = {
    "correction_unproven": Words(_l("Nothing was changed"), _l("Because points are put right only with a case of this member, or a file that shows why.")),
    "bad_correction": Words(_l("Nothing was changed"), _l("Because the sum, the reason or the note cannot be taken like this.")),
    "correction_limit": Words(_l("Nothing was changed"), _l("Because you have reached the daily limit for changes one person may make by hand. Ask a colleague, or continue tomorrow.")),
    "correction_programme_limit": Words(_l("Nothing was changed"), _l("Because all staff together have reached what may be given and taken by hand in a day.")),
    "goodwill_spent": Words(_l("Nothing was given"), _l("Because it is more than is left of your budget for today. A correction with another person’s approval has no such budget.")),
    "correction_ref_used": Words(_l("This form was sent before"), _l("Nothing was changed. Something else has been done with it already: look at the member’s page and start again.")),
    "correction_earned_less": Words(_l("Nothing was taken"), _l("Because the bank card has earned less by now: refunds at shops have taken points back. Open its page again.")),
    "correction_not_asked": Words(_l("Nothing was changed"), _l("Because what was approved is something else. Open the proposal again.")),
    "member_merged": Words(_l("This membership has been merged into another"), _l("Nothing was changed. Points, cards and cases are with the other number of the same person.")),
    "merged_with_self": Words(_l("Nothing was changed"), _l("Because it is the same membership, or leads back to it.")),
    "member_is_staff": Words(_l("Nothing was changed"), _l("Because one of the two signs in as staff or for a partner. Their roles have to end first.")),
    "merge_not_agreed": Words(_l("Nothing was changed"), _l("Because what was approved is something else. Open the proposal again.")),
    "cannot_erase": Words(_l("The data cannot be erased now"), _l("Because something still moves: an order, a payment, a gift, a dispute, a debt, a hold or a role. Open the page again: it says which.")),
    "member_erased": Words(_l("Nothing was changed"), _l("Because the member’s data were erased: the card belongs to nobody and is valid for anyone who has its code.")),
    "erasure_asked": Words(_l("These data are about to be erased"), _l("Because their owner has asked for it. Once that is taken back, the two can become one.")),
    "no_erasure": Words(_l("There is nothing to take back"), _l("Because nobody has asked for it, or the data are being erased already.")),
    "no_transfer": Words(_l("There is no such transfer"), _l("Check the address, or start from the front page.")),
    "no_account_paper": Words(_l("There is no such paper"), _l("Check the address, or start from the front page.")),
}  # fmt: skip
