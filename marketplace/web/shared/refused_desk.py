"""What the "no" of calls, reissues and the fraud desk means to staff, and to a member who is held. By stable code."""

from flask_babel import lazy_gettext as _l

from marketplace.web.shared.refused_words import Words

DESK = {
    "no_signal": Words(_l("There is no such signal"), _l("Check the address, or start from the front page.")),
    "nobody_to_hold": Words(_l("The signal is about no member"), _l("Nothing was changed. Look at the till, or talk to your colleague.")),
    "no_till_here": Words(_l("The signal is about no till"), _l("Nothing was changed. Decide about the member.")),
    "no_colleague_here": Words(_l("The signal is about no colleague"), _l("Nothing was changed. Decide about the member or the till.")),
    "colleague_suspended": Words(_l("The colleague is suspended"), _l("Nothing was changed. It takes two people to lift a suspension.")),
    "colleague_not_suspended": Words(_l("The colleague is not suspended"), _l("Nothing was changed. Somebody else was first.")),
    "issuing_suspended": Words(_l("Suspended from issuing"), _l("Nothing was changed. The fraud desk has suspended whoever asked for this from issuing, until two others lift that. Another colleague can do it.")),
    "member_blocked": Words(_l("The member is blocked"), _l("Nothing was changed. Two people have decided that.")),
    "member_not_blocked": Words(_l("The member is not blocked"), _l("Nothing was changed. Somebody else was first.")),
    "account_blocked": Words(_l("Your account is blocked"), _l("Two of our people have decided that. Answer the email that we sent you about it: somebody else will look at it.")),
    "member_held": Words(_l("Your account is on hold"), _l("Nothing was changed. We have seen something unusual: write to us under “Help”, and somebody will look at it. Your points and cards stay yours.")),
    "not_identified": Words(_l("The caller is not identified"), _l("Nothing was changed. At least two facts that only the owner knows have to be checked.")),
    "partners_code": Words(_l("Only the partner can issue another code"), _l("Nothing was changed. Ask the partner to cancel the old one. Then the owner gets another, or a refund.")),
    "no_replacement": Words(_l("There is no other code for this card"), _l("Nothing was changed. The partner has cancelled the old one, and no other of the same value that lasts as long is in stock, or a part of the card was used. Refund the card.")),
    "call_ended": Words(_l("This call is over"), _l("Nothing was changed. Take a new call and check the caller again.")),
    "caller_unknown": Words(_l("The caller is not identified"), _l("Nothing was changed. At least two facts that only the owner knows have to be checked.")),
    "call_card_needed": Words(_l("Choose a card"), _l("Nothing was changed. Choose the card that it is about.")),
    "no_call": Words(_l("There is no such call"), _l("Check the address, or start from the front page.")),
    "case_not_identified": Words(_l("The caller is not identified"), _l("Nothing was changed. At least two facts that only the owner knows have to be checked.")),
}  # fmt: skip
# Where staff fills in a form about somebody else, the same "no" means something else than to whoever shops.
IN_FORMS = {
    "not_enough_points": Words(_l("There are fewer points"), _l("Nothing was taken. Take at most the balance.")),
    "card_not_active": Words(_l("The card has changed"), _l("Nothing was done. Open the card’s page again to see its current state.")),
    "card_not_found": Words(_l("There is no such card"), _l("Nothing was changed. Choose one of the member’s cards.")),
}  # fmt: skip
