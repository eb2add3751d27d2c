-- Keys of records and the register of key files. Schema storage itself is made by the migration
-- tool for its history table.

GRANT USAGE ON SCHEMA storage TO yjx_app, yjx_eraser;
-- A server that does not migrate checks the version.
GRANT SELECT ON storage.migration TO yjx_app;

-- One data key per journal entry; without its row everything sealed in the entry is unreadable.
CREATE TABLE storage.record_key (
  position bigint PRIMARY KEY CHECK (position >= 0),
  wrapped bytea NOT NULL CHECK (octet_length(wrapped) BETWEEN 60 AND 200)
);

GRANT SELECT, INSERT ON storage.record_key TO yjx_app;
GRANT SELECT, DELETE ON storage.record_key TO yjx_eraser;

-- Which keys the database was written with, by an id that tells nothing about them.
CREATE TABLE storage.key_register (
  name text PRIMARY KEY CHECK (name IN ('master', 'log', 'receipt')),
  key_id bytea NOT NULL CHECK (octet_length(key_id) = 8)
);

GRANT SELECT, INSERT ON storage.key_register TO yjx_app;
