package uk.yjx.server.caseload;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** Reads allocations. Nothing is written through it. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface AllocationRepository extends GenericRepository<StoredAllocation, UUID> {

  /** Allocations of all versions of these children's cases, in order. */
  @Query(
      """
      SELECT child_id, version, principal_id, practice_group, role, valid_from, valid_to
      FROM caseload.allocation
      WHERE child_id IN (:children)
      ORDER BY child_id, version, ordinal
      """)
  List<StoredAllocation> findOf(Collection<UUID> children);
}
