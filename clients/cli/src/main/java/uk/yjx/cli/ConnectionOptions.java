package uk.yjx.cli;

import io.grpc.stub.AbstractStub;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import uk.yjx.client.ClientCredentials;
import uk.yjx.client.ConnectionSettings;
import uk.yjx.client.ExchangeConnection;

/**
 * Where the exchange is and who calls: by flags, else by environment ({@code YJX_TARGET} and so
 * on), else by a profile file with the same names.
 */
final class ConnectionOptions {

  private static final int PORT_DEFAULT = 7443;
  private static final int PORT_MAX = 65_535;
  private static final List<String> NAMES =
      List.of("target", "server-name", "cert", "key", "ca", "pki", "as");

  @Option(
      names = "--target",
      paramLabel = "HOST:PORT",
      description = "The exchange; default localhost:7443. [YJX_TARGET]")
  @Nullable String target;

  @Option(
      names = "--server-name",
      paramLabel = "NAME",
      description = "Name its certificate must carry, if not the host. [YJX_SERVER_NAME]")
  @Nullable String serverName;

  @Option(
      names = "--cert",
      paramLabel = "FILE",
      description = "Client certificate, PEM. [YJX_CERT]")
  @Nullable String cert;

  @Option(names = "--key", paramLabel = "FILE", description = "Its private key, PEM. [YJX_KEY]")
  @Nullable String key;

  @Option(
      names = "--ca",
      paramLabel = "FILE",
      description = "Authority of the exchange's certificate, PEM. [YJX_CA]")
  @Nullable String ca;

  @Option(
      names = "--pki",
      paramLabel = "DIR",
      description = "Folder made by 'pki init'; --as then names the files. [YJX_PKI]")
  @Nullable String pki;

