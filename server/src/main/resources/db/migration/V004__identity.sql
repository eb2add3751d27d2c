-- The directory. Rows are never deleted: what is withdrawn is marked, and every row says at which
-- position of the journal it last changed, so that facts in memory can follow.
CREATE SCHEMA identity;

CREATE TABLE identity.agency (
  agency_id text PRIMARY KEY CHECK (agency_id ~ '^[a-z0-9][a-z0-9-]{1,39}$'),
  kind text NOT NULL,
  display_name text NOT NULL CHECK (length(display_name) BETWEEN 1 AND 120),
  local_authorities text[] NOT NULL,
  changed_position bigint NOT NULL
);
CREATE INDEX agency_changed ON identity.agency (changed_position);

CREATE TABLE identity.trust_anchor (
  agency_id text NOT NULL REFERENCES identity.agency,
  certificate_sha256 bytea NOT NULL CHECK (length(certificate_sha256) = 32),
  certificate bytea NOT NULL,
  withdrawn boolean NOT NULL,
  changed_position bigint NOT NULL,
  PRIMARY KEY (agency_id, certificate_sha256)
);
CREATE INDEX trust_anchor_changed ON identity.trust_anchor (changed_position);

CREATE TABLE identity.principal (
  principal_id text PRIMARY KEY,
  agency_id text NOT NULL REFERENCES identity.agency,
  display_name text NOT NULL CHECK (length(display_name) BETWEEN 1 AND 120),
  disabled boolean NOT NULL,
  changed_position bigint NOT NULL,
  CHECK (principal_id ~ '^[a-z0-9-]+/(system|user)/[a-z0-9][a-z0-9._-]{0,79}$'),
  CHECK (split_part(principal_id, '/', 1) = agency_id)
);
CREATE INDEX principal_changed ON identity.principal (changed_position);

-- The service is empty for roles that are not of a service.
CREATE TABLE identity.role_grant (
  principal_id text NOT NULL REFERENCES identity.principal,
  role text NOT NULL,
  service text NOT NULL,
  withdrawn boolean NOT NULL,
  changed_position bigint NOT NULL,
  PRIMARY KEY (principal_id, role, service),
  CHECK (service = '' OR split_part(principal_id, '/', 1) = service)
);
CREATE INDEX role_grant_changed ON identity.role_grant (changed_position);

CREATE TABLE identity.revocation (
  agency_id text NOT NULL REFERENCES identity.agency,
  certificate_sha256 bytea NOT NULL CHECK (length(certificate_sha256) = 32),
  reason text NOT NULL CHECK (length(reason) BETWEEN 1 AND 200),
  changed_position bigint NOT NULL,
  PRIMARY KEY (agency_id, certificate_sha256)
);
CREATE INDEX revocation_changed ON identity.revocation (changed_position);

GRANT USAGE ON SCHEMA identity TO yjx_app;
GRANT SELECT, INSERT, UPDATE ON identity.agency, identity.trust_anchor, identity.principal,
  identity.role_grant TO yjx_app;
GRANT SELECT, INSERT ON identity.revocation TO yjx_app;
