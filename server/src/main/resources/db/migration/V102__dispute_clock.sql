-- When people at the child's service were last told that a dispute has no answer yet.
ALTER TABLE alerts.dispute ADD COLUMN climbed_at timestamptz;

GRANT UPDATE (climbed_at) ON alerts.dispute TO yjx_app;
