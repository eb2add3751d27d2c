package uk.yjx.server.storage;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micronaut.context.ApplicationContext;
import io.micronaut.context.DefaultApplicationContext;
import io.micronaut.context.env.PropertySource;
import io.micronaut.inject.BeanDefinitionReference;
import io.micronaut.inject.qualifiers.Qualifiers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A PostgreSQL chosen by its URL, and when it is refused. */
class ExternalDatabaseTest {

  private static final Map<String, String> SAFE =
      Map.of(
          "server_version", "15.1",
          "server_version_num", "150001",
          "fsync", "on",
          "full_page_writes", "on",
          "synchronous_commit", "on");

  @TempDir private Path folder;

  @Test
  void settingsAloneChooseItAndInjectWhatOtherRoomsNeed() throws Exception {
    try (TestDatabase given = TestDatabase.fresh()) {
      forgetSigningKeys(given);
      StorageSettings external = given.asExternal(folder);
      Map<String, Object> properties = new HashMap<>();
      properties.put("yjx.storage.data-dir", folder.toString());
      properties.put("yjx.storage.master-key-file", external.masterKeyFile());
      properties.put("yjx.storage.jdbc-url", external.jdbcUrl());
      properties.put("yjx.storage.password-file", external.passwordFile());
      properties.put("yjx.storage.migrator-user", external.migratorUser());
      properties.put("yjx.storage.migrator-password-file", external.migratorPasswordFile());
      try (ApplicationContext context = contextOfThisRoom(properties)) {
        assertNull(context.getBean(Storage.class).postgres());
        assertTrue(context.containsBean(DataSource.class, Qualifiers.byName("default")));
        try (Connection connection = context.getBean(Database.class).pool().getConnection()) {
          assertEquals("yjx_app", DatabaseTest.one(connection, "SELECT session_user"));
        }
        Vault vault = context.getBean(Vault.class);
        RecordKey key = given.vault().unwrap(vault.newRecordKey().wrapped());
        byte[] sealed = vault.seal(key, new byte[] {7}, "test");
        assertArrayEquals(new byte[] {7}, given.vault().open(key, sealed, "test"));
        assertEquals(32, context.getBean(Keys.class).seed(Keys.LOG).length);
      }
      assertTrue(Files.notExists(folder.resolve("postgres")));
    }
  }

  @Test
  void refusesOneThatNobodyMigrated() throws SQLException {
    try (TestDatabase given = TestDatabase.fresh();
        Connection superuser = given.superuser();
        Statement statement = superuser.createStatement()) {
      forgetSigningKeys(given);
      StorageSettings external = withoutMigrator(given.asExternal(folder));
      Storage.open(external, new SecureRandom()).close();
      statement.execute("DELETE FROM storage.migration WHERE version = '001'");
      String refused = StorageTest.refusal(() -> Storage.open(external, new SecureRandom()));
      assertTrue(refused.contains("migrator-user"), refused);
    }
  }

  @Test
  void refusesARoleThatCommitsWithoutWaitingForTheDisk() throws SQLException {
    try (TestDatabase given = TestDatabase.fresh();
        Connection superuser = given.superuser();
        Statement statement = superuser.createStatement()) {
      assertDoesNotThrow(() -> StartupChecks.require(given.application()));
      statement.execute(
          "ALTER ROLE yjx_app IN DATABASE %s SET synchronous_commit = off"
              .formatted(superuser.getCatalog()));
      String refused = StorageTest.refusal(() -> StartupChecks.require(given.application()));
      assertTrue(refused.contains("synchronous_commit is off"));
    }
  }

  @Test
  void refusesWhereCountsOrFormerLogsCouldBeRewritten() throws SQLException {
    try (TestDatabase given = TestDatabase.fresh();
        Connection superuser = given.superuser();
        Statement statement = superuser.createStatement()) {
      statement.execute("GRANT DELETE ON audit.summary TO yjx_app");
      String refused = StorageTest.refusal(() -> StartupChecks.require(given.application()));
      assertTrue(refused.contains("audit.summary"), refused);
      statement.execute("REVOKE DELETE ON audit.summary FROM yjx_app");
      statement.execute("SELECT audit.begin_epoch()");
      assertDoesNotThrow(() -> StartupChecks.require(given.application()));
      statement.execute("ALTER TABLE audit.subject_count ENABLE TRIGGER refuse_change");
      statement.execute("ALTER TABLE audit.leaf_epoch_1 DISABLE TRIGGER refuse_truncate");
      String unguarded = StorageTest.refusal(() -> StartupChecks.require(given.application()));
      assertTrue(unguarded.contains("audit.subject_count"), unguarded);
      assertTrue(unguarded.contains("audit.leaf_epoch_1"), unguarded);
    }
  }

