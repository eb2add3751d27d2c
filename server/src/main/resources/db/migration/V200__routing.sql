-- Placements are facts that plans are decided upon, kept in memory: rows that change say since when.
-- Alerts that reach a service or an authority only because of a placement name it: they end with it.
ALTER TABLE safeguarding.placement ADD COLUMN changed_position bigint;
UPDATE safeguarding.placement SET changed_position = position;
ALTER TABLE safeguarding.placement ALTER COLUMN changed_position SET NOT NULL;
CREATE INDEX placement_changed ON safeguarding.placement (changed_position);
GRANT UPDATE (changed_position) ON safeguarding.placement TO yjx_app;

ALTER TABLE alerts.alert ADD COLUMN placement_id uuid;
CREATE INDEX alert_placement ON alerts.alert (placement_id) WHERE placement_id IS NOT NULL;
