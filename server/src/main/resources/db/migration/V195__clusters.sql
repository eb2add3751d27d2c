-- Incident clusters: events of several children of one service that belong together, who was warned
-- because of them, which services are asked to join, and what is done together. Kinds, reasons and
-- states are numbers of the contract (yjx.clusters.v1). Texts are sealed under their entries' keys.
CREATE SCHEMA clusters;

CREATE TABLE clusters.cluster (
  cluster_id uuid PRIMARY KEY,
  position bigint NOT NULL,
  service text NOT NULL,
  speak_to text NOT NULL,
  opened_by text NOT NULL,
  opened_at timestamptz NOT NULL,
  gateway smallint NOT NULL,
  sealed bytea,
  closed_at timestamptz,
  closing smallint NOT NULL DEFAULT 0,
  CHECK ((closed_at IS NULL) = (closing = 0))
);

CREATE INDEX cluster_service ON clusters.cluster (service, position);
CREATE INDEX cluster_open ON clusters.cluster (cluster_id) WHERE closed_at IS NULL;

-- An event is an alert of the service; record_position and raised_position are those of the alert.
CREATE TABLE clusters.event (
  cluster_id uuid NOT NULL REFERENCES clusters.cluster,
  alert_id uuid NOT NULL,
  child_id uuid NOT NULL,
  record_position bigint NOT NULL,
  raised_position bigint NOT NULL,
  position bigint NOT NULL,
  removed_at timestamptz,
  PRIMARY KEY (cluster_id, alert_id)
);

CREATE INDEX event_record ON clusters.event (record_position);
CREATE INDEX event_raised ON clusters.event (raised_position);

-- The alert by which the workers of a child were warned, raised by the entry at position.
CREATE TABLE clusters.warning (
  cluster_id uuid NOT NULL REFERENCES clusters.cluster,
  alert_id uuid NOT NULL,
  child_id uuid NOT NULL,
  position bigint NOT NULL,
  ended_at timestamptz,
  PRIMARY KEY (cluster_id, alert_id)
);

-- Whatever comes, and in whatever order: one warning a child and cluster.
CREATE UNIQUE INDEX warning_standing ON clusters.warning (cluster_id, child_id)
  WHERE ended_at IS NULL;

CREATE TABLE clusters.invitation (
  invitation_id uuid PRIMARY KEY,
  cluster_id uuid NOT NULL REFERENCES clusters.cluster,
  from_service text NOT NULL,
  to_service text NOT NULL,
  asked_at timestamptz NOT NULL,
  state smallint NOT NULL,
  joined_cluster uuid,
  CHECK ((state = 2) = (joined_cluster IS NOT NULL))
);

CREATE INDEX invitation_cluster ON clusters.invitation (cluster_id);
CREATE INDEX invitation_joined ON clusters.invitation (joined_cluster);
CREATE INDEX invitation_to ON clusters.invitation (to_service) WHERE state = 1;

-- children is empty for all of the cluster.
CREATE TABLE clusters.action (
  action_id uuid PRIMARY KEY,
  position bigint NOT NULL,
  cluster_id uuid NOT NULL REFERENCES clusters.cluster,
  kind smallint NOT NULL,
  owner_agency text NOT NULL,
  owner_role smallint NOT NULL,
  due_at timestamptz NOT NULL,
  children uuid[] NOT NULL,
  sealed bytea,
  outcome smallint NOT NULL DEFAULT 0,
  outcome_at timestamptz
);

CREATE INDEX action_cluster ON clusters.action (cluster_id, position);
CREATE INDEX action_owner ON clusters.action (owner_agency, position);

-- The alert by which an agency of social care was told that actions wait for it.
CREATE TABLE clusters.partner (
  cluster_id uuid NOT NULL REFERENCES clusters.cluster,
  agency text NOT NULL,
  alert_id uuid NOT NULL,
  PRIMARY KEY (cluster_id, agency)
);

GRANT USAGE ON SCHEMA clusters TO yjx_app;
GRANT SELECT, INSERT ON ALL TABLES IN SCHEMA clusters TO yjx_app;
GRANT UPDATE (closed_at, closing) ON clusters.cluster TO yjx_app;
GRANT UPDATE (removed_at) ON clusters.event TO yjx_app;
GRANT UPDATE (ended_at) ON clusters.warning TO yjx_app;
GRANT UPDATE (state, joined_cluster) ON clusters.invitation TO yjx_app;
GRANT UPDATE (outcome, outcome_at) ON clusters.action TO yjx_app;

-- What is erased is not told by what it was linked to: with the key of a record go the texts of
-- every cluster it is an event of, the event, and, where it was the child's last, the warning. The
-- keys of the clusters' own entries stay, since the other children's warnings are sealed under them.
CREATE FUNCTION clusters.forget() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
  gone clusters.event;
BEGIN
  FOR gone IN
    DELETE FROM clusters.event e
    WHERE e.record_position = OLD.position OR e.raised_position = OLD.position
    RETURNING e.*
  LOOP
    UPDATE clusters.cluster SET sealed = NULL WHERE cluster_id = gone.cluster_id;
    UPDATE clusters.action SET sealed = NULL WHERE cluster_id = gone.cluster_id;
    IF NOT EXISTS (
      SELECT 1 FROM clusters.event e
      WHERE e.cluster_id = gone.cluster_id AND e.child_id = gone.child_id)
    THEN
      UPDATE clusters.action SET children = array_remove(children, gone.child_id)
      WHERE cluster_id = gone.cluster_id AND children <> ARRAY[gone.child_id];
      DELETE FROM clusters.action
      WHERE cluster_id = gone.cluster_id AND children = ARRAY[gone.child_id];
      DELETE FROM alerts.alert a USING clusters.warning w
      WHERE w.cluster_id = gone.cluster_id AND w.child_id = gone.child_id
        AND a.alert_id = w.alert_id;
      DELETE FROM clusters.warning w
      WHERE w.cluster_id = gone.cluster_id AND w.child_id = gone.child_id;
    END IF;
  END LOOP;
  RETURN NULL;
END
$$;

REVOKE ALL ON FUNCTION clusters.forget() FROM PUBLIC;

CREATE TRIGGER forget_in_clusters AFTER DELETE ON storage.record_key
  FOR EACH ROW EXECUTE FUNCTION clusters.forget();
