-- Versions of information-sharing agreements. A version is never changed: ending an agreement is a
-- version too.
CREATE SCHEMA agreements;

CREATE TABLE agreements.agreement_version (
  agreement_id text COLLATE "C" NOT NULL,
  version integer NOT NULL CHECK (version > 0),
  title text NOT NULL,
  from_agencies text[] NOT NULL CHECK (cardinality(from_agencies) > 0),
  to_agencies text[] NOT NULL CHECK (cardinality(to_agencies) > 0),
  categories text[] NOT NULL CHECK (cardinality(categories) > 0),
  gateways text[] NOT NULL CHECK (cardinality(gateways) > 0),
  purposes text[] NOT NULL CHECK (cardinality(purposes) > 0),
  valid_from timestamptz NOT NULL,
  valid_to timestamptz NOT NULL,
  ended boolean NOT NULL,
  changed_position bigint NOT NULL,
  PRIMARY KEY (agreement_id, version),
  CHECK (valid_from < valid_to)
);

CREATE INDEX agreement_version_changed ON agreements.agreement_version (changed_position);

GRANT USAGE ON SCHEMA agreements TO yjx_app;
GRANT SELECT, INSERT ON agreements.agreement_version TO yjx_app;
