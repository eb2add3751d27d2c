-- Tables that grow with every notice and whose rows are found by their keys. Their statistics
-- hardly change while they grow, so a table is looked at again when it has doubled, not at every
-- tenth of its size; and pages full of rows that stay are marked so in larger lots.
DO $$
DECLARE
  tbl text;
BEGIN
  FOREACH tbl IN ARRAY ARRAY[
    'journal.entry', 'journal.batch', 'storage.record_key', 'audit.leaf', 'intelligence.notice',
    'intelligence.link', 'intelligence.match_key', 'alerts.alert', 'alerts.mailbox_entry',
    'alerts.disclosure', 'clocks.clock'] LOOP
    EXECUTE format(
      'ALTER TABLE %s SET (autovacuum_analyze_scale_factor = 1,
         autovacuum_vacuum_insert_threshold = 200000, autovacuum_vacuum_insert_scale_factor = 0.5)',
      tbl);
  END LOOP;
END
$$;

-- What entries changed is read for a few positions at a time, which the primary key finds: every
-- second entry paid for this index.
DROP INDEX journal.entry_touching;
