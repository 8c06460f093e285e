"""What each domain's "no" means to whoever asked: what was not done, and what to do now. By stable code."""

from flask_babel import lazy_gettext as _l

from marketplace.web.shared.refused_accounts import ACCOUNTS
from marketplace.web.shared.refused_cards import EXCHANGES, GIFTS, WISHES
from marketplace.web.shared.refused_desk import DESK
from marketplace.web.shared.refused_matches import RECONCILIATION
from marketplace.web.shared.refused_statements import SETTLEMENTS
from marketplace.web.shared.refused_words import Words

_ELSEWHERE = _l("Nothing was charged. Choose something else in the shop.")
_CHECK = _l("Nothing was changed. Check what you entered.")
_FRONT = _l("Check the address, or start from the front page.")
_REPORT = _l("Nothing was changed. Correct the file and send it again.")

SHOP = {
    "not_enough_points": Words(_l("Not enough points"), _l("Nothing was charged. Choose a smaller card.")),
    "out_of_stock": Words(_l("These cards have just run out"), _l("Nothing was charged. Choose another value.")),
    "stock_quarantined": Words(_l("Sales are paused for a short while"), _l("Nothing was charged. We are checking the stock; the cards you have still work. Come back later.")),
    "not_for_sale": Words(_l("This is not on offer now"), _ELSEWHERE),
    "already_taken_back": Words(_l("This has already been taken back"), _l("Nothing was changed.")),
    "nothing_to_take_back": Words(_l("There is no such publication"), _l("Nothing was changed.")),
    "published_since": Words(_l("Something was published after it"), _l("Take back the later ones first.")),
    "no_offer": Words(_l("There is no such offer"), _l("Find another one in the shop.")),
    "wrong_value": Words(_l("There is no card of this value"), _l("Nothing was charged. Choose another value.")),
    "wrong_split": Words(_l("Points and money cannot be split like this"), _l("Nothing was charged. Choose a different split.")),
    "price_changed": Words(_l("The price has changed"), _l("Nothing was charged. Check it and decide again.")),
    "choice_changed": Words(_l("A different card was chosen"), _l("Nothing was charged. Check its price and place the order again.")),
    "limit_reached": Words(_l("The limit for this offer is reached"), _ELSEWHERE),
    "terms_changed": Words(_l("The terms have changed"), _l("Nothing was charged. Read and accept them again.")),
    "ref_used": Words(_l("This order was already placed"), _l("You will find it among your cards.")),
    "bad_ref": Words(_l("The form is out of date"), _l("Nothing was charged. Open the page again.")),
    "already_settled": Words(_l("This has already been settled"), _l("Nothing was charged a second time.")),
    "order_not_found": Words(_l("There is no such order"), _FRONT),
    "order_out_of_step": Words(_l("The order has not got that far yet"), _l("Try again in a minute.")),
    "no_webhook": Words(_l("No address yet"), _l("Add one under “Webhooks” first.")),
    "no_delivery": Words(_l("There is no such delivery"), _FRONT),
    "bad_webhook_url": Words(_l("This address cannot be called"), _CHECK),
    "no_webhook_kinds": Words(_l("Choose at least one event"), _CHECK),
    "webhook_there": Words(_l("There is already an address"), _l("Nothing was changed. Change that one.")),
    "webhook_off": Words(_l("The address is switched off"), _l("Nothing was sent. Switch it on first.")),
    "webhook_rotating": Words(_l("The keys are already being rotated"), _l("Nothing was changed. Finish that exchange first.")),
    "no_batch": Words(_l("There is no such batch"), _FRONT),
    "batch_withdrawn": Words(_l("The batch is withdrawn"), _l("None of it goes on sale until it is released.")),
    "batch_on_sale": Words(_l("The batch is not withdrawn"), _l("Nothing was changed. Open the batch again.")),
    "withdrawal_unexplained": Words(_l("Nothing was changed"), _l("Say why: it is kept in the audit log.")),
    "batch_moving": Words(_l("The codes of this batch are still being moved"), _l("Nothing was changed. Try again in a minute.")),
    "code_weak": Words(_l("This code cannot be sold"), _l("It has no PIN, and its batch is easy to guess: retire it, and load the codes with PINs.")),
    "no_alarm": Words(_l("There is no such alarm"), _FRONT),
    "alarm_answered": Words(_l("A colleague has already handled this alarm"), _l("Open it again to read the note.")),
    "alarm_unexplained": Words(_l("Nothing was changed"), _l("Say what you found: it is kept with the alarm.")),
    "code_known": Words(_l("This code is already known"), _l("The order is waiting for support.")),
    "no_supplier": Words(_l("There is no such supplier"), _FRONT),
    "no_purchase": Words(_l("Nothing was bought for this order"), _FRONT),
    "purchase_ended": Words(_l("This has already been decided"), _l("Nothing was changed. Open the order again.")),
    "supplier_being_asked": Words(_l("The supplier is being asked right now"), _l("Nothing was changed. Look again in a minute, when the answer is in.")),
    "receipt_taken": Words(_l("This transaction belongs to another order"), _l("Nothing was changed. Check the number in the supplier's list.")),
    "evidence_needed": Words(_l("A decision needs evidence"), _l("Nothing was changed. Say what the decision is based on.")),
    "no_payment": Words(_l("There is no such payment"), _FRONT), "payment_open": Words(_l("It can still be paid"), _l("Nothing was changed. The payment page is closed first.")),
    "topup_off": Words(_l("Nothing can be topped up here now"), _l("You were not charged.")), "topup_points": Words(_l("So much cannot be topped up at a time"), _l("You were not charged. Choose another amount.")),
    "write_off_less": Words(_l("So much is not owed any more"), _l("Nothing was given up. Open the member again.")), "topup_price": Words(_l("The sum has changed"), _l("You were not charged. Check it and pay again.")), "topup_day": Words(_l("You have topped up as much as is possible in one day"), _l("You were not charged. Come back tomorrow.")), "payment_due": Words(_l("The money is not there"), _l("Nothing was handed over.")), "payment_refundable": Words(_l("So much cannot be refunded"), _l("Nothing was sent. Less is left of the payment.")),
    "payment_not_handed_over": Words(_l("What was bought is not handed over yet"), _l("Nothing was sent. Cancel the order: its money then goes back by itself.")), "payment_untroubled": Words(_l("This payment needs no decision"), _l("Nothing was changed. Somebody has dealt with it already.")),
    "payment_wrong_amount": Words(_l("Another sum came"), _l("Nothing was handed over. Staff will look into it.")), "refund_unexplained": Words(_l("A refund needs a reason"), _l("Nothing was sent. Say why the money goes back.")),
    "payments_off": Words(_l("Money cannot be taken just now"), _l("Nothing was charged. Pay in points, or come back later.")),
    "nothing_to_refund": Words(_l("Nothing can come back"), _l("Nothing was changed, because nothing that was paid for this card is left.")),
    "not_cancellable": Words(_l("The order cannot be cancelled"), _l("The card stays yours. Support can look into it.")),
}  # fmt: skip
CARDS = {
    "card_not_found": Words(_l("There is no such card"), _l("You will find it among your cards.")),
    "card_stopped": Words(_l("We have frozen this card"), _l("Only support can unfreeze it. Nothing on it is lost. Write to support: they say what is needed.")),
    "not_later": Words(_l("The last day was not changed"), _l("Because a card is only ever extended to a later day, and not beyond the latest one that the form names.")),
    "code_ends_first": Words(_l("The last day was not changed"), _l("Because the partner’s own code ends before that day. Ask the partner for another one.")),
    "no_address": Words(_l("No email was sent"), _l("Because the member has no address. Ask for one first.")),
    "sent_too_often": Words(_l("No email was sent"), _l("Because the link was already sent as often as it may be within a day. Check the address with the member.")),
    "recently_changed": Words(_l("The card stays as it is"), _l("Because the owner’s password, second factor or address was changed within the last 24 hours. Freeze the card now and come back later.")),
    "card_not_active": Words(_l("The card is not active"), _l("Its code stays hidden. The card's page says why.")),
    "card_revealed": Words(_l("The code has been seen"), _l("So the order cannot be cancelled; the card stays yours.")),
    "fresh_factor_needed": Words(_l("The code stays hidden"), _l("Confirm that it is you, then open the card again.")),
    "too_many_reveals": Words(_l("That is enough codes for one day"), _l("The code stays hidden. Ask a colleague or come back tomorrow.")),
    "shown_too_often": Words(_l("This card was opened too often"), _l("The code stays hidden for an hour. If it was not you, freeze the card.")),
    "reason_needed": Words(_l("The code stays hidden"), _l("Say why it must be shown.")),
    "code_does_not_fit": Words(_l("The code cannot be drawn"), _l("Use the code as text, or its QR.")),
    "code_not_noted": Words(_l("The code stays hidden"), _l("It cannot be shown at the moment. Open the card again in a few minutes.")),
    "no_code": Words(_l("There is no such code"), _FRONT),
    "no_code_return": Words(_l("There is no such code"), _l("Find it among the held codes.")),
    "code_return_decided": Words(_l("Somebody has already decided about this code"), _l("Nothing was changed. The list says what happened to it.")),
    "code_retirement_unexplained": Words(_l("The code was not retired"), _l("Say why. It is kept in the audit log.")),
}  # fmt: skip
TILLS = {
    "card_unusable": Words(_l("This card cannot be accepted"), _l("Nothing was taken from it. Its owner can contact support and give this refusal number.")),
    "code_too_short": Words(_l("The code is too short"), _l("Nothing was looked up, and it does not count as a refusal. Type the whole code.")),
    "too_many_codes": Words(_l("Too many codes were refused here"), _l("Nothing was looked up. Wait a minute and try again.")),
    "pin_missing": Words(_l("The PIN is missing"), _l("Nothing was taken, and no try was counted. Ask for the card’s PIN.")),
    "pin_wrong": Words(_l("The PIN is wrong"), _l("Nothing was taken. Ask for it again.")),
    "pin_locked": Words(_l("The PIN is locked"), _l("Nothing was taken. You can enter it again in half an hour.")),
    "not_enough_left": Words(_l("There is less left on the card"), _l("Nothing was taken. Look the card up again.")),
    "part_use_not_allowed": Words(_l("This card is used up in one purchase"), _l("Nothing was taken. Take all that is left, or none.")),
    "currency_differs": Words(_l("The card is in another currency"), _l("Nothing was taken.")),
    "key_made": Words(_l("This key was made already"), _l("It was shown once. Revoke it if it was not written down, and make another.")),
    "bad_terminal_ref": Words(_l("This is not a ref"), _l("Nothing was taken. A ref has 1 to 64 letters, digits, dots, underscores and hyphens.")),
    "terminal_ref_used": Words(_l("This ref is already used for something else"), _l("Nothing was taken. Send a new ref with a new purchase.")),
    "ref_reversed": Words(_l("This was taken back"), _l("Nothing was taken. Start the purchase again.")),
    "bad_mark": Words(_l("There is not that much left on the card"), _l("Nothing was saved.")),
    "offline_off": Words(_l("This till does not work offline"), _l("The partner's owner can turn it on.")),
    "offline_elsewhere": Words(_l("Offline works on another device of this till"), _l("Hand it over there, wait until its 24 hours are over, or ask the partner's owner to end it.")),
    "no_holder": Words(_l("This till has no such device"), _l("Nothing was changed.")),
    "bad_offline_limits": Words(_l("These limits cannot be used"), _l("The limit per card cannot exceed the till's limit, and neither can exceed what the programme allows.")),
    "bad_pass": Words(_l("This is not a card's code"), _l("Scan the code on the customer's screen.")),
    "no_package": Words(_l("This till was not given this package"), _l("Request a new one.")),
    "reversal_too_late": Words(_l("It is too late to reverse this here"), _l("Nothing was changed. The partner's owner can still do it.")),
    "no_acceptance": Words(_l("There is no such contract"), _FRONT),
    "no_redemption": Words(_l("There is no such redemption"), _FRONT),
    "no_authorisation": Words(_l("Nothing was reserved under this ref"), _l("Nothing was changed.")),
    "authorisation_ended": Words(_l("The reservation has already ended"), _l("Nothing was changed.")),
    "capture_too_large": Words(_l("Less was reserved"), _l("Nothing was taken. You can capture at most that amount.")),
    "terminal_not_found": Words(_l("There is no such terminal"), _FRONT),
    "terminal_closed": Words(_l("The terminal is closed"), _l("Nothing was taken. Choose another one.")),
    "terminal_name_taken": Words(_l("Another terminal has this name"), _CHECK),
    "bad_terminal": Words(_l("This cannot be a terminal"), _CHECK),
}  # fmt: skip
PEOPLE = {
    "email_taken": Words(_l("This address already has an account"), _l("Nothing was changed. Sign in with it, or use another.")),
    "no_sign_up": Words(_l("This link has expired"), _l("Nothing was changed. Sign up again to get a new one.")),
    "no_email_change": Words(_l("This link has expired"), _l("Nothing was changed. Ask for a new one in your profile.")),
    "weak_password": Words(_l("This password is too easy to guess"), _l("Nothing was changed. Use a longer one.")),
    "number_taken": Words(_l("Another member has this number"), _CHECK),
    "card_taken": Words(_l("This bank card earns points for another member"), _l("Nothing was changed. Support can look into it.")),
    "bad_card_token": Words(_l("This is not a bank card's token"), _CHECK),
    "no_such_card": Words(_l("There is no such bank card"), _FRONT),
    "unknown_notification": Words(_l("There is no such kind of message"), _CHECK),
    "no_grant": Words(_l("This role is no longer held"), _l("Nothing was changed. Somebody has already withdrawn it.")),
    "own_grant": Words(_l("You cannot remove your own role"), _l("Nothing was changed. Ask another admin.")),
    "last_grant": Words(_l("Nobody would be left to assign roles"), _l("Nothing was changed. Assign this role to somebody else first.")),
    "unknown_role": Words(_l("There is no such role"), _CHECK),
    "unknown_scope": Words(_l("There is no such scope"), _CHECK),
}  # fmt: skip
TEAMS = {
    "already_here": Words(_l("This person is on the team already"), _l("Nothing was sent. Find the address in the list, and change the role there.")),
    "already_invited": Words(_l("This address is already invited"), _l("Nothing was sent. The invitation can be sent again or withdrawn.")),
    "no_invitation": Words(_l("This invitation no longer works"), _l("It has been used, withdrawn or has expired. Ask for another email.")),
    "too_many_letters": Words(_l("This invitation was sent too often"), _l("Nothing was sent. Withdraw it and check the address.")),
}  # fmt: skip
PARTNERS = {
    "partner_state": Words(_l("The partner's status cannot change to that now"), _l("Nothing was changed. Somebody has already done it, or another step comes first.")),
    "partner_left": Words(_l("This partner has left"), _l("Nothing was changed. Its pages can still be read, but nothing can be changed.")),
    "too_many_brands": Words(_l("No more brands can be added"), _l("A partner has at most %(most)s.")),
    "partner_still_open": Words(_l("This partner's sales are not settled yet"), _l("Nothing was changed. Its page says what is open.")),
    "no_application": Words(_l("There is no such application"), _l("Copy the whole link from the email, or apply again.")),
    "application_ended": Words(_l("This application has already been decided"), _l("Nothing was changed. Its page says what happened to it.")),
    "admission_unexplained": Words(_l("The company was not admitted"), _l("Say why it becomes a partner, and propose it again.")),
    "partner_slug_taken": Words(_l("Another partner has this short name"), _CHECK),
    "bad_number": Words(_l("A number is not right"), _CHECK),
    "document_refused": Words(_l("The document was not accepted"), _l("Send a PDF, JPEG or PNG of at most 10 MB.")),
    "picture_refused": Words(_l("The picture was not accepted"), _l("Send a JPEG, PNG, WebP or SVG of at most 10 MB.")),
    "no_document": Words(_l("There is no such paper"), _FRONT),
    "no_brand_version": Words(_l("There is no such version"), _FRONT),
    "unknown_brand_part": Words(_l("A city or picture is no longer there"), _CHECK),
    "no_shop": Words(_l("There is no such shop"), _FRONT),
    "shop_taken": Words(_l("This shop already exists"), _CHECK),
    "closure_over": Words(_l("These days are over"), _l("Nothing was changed. Choose days from today on.")),
    "closure_overlaps": Words(_l("The shop is closed on some of these days already"), _l("Nothing was changed. Cancel the other closure first, or choose other days.")),
    "no_closure": Words(_l("This closure has already been cancelled"), _l("Nothing was changed.")),
}  # fmt: skip
MACHINES = {
    "api_key_needed": Words(_l("A valid API key is required"), _l("Send it as Authorization: Bearer <key>.")),
    "scope_missing": Words(_l("The key does not allow this"), _l("Ask the programme for a key with the scope named in the facts.")),
    "idempotency_key_invalid": Words(_l("The Idempotency-Key is missing or malformed"), _l("Send 1 to 255 visible ASCII characters, different for each new request.")),
    "idempotency_key_reused": Words(_l("The Idempotency-Key belongs to another request"), _l("Nothing was done. Send a fresh key with a new request.")),
    "bad_cursor": Words(_l("This page of the list is gone"), _l("Start from the beginning of the list.")),
    "key_bound_to_member": Words(_l("The key belongs to one member"), _l("Data shared by all needs a key of the programme.")),
    "bad_question": Words(_l("The list cannot be filtered like that"), _l("Check the filters and try again.")),
    "list_too_slow": Words(_l("The search takes too long"), _l("Narrow it down: add dates, or more of a name or number.")),
    "too_many_rows": Words(_l("The list is too long for a file"), _l("No file was made. Narrow the list to at most 100,000 rows.")),
    "bad_limit": Words(_l("A page cannot be that long"), _l("Ask for 1 to 100.")),
}  # fmt: skip
FILES = {
    "upload_refused": Words(_l("The file was not accepted"), _REPORT),
    "file_refused": Words(_l("The file was not accepted"), _REPORT),
    "unknown_brand": Words(_l("The file names an unknown brand"), _REPORT),
    "no_run": Words(_l("There is no such upload"), _FRONT),
    "unknown_run_kind": Words(_l("There is no such kind of file"), _FRONT),
    "run_not_there": Words(_l("The upload has moved on in the meantime"), _l("Nothing was changed. Open its page again.")),
    "run_has_errors": Words(_l("The file has errors"), _REPORT),
    "nothing_to_apply": Words(_l("Everything already matches the file"), _l("There is nothing to apply.")),
    "no_comment": Words(_l("There is no such comment"), _l("Open the upload's page again.")),
    "bad_comment": Words(_l("The comment was not saved"), _l("Write up to 2,000 characters, about something that the upload changes.")),
    "no_draft": Words(_l("There is no draft to edit"), _l("Nothing was changed. Start one in the editor.")),
    "draft_ended": Words(_l("The draft has been sent or discarded in the meantime"), _l("Nothing was changed. Open the editor again.")),
    "draft_open": Words(_l("Another draft is open"), _l("Nothing was changed. Send or discard it first.")),
    "draft_moved": Words(_l("Somebody else has changed this offer"), _l("Nothing was changed. Open it again to see what it says now.")),
    "draft_empty": Words(_l("Nothing is changed in the draft"), _l("Change an offer first.")),
    "second_person_needed": Words(_l("A second person is needed"), _l("Nothing was changed. A member of staff has to propose it.")),
    "own_run": Words(_l("Somebody else must approve this"), _l("Nothing was changed. You cannot approve a file that you uploaded.")),
    "run_moved": Words(_l("The shop has changed since this was checked"), _l("Nothing was changed. The upload is checked again: look at it once more.")),
    "run_busy": Words(_l("Part of the file is being applied right now"), _l("Nothing was changed. Try again in a moment.")),
    "run_file_gone": Words(_l("The file is deleted"), _l("The upload has ended, and its file is deleted.")),
}  # fmt: skip
HOUSE = {
    "form_expired": Words(_l("The form is out of date"), _l("Nothing was changed. Open the page again and send it once more.")),
    "promise_not_dead": Words(_l("This was not sent again"), _l("It has already been sent, or is still being retried.")),
    "letter_refused": Words(_l("The email was not sent"), _CHECK),
    "no_letter": Words(_l("There is no such letter"), _FRONT),
    "no_programme": Words(_l("There is no programme here"), _l("Check the address.")),
    "no_text": Words(_l("This text is not published yet"), _l("Start from the front page.")),
    "programme_setting_refused": Words(_l("The setting was not accepted"), _CHECK),
    "programme_slug_taken": Words(_l("Another programme has this short name"), _CHECK),
    "programme_host_taken": Words(_l("Another programme uses this address"), _CHECK),
    "programme_text_refused": Words(_l("The text was not published"), _CHECK),
}  # fmt: skip
_ANOTHER = _l("Nothing was changed. Another person has to do this.")
SUPPORT = {
    "too_many_issued": Words(_l("No more codes, refunds and extensions today"), _l("Nothing was changed, because the daily limit has been reached. An administrator can look at what happened.")),
    "too_many_archives": Words(_l("No more copies today"), _l("Nothing was made, because you asked for as many within a day as one person may. A colleague can do this now.")),
    "owner_held": Words(_l("The member is on hold"), _l("Nothing was changed. Value is given to them, and cards of theirs become another’s, only once the fraud desk has released them.")),
    "own_account": Words(_l("This is your own account"), _ANOTHER),
    "already_theirs": Words(_l("The card is this member’s already"), _l("Nothing was changed, because a card can only be bound to somebody else.")),
    "no_such_recipient": Words(_l("There is no such member"), _l("Nothing was changed. Check the member’s number.")),
    "staff_changed": Words(_l("Not yet"), _l("Nothing was changed, because your own password or second factor was changed within the last 24 hours. A colleague can do this now.")),
} | ACCOUNTS  # fmt: skip
CASES = {
    "no_case": Words(_l("There is no such request"), _FRONT),
    "case_changed": Words(_l("This has changed in the meantime"), _l("Nothing was changed. Open it again and see what happened.")),
    "case_ended": Words(_l("This can no longer be done here"), _l("Nothing was changed. Open it again to see its current state.")),
    "case_text_needed": Words(_l("There is nothing written"), _l("Nothing was sent. Write what you want to say.")),
    "case_text_too_long": Words(_l("This is too long"), _l("Nothing was sent. Shorten it.")),
    "case_facts_missing": Words(_l("The answer still has blanks"), _l("Nothing was sent. Fill them in or take them out.")),
    "case_facts_unknown": Words(_l("The template has blanks that are never filled in"), _CHECK),
    "case_no_address": Words(_l("There is no address to write to"), _l("Nothing was sent. Tell them by phone and note it, or ask for an address.")),
    "case_merged_into_itself": Words(_l("A case cannot be merged into itself"), _l("Nothing was changed. Choose another one.")),
    "cases_of_two_members": Words(_l("These are cases of two members"), _l("Nothing was changed. Only cases of one member can be merged.")),
    "case_file_refused": Words(_l("A file cannot be attached"), _l("Nothing was sent. PDF, JPEG and PNG files up to 10 MB can be attached, five at a time.")),
    "no_case_file": Words(_l("There is no such file"), _FRONT),
    "no_incident": Words(_l("There is no such incident"), _FRONT),
    "no_answer_template": Words(_l("There is no such prepared answer"), _FRONT),
    "no_case_question": Words(_l("There is no such question"), _FRONT),
    "case_question_answered": Words(_l("A colleague has already answered this"), _l("Nothing was changed.")),
    "case_no_partners_code": Words(_l("There is nothing to ask the partner"), _l("Nothing was changed, because the code is our own, or the case is about no card.")),
    "bad_service_desk": Words(_l("These settings cannot be used"), _CHECK),
    "letter_unreadable": Words(_l("This email cannot be read"), _l("Nothing was changed.")),
    "no_mailbox": Words(_l("No programme gets email there"), _l("Nothing was changed.")),
    "paper_refused": Words(_l("The file cannot be used"), _CHECK),
}  # fmt: skip
APPROVALS = {
    "proposal_not_found": Words(_l("There is no such proposal"), _l("Find it among the approvals.")),
    "ref_stands": Words(_l("This form was sent before"), _l("Nothing was changed: something else has been done with it already. Open the page again.")),
    "proposal_ref_used": Words(_l("The form is out of date"), _l("Nothing was proposed. Open the page again.")),
    "proposal_open": Words(_l("There is already a proposal for this"), _l("Nothing was proposed. See that one: it can be edited.")),
    "proposal_of_nothing": Words(_l("This changes nothing"), _l("Nothing was proposed: it is already like that.")),
    "nobody_could_approve": Words(_l("Nobody could approve this"), _l("Nothing was proposed. Too few people have a role that can approve it; an admin can assign one.")),
    "may_not_propose": Words(_l("Your roles do not let you propose this"), _ANOTHER),
    "may_not_approve": Words(_l("Your roles do not let you decide about this"), _ANOTHER),
    "proposal_own": Words(_l("You cannot approve your own"), _l("Nothing was changed. You proposed or edited this, so another person has to decide.")),
    "proposal_of_another": Words(_l("Only the person who proposed it can withdraw it"), _l("Nothing was changed. You can reject it if you are allowed to approve it.")),
    "proposal_closed": Words(_l("This has already been decided"), _l("Nothing was changed. Its page says what happened to it.")),
    "proposal_expired": Words(_l("The 24 hours for this proposal are over"), _l("Nothing was changed. It can be proposed again.")),
    "proposal_changed": Words(_l("This was edited since you opened it"), _l("Nothing was decided. See what it says now.")),
    "proposal_not_editable": Words(_l("This proposal cannot be edited"), _l("Nothing was changed. Refuse it and say why; it can then be proposed again.")),
    "proposal_changes_awaited": Words(_l("Changes were requested"), _l("Nothing was decided. It is waiting to be edited.")),
    "proposal_decided": Words(_l("You have already decided about this version"), _l("Another person has to decide now.")),
    "proposal_target_moved": Words(_l("What this would change has changed since"), _l("Nothing was done. Edit the proposal to compare it with the current state.")),
    "proposal_reason_needed": Words(_l("Say why"), _l("Nothing was decided. The person who proposed it needs a reason.")),
    "proposal_note_refused": Words(_l("The note was not saved"), _l("It is empty or too long.")),
    "approval_rule_refused": Words(_l("The rule was not accepted"), _CHECK),
}  # fmt: skip
CODES = (
    SHOP
    | CARDS
    | TILLS
    | PEOPLE
    | TEAMS
    | PARTNERS
    | MACHINES
    | FILES
    | HOUSE
    | SUPPORT
    | CASES
    | SETTLEMENTS
    | RECONCILIATION
    | GIFTS
    | DESK
    | EXCHANGES
    | WISHES
    | APPROVALS
)
