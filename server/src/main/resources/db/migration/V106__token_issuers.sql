-- OpenID Connect issuers by agency, like trust anchors: an issuer speaks for one agency alone.
CREATE TABLE identity.token_issuer (
  agency_id text NOT NULL REFERENCES identity.agency,
  issuer text NOT NULL CHECK (length(issuer) BETWEEN 8 AND 300),
  jwks_uri text NOT NULL CHECK (length(jwks_uri) BETWEEN 8 AND 300),
  audience text NOT NULL CHECK (length(audience) BETWEEN 1 AND 200),
  withdrawn boolean NOT NULL,
  changed_position bigint NOT NULL,
  PRIMARY KEY (agency_id, issuer)
);
CREATE INDEX token_issuer_changed ON identity.token_issuer (changed_position);

GRANT SELECT, INSERT, UPDATE ON identity.token_issuer TO yjx_app;
