"""What the "no" of gifts, exchanges, wishes and passes means to a member. By stable code."""

from flask_babel import lazy_gettext as _l

from marketplace.web.shared.refused_words import Words

_CHECK = _l("Nothing was changed. Check what you entered.")
_FRONT = _l("Check the address, or start from the front page.")
GIFTS = {
    "gift_not_found": Words(_l("There is no such gift"), _l("The link is in the newest email about it; older links no longer work.")),
    "gift_ended": Words(_l("The gift is no longer waiting"), _l("Nothing was changed. Its page says what happened to it.")),
    "gift_on_hold": Words(_l("This gift has to wait a little"), _l("Nothing was changed. We need to check something first: try again tomorrow, or ask the person who gave it to you.")),
    "gift_seen": Words(_l("This card cannot be given"), _l("Nothing was changed. Its code has been shown, and the shop would still accept it from you.")),
    "gift_sent": Words(_l("The email has been sent"), _l("Nothing was changed. Only the address can still be corrected.")),
    "gift_corrected": Words(_l("Another person has to approve this"), _l("Nothing was changed. The gift was sent to another address by staff already: open the page again and send the change for approval.")),
    "bad_gift": Words(_l("The gift was not saved"), _CHECK),
    "too_many_gifts": Words(_l("That is enough gifts for one day"), _l("Nothing was changed. Come back tomorrow.")),
    "too_many_gift_letters": Words(_l("This gift was sent too often"), _l("Nothing was sent. Take the gift back and give the card again.")),
    "own_gift": Words(_l("This is your own gift"), _l("Nothing was changed. You can take it back until it is claimed.")),
    "wrong_word": Words(_l("This is not the word"), _l("Nothing was changed. Ask the giver.")),
    "word_locked": Words(_l("Too many wrong words"), _l("Nothing was changed. The giver can choose another word; or sign in.")),
    "wrong_address": Words(_l("The gift was sent to another address"), _l("Nothing was changed.")),
}  # fmt: skip
WISHES = {
    "no_pass": Words(_l("There is no such pass"), _FRONT),
    "wish_not_found": Words(_l("There is no such wish"), _FRONT),
    "too_many_wishes": Words(_l("That is enough wishes"), _l("Nothing was added. Remove one first.")),
}  # fmt: skip
_UNCHANGED = _l("Nothing was changed, and the card stays as it is.")
EXCHANGES = {
    "exchange_off": Words(_l("This card cannot be exchanged"), _l("Nothing was changed. Cards of this brand are not exchanged, split or merged here.")),
    "not_our_code": Words(_l("This card cannot be exchanged"), _l("Nothing was changed. Its code is the shop's own, and we cannot end it there.")),
    "nothing_to_exchange": Words(_l("There is no such card now"), _l("Nothing was changed. Choose another brand or amount.")),
    "quote_not_found": Words(_l("There is no such rate"), _l("Nothing was changed. Open the card and choose again.")),
    "quote_over": Words(_l("This rate no longer holds"), _l("Nothing was changed. Work it out again: the time is over, or the card has changed.")),
    "bad_parts": Words(_l("The card cannot be split like this"), _UNCHANGED),
    "not_mergeable": Words(_l("These cards cannot be merged"), _l("Nothing was changed. Choose two or more cards of one brand.")),
    "shorter_not_accepted": Words(_l("The term would become shorter"), _l("Nothing was changed. Confirm that, or leave out the card that ends first.")),
    "too_many_exchanges": Words(_l("That is enough for one day"), _l("Nothing was changed. Come back tomorrow.")),
    "exchange_limit": Words(_l("The limit for exchanges is reached"), _l("Nothing was changed. Within 30 days so much can be exchanged and no more; choose a smaller amount.")),
    "exchanged_too_often": Words(_l("This card has been exchanged already"), _l("Nothing was changed. What is on a card is exchanged twice at most.")),
    "exchanged_lately": Words(_l("This card was exchanged a short while ago"), _l("Nothing was changed. It can be exchanged again 24 hours later.")),
}  # fmt: skip
