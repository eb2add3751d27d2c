package uk.yjx.server.storage;

import io.micronaut.data.jdbc.config.DataJdbcConfiguration;
import io.micronaut.data.model.query.builder.sql.Dialect;
import jakarta.inject.Named;
import jakarta.inject.Singleton;

/**
 * How repositories speak to the pool of the same name. Micronaut makes one of these for each of its
 * own data sources; ours is none of them.
 */
@Singleton
@Named(RepositorySettings.POOL)
final class RepositorySettings extends DataJdbcConfiguration {
  /** The name under which repositories look for their pool. */
  static final String POOL = "default";

  RepositorySettings() {
    super(POOL);
    setDialect(Dialect.POSTGRES);
  }
}
