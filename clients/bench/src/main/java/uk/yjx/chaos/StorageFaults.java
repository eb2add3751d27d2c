package uk.yjx.chaos;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A disk that is slow or full. */
final class StorageFaults {
  static final String NO_SHIM = "no C compiler (cc) makes the library to preload";

  private static final Duration LASTS = Duration.ofSeconds(3);

  private StorageFaults() {}

  /** Each fsync of PostgreSQL takes a fifth of a second longer. */
  record SlowSync() implements Fault {
    private static final Duration WAIT = Duration.ofMillis(200);

    @Override
    public String name() {
      return "slow-fsync";
    }

    @Override
    public Optional<String> impossible(Stage stage) {
      return stage.cluster().shim().isPresent() ? Optional.empty() : Optional.of(NO_SHIM);
    }

    @Override
    public List<String> inject(Stage stage) {
      stage.cluster().databaseControl().slowSync(WAIT);
      stage.last(LASTS);
      stage.cluster().databaseControl().slowSync(Duration.ZERO);
      return List.of();
    }
  }

  /** PostgreSQL's disk is full. */
  record DiskFull() implements Fault {
    @Override
    public String name() {
      return "disk-full";
    }

    @Override
    public Optional<String> impossible(Stage stage) {
      return stage.cluster().disk().isPresent()
          ? Optional.empty()
          : Optional.of("no tmpfs can be mounted here, or less than 10 GiB of memory are free");
    }

    @Override
    public List<String> inject(Stage stage) throws Exception {
      SmallDisk disk = stage.cluster().disk().orElseThrow();
      disk.fill();
      stage.last(LASTS);
      disk.free();
      stage.cluster().database().awaitReturn();
      return List.of();
    }
  }
}
