-- Oversight: reviews that are due, who is asked for what, which kinds of alerts ask for one.
CREATE SCHEMA oversight;

-- State 1 is open, 2 closed; outcomes are numbers of the contract (yjx.oversight.v1). The review is
-- about every alert of the child after since_position; what lies up to covered_position is closed
-- with it. signs is a bit for each risk sign of its last closing.
CREATE TABLE oversight.review (
  review_id uuid PRIMARY KEY,
  child_id uuid NOT NULL,
  service text NOT NULL,
  opened_position bigint NOT NULL,
  opened_at timestamptz NOT NULL,
  since_position bigint NOT NULL,
  due_at timestamptz NOT NULL,
  state smallint NOT NULL CHECK (state IN (1, 2)),
  covered_position bigint,
  closed_at timestamptz,
  closed_by text,
  outcome smallint NOT NULL,
  unchanged_copy boolean NOT NULL,
  challenges integer NOT NULL,
  entries integer NOT NULL,
  CHECK ((state = 2) = (covered_position IS NOT NULL))
);

-- Whatever comes, and in whatever order: one open review a child.
CREATE UNIQUE INDEX review_open ON oversight.review (child_id) WHERE state = 1;
CREATE INDEX review_child ON oversight.review (child_id, opened_position);
CREATE INDEX review_service ON oversight.review (service, state, opened_position);

-- The history of a review, sealed under its entries' keys; nothing is taken out. signs and unchanged
-- are of closings.
CREATE TABLE oversight.review_entry (
  review_id uuid NOT NULL,
  number integer NOT NULL CHECK (number > 0),
  position bigint NOT NULL,
  kind smallint NOT NULL,
  at timestamptz NOT NULL,
  author text,
  signs integer NOT NULL,
  sealed bytea NOT NULL,
  PRIMARY KEY (review_id, number)
);

CREATE INDEX review_entry_kind ON oversight.review_entry (kind, at);

-- Whose view is asked for, by when, and what came; the text sealed under the entry's key.
CREATE TABLE oversight.contribution (
  review_id uuid NOT NULL,
  role smallint NOT NULL,
  due_at timestamptz NOT NULL,
  given_at timestamptz,
  given_by text,
  given_position bigint,
  sealed bytea,
  PRIMARY KEY (review_id, role),
  CHECK ((given_at IS NULL) = (sealed IS NULL))
);

-- Which kinds of alerts are significant, by service; a version is never changed.
CREATE TABLE oversight.significant_kinds (
  service text NOT NULL,
  version integer NOT NULL CHECK (version > 0),
  valid_from date NOT NULL,
  kinds smallint[] NOT NULL,
  changed_position bigint NOT NULL,
  PRIMARY KEY (service, version)
);

-- Up to which position alerts have been looked through for reviews.
CREATE TABLE oversight.watermark (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  looked_through bigint NOT NULL
);

INSERT INTO oversight.watermark (looked_through) VALUES (0);

GRANT USAGE ON SCHEMA oversight TO yjx_app;
GRANT SELECT, INSERT, UPDATE ON oversight.review TO yjx_app;
GRANT SELECT, INSERT ON oversight.review_entry TO yjx_app;
GRANT SELECT, INSERT ON oversight.contribution TO yjx_app;
GRANT UPDATE (given_at, given_by, given_position, sealed) ON oversight.contribution TO yjx_app;
GRANT SELECT, INSERT ON oversight.significant_kinds TO yjx_app;
GRANT SELECT, UPDATE ON oversight.watermark TO yjx_app;
