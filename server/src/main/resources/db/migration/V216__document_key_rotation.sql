-- Keys of documents are wrapped anew when the key that wraps them is replaced: the first five bytes
-- of a wrapped key say which one wrapped it. Rows are still never deleted by the server's role.
ALTER TABLE storage.key_register
  DROP CONSTRAINT key_register_name_check,
  ADD CONSTRAINT key_register_name_check
    CHECK (name IN ('master', 'log', 'receipt') OR name ~ '^document-[1-9][0-9]{0,8}$');

CREATE INDEX document_key_wrapping
  ON casepapers.document_key ((substring(wrapped FROM 1 FOR 5)));

GRANT UPDATE (wrapped) ON casepapers.document_key TO yjx_app;
