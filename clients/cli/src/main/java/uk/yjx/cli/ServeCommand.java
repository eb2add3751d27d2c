package uk.yjx.cli;

import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import uk.yjx.cli.output.Tone;
import uk.yjx.server.ExchangeServer;

/** Runs the exchange until it is told to stop. */
@Command(
    name = "serve",
    description = {
      "Run the exchange until SIGTERM or Ctrl-C, which let open calls end first. Every setting",
      "comes from --config, from the environment (YJX_DATA_DIR, YJX_STORAGE_POOL_SIZE…) or from a",
      "flag; the later win. Without --jdbc-url it runs a PostgreSQL of its own in the data folder."
    })
final class ServeCommand implements Callable<Integer> {

  /** The port unless another is set. */
  static final int PORT = 7443;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "YAML (.yaml, .yml) or properties.")
  @Nullable Path config;

  @Option(
      names = "--pki",
      paramLabel = "DIR",
      description =
          "Folder made by 'pki init': sets certificate, key and first administrator. [YJX_PKI]")
  @Nullable Path pki;

  @Option(
      names = "--data-dir",
      description = "Folder of this server alone; default data. [YJX_DATA_DIR]")
  @Nullable String dataDir;

  @Option(names = "--jdbc-url", description = "External PostgreSQL, 15 or newer. [YJX_JDBC_URL]")
  @Nullable String jdbcUrl;

  @Option(names = "--jdbc-user", description = "Application role; default yjx_app. [YJX_JDBC_USER]")
  @Nullable String jdbcUser;

  @Option(
      names = "--jdbc-password-file",
      description = "File of its password. [YJX_JDBC_PASSWORD_FILE]")
  @Nullable String jdbcPasswordFile;

  @Option(names = "--migrator-user", description = "Role that migrates. [YJX_MIGRATOR_USER]")
  @Nullable String migratorUser;

  @Option(
      names = "--migrator-password-file",
      description = "File of its password. [YJX_MIGRATOR_PASSWORD_FILE]")
  @Nullable String migratorPasswordFile;

  @Option(names = "--host", description = "Address to listen on; default all. [YJX_HOST]")
  @Nullable String host;

  @Option(names = "--port", description = "Port; 0 for a free one; default 7443. [YJX_PORT]")
  @Nullable String port;

  @Option(names = "--server-cert", description = "Certificate, PEM. [YJX_SERVER_CERT]")
  @Nullable String serverCertificate;

  @Option(names = "--server-key", description = "Its key, PEM. [YJX_SERVER_KEY]")
  @Nullable String serverKey;

  @Option(names = "--trust-domain", description = "Of client certificates. [YJX_TRUST_DOMAIN]")
  @Nullable String trustDomain;

  @Option(names = "--operator-agency", description = "Who runs the exchange. [YJX_OPERATOR_AGENCY]")
  @Nullable String operatorAgency;

  @Option(names = "--operator-anchor", description = "Its authority, PEM. [YJX_OPERATOR_ANCHOR]")
  @Nullable String operatorAnchor;

  @Option(names = "--administrator", description = "First administrator. [YJX_ADMINISTRATOR]")
  @Nullable String administrator;

  @Option(
      names = "--reflection",
      description = "Offer gRPC reflection, for development. [YJX_REFLECTION]")
  boolean reflection;

  @Option(names = "-D", paramLabel = "yjx.ROOM.NAME=VALUE", description = "Any other setting.")
  Map<String, String> others = new LinkedHashMap<>();

  private final Yjx yjx;

  ServeCommand(Yjx yjx) {
    this.yjx = yjx;
  }

  @Override
  public Integer call() throws InterruptedException {
    Map<String, Object> settings = settings();
    Logging.atLeast("INFO", yjx.surroundings().environment());
    CountDownLatch stopped = new CountDownLatch(1);
    ExchangeServer server = ExchangeServer.start(settings);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  server.close();
                  stopped.countDown();
                },
                "yjx-stop"));
    tell(server, settings);
    stopped.await();
    return ExitCode.OK;
  }

  /** The settings of all sources together. */
  Map<String, Object> settings() {
    Map<String, String> environment = yjx.surroundings().environment();
    Map<String, Object> settings = new TreeMap<>();
    settings.put("yjx.transport.port", PORT);
    Path folder = pki;
    if (folder == null && !environment.getOrDefault("YJX_PKI", "").isEmpty()) {
      folder = Path.of(environment.get("YJX_PKI"));
    }
    if (folder != null) {
      settings.putAll(ServeSettings.fromPki(folder, PkiCommand.ADMINISTRATOR));
    }
    if (config != null) {
      settings.putAll(ServeSettings.fromFile(config));
    }
    settings.putAll(ServeSettings.fromEnvironment(environment));
    settings.putAll(ServeSettings.fromFlags(flags()));
    if (!settings.containsKey("yjx.transport.certificate")) {
      throw CommandFailure.usage(
          "the server needs a certificate: --pki, or --server-cert and --server-key"
              + " (for development: ./yjx pki init)");
    }
    return settings;
  }

  private Map<String, String> flags() {
    Map<String, String> flags = new LinkedHashMap<>();
    put(flags, "data-dir", dataDir);
    put(flags, "jdbc-url", jdbcUrl);
    put(flags, "jdbc-user", jdbcUser);
    put(flags, "jdbc-password-file", jdbcPasswordFile);
    put(flags, "migrator-user", migratorUser);
    put(flags, "migrator-password-file", migratorPasswordFile);
    put(flags, "host", host);
    put(flags, "port", port);
    put(flags, "server-cert", serverCertificate);
    put(flags, "server-key", serverKey);
    put(flags, "trust-domain", trustDomain);
    put(flags, "operator-agency", operatorAgency);
    put(flags, "operator-anchor", operatorAnchor);
    put(flags, "administrator", administrator);
    put(flags, "reflection", reflection ? "true" : null);
    flags.putAll(others);
    return flags;
  }

  private static void put(Map<String, String> flags, String name, @Nullable String value) {
    String setting = ServeSettings.SHORT_NAMES.get(name);
    if (value != null && setting != null) {
      flags.put(setting, value);
    }
  }

  private void tell(ExchangeServer server, Map<String, Object> settings) {
    Object address = settings.getOrDefault("yjx.transport.host", "all addresses");
    Object data = settings.getOrDefault("yjx.storage.data-dir", "data");
    if (yjx.screen().json()) {
      JsonObject up = new JsonObject();
      up.addProperty("status", "SERVING");
      up.addProperty("port", server.port());
      up.addProperty("pid", ProcessHandle.current().pid());
      yjx.screen().json(up.toString());
    } else {
      yjx.screen()
          .say(
              "yjx serves on " + address + ", port " + server.port() + "; data in " + data,
              Tone.GOOD);
    }
  }
}