  @Option(
      names = "--as",
      paramLabel = "NAME",
      description = "Call as this certificate of --pki, or as this principal. [YJX_AS]")
  @Nullable String as;

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description =
          "Call as the person of this bearer token, over the certificate of a system of the same"
              + " agency; read anew at every call. [YJX_TOKEN_FILE]")
  @Nullable Path tokenFile;

  @Option(
      names = "--profile",
      paramLabel = "FILE",
      description =
          "Properties file with target, cert, key, ca, pki, as;"
              + " default ~/.config/yjx/profile.properties if there. [YJX_PROFILE]")
  @Nullable Path profile;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      description = "Give up on a call after this long; default ${DEFAULT-VALUE}.",
      defaultValue = "30")
  int timeoutSeconds;

  /** Opens the connection these options describe. */
  ExchangeConnection open(Map<String, String> environment) {
    Resolved resolved = resolve(environment);
    ConnectionSettings settings = ConnectionSettings.standard();
    ExchangeConnection open =
        ExchangeConnection.open(
            resolved.host(),
            resolved.port(),
            resolved.credentials(),
            resolved.serverName().map(settings::withServerName).orElse(settings));
    Path token = tokenFile;
    if (token == null && !environment.getOrDefault("YJX_TOKEN_FILE", "").isEmpty()) {
      token = Path.of(environment.get("YJX_TOKEN_FILE"));
    }
    if (token != null) {
      Path file = readable(token, "token-file");
      open.speakFor(() -> token(file));
    }
    return open;
  }

  private static String token(Path file) {
    try {
      return Files.readString(file, StandardCharsets.US_ASCII).strip();
    } catch (IOException e) {
      throw CommandFailure.file("the token " + file + " cannot be read", e);
    }
  }

  /** A stub that gives up after the time these options set. */
  <S extends AbstractStub<S>> S limited(S stub) {
    return stub.withDeadlineAfter(timeoutSeconds, TimeUnit.SECONDS);
  }

  /** What the three sources say together. */
  Resolved resolve(Map<String, String> environment) {
    List<Map<String, String>> levels =
        List.of(flags(), fromEnvironment(environment), fromProfile(environment));
    String host = first(levels, "target").orElse("localhost:" + PORT_DEFAULT);
    int port = PORT_DEFAULT;
    int colon = host.lastIndexOf(':');
    if (colon >= 0 && host.indexOf(']') < colon && !host.endsWith("]")) {
      port = port(host.substring(colon + 1));
      host = host.substring(0, colon);
    }
    return new Resolved(
        host.startsWith("[") ? host.substring(1, host.length() - 1) : host,
        port,
        first(levels, "server-name"),
        new ClientCredentials(
            file(levels, "cert", ".crt"), file(levels, "key", ".key"), authority(levels)));
  }

  /** The name of the files a principal's certificate is kept under. */
  static String fileName(String nameOrPrincipal) {
    String[] parts = nameOrPrincipal.split("/", -1);
    return parts.length == 3 ? parts[0] + "." + parts[2] : nameOrPrincipal;
  }

  // «as» on one level beats «cert» on the next: whoever names a person means that person.
  private static Path file(List<Map<String, String>> levels, String name, String suffix) {
    for (Map<String, String> level : levels) {
      if (level.containsKey(name)) {
        return readable(Path.of(level.get(name)), name);
      }
      if (level.containsKey("as")) {
        Path folder =
            Path.of(
                first(levels, "pki")
                    .orElseThrow(() -> CommandFailure.usage("--as needs --pki or YJX_PKI")));
        return readable(folder.resolve(fileName(level.get("as")) + suffix), name);
      }
    }
    throw CommandFailure.usage(
        "who calls? Give --cert, --key and --ca, or --pki and --as (or YJX_CERT and so on)");
  }

  private static Path authority(List<Map<String, String>> levels) {
    Optional<String> own = first(levels, "ca");
    return own.map(Path::of)
        .or(() -> first(levels, "pki").map(folder -> Path.of(folder, "ca.crt")))
        .map(file -> readable(file, "ca"))
        .orElseThrow(() -> CommandFailure.usage("--ca or YJX_CA is missing"));
  }

  private static Path readable(Path file, String option) {
    if (!Files.isReadable(file)) {
      throw CommandFailure.usage("--" + option + ": there is no readable file " + file);
    }
    return file;
  }

  private static int port(String text) {
    try {
      int port = Integer.parseInt(text);
      if (port >= 1 && port <= PORT_MAX) {
        return port;
      }
    } catch (NumberFormatException e) {
      throw CommandFailure.usage("'" + text + "' is not a port");
    }
    throw CommandFailure.usage("port " + text + " is not within 1 to " + PORT_MAX);
  }

  private Map<String, String> flags() {
    Map<String, String> flags = new HashMap<>();
    @Nullable String[] values = {target, serverName, cert, key, ca, pki, as};
    for (int i = 0; i < values.length; i++) {
      String value = values[i];
      if (value != null) {
        flags.put(NAMES.get(i), value);
      }
    }
    return flags;
  }

  private static Map<String, String> fromEnvironment(Map<String, String> environment) {
    Map<String, String> found = new HashMap<>();
    for (String name : NAMES) {
      String value =
          environment.getOrDefault(
              "YJX_" + name.replace('-', '_').toUpperCase(java.util.Locale.ROOT), "");
      if (!value.isEmpty()) {
        found.put(name, value);
      }
    }
    return found;
  }

  private Map<String, String> fromProfile(Map<String, String> environment) {
    Path file = profile;
    if (file == null && environment.containsKey("YJX_PROFILE")) {
      file = Path.of(environment.get("YJX_PROFILE"));
    }
    if (file == null) {
      Path standard = configFolder(environment).resolve("profile.properties");
      if (!Files.exists(standard)) {
        return Map.of();
      }
      file = standard;
    }
    Properties read = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      read.load(reader);
    } catch (IOException e) {
      throw CommandFailure.file("the profile " + file + " cannot be read", e);
    }
    Map<String, String> found = new HashMap<>();
    read.stringPropertyNames().forEach(name -> found.put(name, read.getProperty(name)));
    return found;
  }

  /** The folder for settings of this user. */
  static Path configFolder(Map<String, String> environment) {
    String xdg = environment.getOrDefault("XDG_CONFIG_HOME", "");
    return xdg.isEmpty()
        ? Path.of(System.getProperty("user.home"), ".config", "yjx")
        : Path.of(xdg, "yjx");
  }

  private static Optional<String> first(List<Map<String, String>> levels, String name) {
    return levels.stream()
        .filter(level -> level.containsKey(name))
        .findFirst()
        .map(level -> level.get(name));
  }

  /**
   * A complete answer.
   *
   * @param host name or address
   * @param port 1 to 65,535
   * @param serverName name expected in the certificate, empty for the host
   * @param credentials who calls
   */
  record Resolved(
      String host, int port, Optional<String> serverName, ClientCredentials credentials) {}
}
