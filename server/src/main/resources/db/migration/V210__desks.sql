-- Doubtful notices of social care, health and custody come to a desk, and are looked through again
-- when a child is added or described anew.

-- Outcome 3: somebody decided that it is not this child.
ALTER TABLE safeguarding.link DROP CONSTRAINT link_outcome_check;
ALTER TABLE safeguarding.link ADD CONSTRAINT link_outcome_check CHECK (outcome IN (1, 2, 3));

CREATE INDEX link_waiting ON safeguarding.link (notice_position) WHERE outcome = 2;

-- Keyed fingerprints under which a kept notice could match a child added later.
CREATE TABLE safeguarding.match_key (
  fingerprint bigint NOT NULL,
  notice_position bigint NOT NULL,
  PRIMARY KEY (fingerprint, notice_position)
);

CREATE INDEX match_key_notice ON safeguarding.match_key (notice_position);

GRANT SELECT, INSERT, DELETE ON safeguarding.match_key TO yjx_app;

-- The record that waits, where the item was raised by a later entry; and who has been told so far,
-- as numbers of posts.
ALTER TABLE alerts.unowned ADD COLUMN record_position bigint;
ALTER TABLE alerts.unowned ADD COLUMN told smallint[] NOT NULL DEFAULT '{}';

CREATE INDEX unowned_record ON alerts.unowned (coalesce(record_position, position))
  WHERE NOT closed;
