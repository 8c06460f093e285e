-- For so many minutes after a publication, whoever published it may take it back at once; 0: never.
ALTER TABLE programmes ADD COLUMN undo_minutes integer NOT NULL DEFAULT 60 CHECK (undo_minutes >= 0 AND undo_minutes <= 1440);
-- What companies that apply are told of the terms: the commission, in hundredths of a percent, and the day of the month on which the programme pays.
-- None: the page tells an example. What holds is in each partner's contract.
ALTER TABLE programmes ADD COLUMN partner_commission_bp integer CHECK (partner_commission_bp >= 0 AND partner_commission_bp <= 10000);
ALTER TABLE programmes ADD COLUMN partner_payout_day integer CHECK (partner_payout_day >= 1 AND partner_payout_day <= 28);
