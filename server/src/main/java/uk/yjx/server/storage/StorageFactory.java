package uk.yjx.server.storage;

import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Secondary;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import javax.sql.DataSource;

/** What other rooms get injected from here. */
@Factory
final class StorageFactory {

  @Singleton
  @Bean(preDestroy = "close")
  Storage storage(StorageSettings settings) {
    return Storage.open(settings, new SecureRandom());
  }

  @Singleton
  Database database(Storage storage) {
    return storage.database();
  }

  @Singleton
  Vault vault(Storage storage) {
    return storage.vault();
  }

  @Singleton
  Keys keys(Storage storage) {
    return storage.keys();
  }

  /** The pool under the name by which repositories look for it. */
  @Singleton
  @Named("default")
  DataSource dataSource(Database database) {
    return database.pool();
  }

  /** Keys in files; a bean of another {@link KeyService} takes its place. */
  @Singleton
  @Secondary
  FileKeyset keyset(Storage storage) {
    return storage.keyset();
  }

  @Singleton
  DocumentKeys documentKeys(KeyService service, Vault vault) {
    return new DocumentKeys(service, vault, new SecureRandom());
  }
}