  @Test
  void refusesARoleThatMayRewriteTheLog() throws SQLException {
    for (String privilege : List.of("UPDATE", "DELETE", "TRUNCATE", "UPDATE (leaf_index)")) {
      try (TestDatabase given = TestDatabase.fresh();
          Connection superuser = given.superuser();
          Statement statement = superuser.createStatement()) {
        statement.execute("CREATE SCHEMA IF NOT EXISTS audit");
        statement.execute("CREATE TABLE IF NOT EXISTS audit.leaf (leaf_index bigint)");
        assertDoesNotThrow(() -> StartupChecks.require(given.application()));
        statement.execute("GRANT %s ON audit.leaf TO yjx_app".formatted(privilege));
        String refused = StorageTest.refusal(() -> StartupChecks.require(given.application()));
        assertTrue(refused.contains("audit.leaf"), refused);
      }
    }
  }

  @Test
  void refusesSettingsThatCouldLoseACommit() {
    assertEquals(List.of(), StartupChecks.unsafeSettings(SAFE));
    assertEquals(
        List.of(), StartupChecks.unsafeSettings(but("synchronous_commit", "remote_apply")));
    for (Map<String, String> unsafe :
        List.of(
            but("fsync", "off"),
            but("full_page_writes", "off"),
            but("synchronous_commit", "off"),
            but("synchronous_commit", "local"),
            but("server_version_num", "149999"))) {
      assertEquals(1, StartupChecks.unsafeSettings(unsafe).size(), unsafe::toString);
    }
    assertEquals(4, StartupChecks.unsafeSettings(Map.of()).size());
  }

  @Test
  void refusesAPasswordInTheUrlAndSettingsOutOfRange() {
    for (String url :
        List.of(
            "jdbc:postgresql://db/yjx?password=x",
            "jdbc:postgresql://u:x@db/yjx",
            "jdbc:mysql://db/yjx")) {
      assertThrows(StorageException.class, () -> settings(url, 8, 60), url);
    }
    assertThrows(StorageException.class, () -> settings("", 0, 60));
    assertThrows(StorageException.class, () -> settings("", 8, 19));
    assertDoesNotThrow(() -> settings("jdbc:postgresql://db:5432/yjx?sslmode=verify-full", 8, 60));
  }

  /** The application's context without the other rooms' beans, of which some start at once. */
  private static ApplicationContext contextOfThisRoom(Map<String, Object> properties) {
    ApplicationContext context =
        new DefaultApplicationContext() {
          @Override
          protected List<BeanDefinitionReference> resolveBeanDefinitionReferences() {
            String room = Storage.class.getPackageName() + ".";
            return super.resolveBeanDefinitionReferences().stream()
                .filter(bean ->
                    bean.getBeanDefinitionName().startsWith(room)
                        || !bean.getBeanDefinitionName().startsWith("uk.yjx."))
                .toList();
          }
        };
    context.getEnvironment().addPropertySource(PropertySource.of("test", properties));
    return context.start();
  }

  private StorageSettings settings(String url, int poolSize, int maxConnections) {
    return new StorageSettings(
        folder, "", "", url, "yjx_app", "", "", "", 0, poolSize, maxConnections);
  }

  private static StorageSettings withoutMigrator(StorageSettings s) {
    return new StorageSettings(
        s.dataDir(),
        s.secretsDir(),
        s.masterKeyFile(),
        s.jdbcUrl(),
        s.user(),
        s.passwordFile(),
        "",
        "",
        s.port(),
        s.poolSize(),
        s.maxConnections());
  }

  /** The copy came from a database with other signing keys; the tests' folder has its own. */
  private static void forgetSigningKeys(TestDatabase given) throws SQLException {
    try (Connection superuser = given.superuser();
        Statement statement = superuser.createStatement()) {
      statement.execute("DELETE FROM storage.key_register WHERE name <> 'master'");
    }
  }

  private static Map<String, String> but(String name, String value) {
    Map<String, String> changed = new HashMap<>(SAFE);
    changed.put(name, value);
    return changed;
  }
}
