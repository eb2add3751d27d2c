package uk.yjx.server.caseload;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Reads cases whose record is not erased. Nothing is written through it. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface CaseRepository extends GenericRepository<StoredCase, UUID> {

  /** The case a service keeps under its number. */
  @Query(
      """
      SELECT c.child_id, c.service, c.service_child_id, c.closed, c.version, c.sealed, k.wrapped
      FROM caseload.child c
      JOIN storage.record_key k ON k.position = c.changed_position
      WHERE c.service = :service AND c.service_child_id = :number
      """)
  Optional<StoredCase> findNumbered(String service, String number);

  /** A page of a service's cases in order of number, without the hidden ones. */
  @Query(
      """
      SELECT c.child_id, c.service, c.service_child_id, c.closed, c.version, c.sealed, k.wrapped
      FROM caseload.child c
      JOIN storage.record_key k ON k.position = c.changed_position
      WHERE c.service = :service AND c.service_child_id > :after
        AND c.child_id NOT IN (:hidden)
      ORDER BY c.service_child_id
      LIMIT :most
      """)
  List<StoredCase> findPage(String service, String after, Collection<UUID> hidden, int most);

  /** These children's cases in order of number. */
  @Query(
      """
      SELECT c.child_id, c.service, c.service_child_id, c.closed, c.version, c.sealed, k.wrapped
      FROM caseload.child c
      JOIN storage.record_key k ON k.position = c.changed_position
      WHERE c.child_id IN (:children)
      ORDER BY c.service_child_id
      """)
  List<StoredCase> findChildren(Collection<UUID> children);
}
