-- An alert about a protected child: whether it is there for a caller is said without opening it.
-- Alerts raised before are told by their sealed facts, as they were.
ALTER TABLE alerts.alert ADD COLUMN shielded boolean NOT NULL DEFAULT false;
