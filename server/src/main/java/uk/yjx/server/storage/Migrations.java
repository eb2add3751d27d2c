package uk.yjx.server.storage;

import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/** Brings the schema to this program's version, or checks that it is there. */
final class Migrations {

  private static final String LOCATION = "classpath:db/migration";

  private Migrations() {}

  /** Runs what is missing, as the migrator acting for the owner of every schema. */
  static void run(Login migrator) {
    Flyway flyway =
        Flyway.configure()
            .dataSource(migrator.source("yjx migration"))
            .initSql("SET ROLE yjx_owner")
            .locations(LOCATION)
            .defaultSchema("storage")
            .table("migration")
            .cleanDisabled(true)
            .validateMigrationNaming(true)
            .load();
    try {
      flyway.migrate();
    } catch (FlywayException e) {
      throw new StorageException("The database cannot be migrated: " + firstLine(e), e);
    }
  }

  /** Refuses a database that somebody else migrates and that is not at this program's version. */
  static void requireCurrent(Login application) {
    Flyway flyway =
        Flyway.configure()
            .dataSource(application.source("yjx migration check"))
            .locations(LOCATION)
            .defaultSchema("storage")
            .table("migration")
            .createSchemas(false)
            .load();
    try {
      if (!flyway.validateWithResult().validationSuccessful) {
        throw new StorageException(
            "The database is not at this version's schema; set yjx.storage.migrator-user to"
                + " migrate it");
      }
    } catch (FlywayException e) {
      throw new StorageException("The database's version cannot be read: " + firstLine(e), e);
    }
  }

  private static String firstLine(FlywayException e) {
    String message = String.valueOf(e.getMessage());
    return message.lines().filter(line -> !line.isBlank()).findFirst().orElse(message).strip();
  }
}
