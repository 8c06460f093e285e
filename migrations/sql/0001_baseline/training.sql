-- The calls that staff can practise in a training world: who calls in each.
CREATE TABLE training_scenes (
    programme_id bigint NOT NULL REFERENCES programmes,
    scene        text NOT NULL CHECK (scene ~ '^[a-z_]{1,20}$'),
    position     smallint NOT NULL,
    member_id    bigint NOT NULL REFERENCES members,
    PRIMARY KEY (programme_id, scene)
);
REVOKE UPDATE, DELETE ON training_scenes FROM vitrina_app;
