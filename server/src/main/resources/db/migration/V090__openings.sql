-- What opens the leaves of an entry, sealed together beside the key it is sealed under: one row an
-- entry instead of one for each leaf, and gone with the key when the record is erased. Openings
-- from before stay in audit.opening.
ALTER TABLE storage.record_key ADD COLUMN openings bytea;

-- Ciphertext does not compress; trying costs time on every insert.
ALTER TABLE storage.record_key ALTER COLUMN openings SET STORAGE EXTERNAL;
