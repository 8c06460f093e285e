-- How many cards of an offer a member has taken back unseen on a day of the programme's. Their codes wait for a decision, so whoever orders and
-- cancels again and again would empty the shelf for everybody with the points of one card. At the greatest number no more is ordered that day.
CREATE TABLE offer_cancellations (
    member_id bigint NOT NULL REFERENCES members,
    offer_id  bigint NOT NULL REFERENCES offers,
    day       date NOT NULL,
    number    integer NOT NULL CHECK (number BETWEEN 1 AND 3),
    PRIMARY KEY (member_id, offer_id, day)
);
REVOKE INSERT, UPDATE, DELETE ON offer_cancellations FROM vitrina_app;
