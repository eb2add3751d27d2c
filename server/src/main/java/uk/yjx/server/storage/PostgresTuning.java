package uk.yjx.server.storage;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

/** How the embedded PostgreSQL runs: durable always, then fast, then silent about people. */
final class PostgresTuning {

  /** On the command line they cannot be overridden by a file or ALTER SYSTEM. */
  private static final List<String> ALWAYS =
      List.of(
          // An acknowledged commit is on the disk.
          "fsync=on",
          "synchronous_commit=on",
          "full_page_writes=on",
          // Only this machine, only with a secret.
          "listen_addresses=127.0.0.1",
          "unix_socket_directories=",
          "password_encryption=scram-sha-256",
          "ssl=off",
          // Room for group commits; segments are recycled instead of made anew.
          "wal_buffers=16MB",
          "min_wal_size=2GB",
          "max_wal_size=4GB",
          "checkpoint_timeout=15min",
          "wal_compression=off",
          "wal_recycle=on",
          // Short statements on a solid-state disk.
          "jit=off",
          "random_page_cost=1.1",
          "max_parallel_workers_per_gather=0",
          // Rows are found by their keys: a tenth of the usual sample tells the planner enough.
          "default_statistics_target=10",
          // A client that has gone frees what it holds.
          "client_connection_check_interval=2s",
          "restart_after_crash=on",
          "timezone=UTC",
          "log_timezone=UTC",
          // A statement or a detail line could name a child.
          "logging_collector=on",
          "log_directory=log",
          "log_filename=postgresql-%a.log",
          "log_truncate_on_rotation=on",
          "log_rotation_age=1d",
          "log_rotation_size=0",
          "log_min_messages=log",
          "log_min_error_statement=panic",
          "log_error_verbosity=terse",
          "log_statement=none",
          "log_min_duration_statement=-1",
          "log_parameter_max_length=0",
          "log_parameter_max_length_on_error=0");

  /** A sixteenth of the memory, in megabytes: what is written often is not written out between. */
  private static final int BUFFERS_SHARE = 16;

  private static final long BUFFERS_MB_MIN = 128;
  private static final long BUFFERS_MB_MAX = 1024;

  private PostgresTuning() {}

  /** The arguments of {@code postgres} for one start. */
  static List<String> arguments(int port, int maxConnections) {
    List<String> arguments = new ArrayList<>();
    ALWAYS.forEach(setting -> arguments.addAll(List.of("-c", setting)));
    arguments.addAll(List.of("-c", "shared_buffers=" + sharedBuffersMb() + "MB"));
    arguments.addAll(List.of("-c", "port=" + port, "-c", "max_connections=" + maxConnections));
    return arguments;
  }

  private static long sharedBuffersMb() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean machine
        ? Math.clamp(
            machine.getTotalMemorySize() / BUFFERS_SHARE >> 20, BUFFERS_MB_MIN, BUFFERS_MB_MAX)
        : BUFFERS_MB_MIN;
  }
}
