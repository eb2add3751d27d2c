package uk.yjx.cli;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * The server's settings from a file, from the environment and from flags; the later win. Every
 * setting {@code yjx.<room>.<name>} can come from each; those most needed have a short name too.
 */
final class ServeSettings {

  /** Short names, as flags without dashes and in the environment after {@code YJX_}. */
  static final Map<String, String> SHORT_NAMES =
      Map.ofEntries(
          Map.entry("data-dir", "yjx.storage.data-dir"),
          Map.entry("jdbc-url", "yjx.storage.jdbc-url"),
          Map.entry("jdbc-user", "yjx.storage.user"),
          Map.entry("jdbc-password-file", "yjx.storage.password-file"),
          Map.entry("migrator-user", "yjx.storage.migrator-user"),
          Map.entry("migrator-password-file", "yjx.storage.migrator-password-file"),
          Map.entry("host", "yjx.transport.host"),
          Map.entry("port", "yjx.transport.port"),
          Map.entry("server-cert", "yjx.transport.certificate"),
          Map.entry("server-key", "yjx.transport.key"),
          Map.entry("reflection", "yjx.transport.reflection"),
          Map.entry("trust-domain", "yjx.identity.trust-domain"),
          Map.entry("operator-agency", "yjx.identity.operator-agency"),
          Map.entry("operator-anchor", "yjx.identity.operator-anchor"),
          Map.entry("administrator", "yjx.identity.administrator"));

  private static final Set<String> ROOMS =
      Set.of(
          "storage",
          "audit",
          "journal",
          "identity",
          "caseload",
          "agreements",
          "matching",
          "clocks",
          "alerts",
          "intake",
          "intelligence",
          "evidence",
          "operations",
          "transport");

  private static final List<String> YAML_SUFFIXES = List.of(".yaml", ".yml");
  private static final String PREFIX = "yjx.";

  private ServeSettings() {}

  /** The settings of a file: YAML by its suffix, else Java properties. */
  static Map<String, Object> fromFile(Path file) {
    Map<String, Object> settings = new TreeMap<>();
    try (Reader reader = Files.newBufferedReader(file)) {
      if (YAML_SUFFIXES.stream().anyMatch(file.getFileName().toString()::endsWith)) {
        Object root = new Yaml(new SafeConstructor(new LoaderOptions())).load(reader);
        if (root instanceof Map<?, ?> members) {
          flatten("", members, settings);
        } else if (root != null) {
          throw CommandFailure.usage(file + " holds no settings");
        }
      } else {
        Properties properties = new Properties();
        properties.load(reader);
        properties
            .stringPropertyNames()
            .forEach(name -> settings.put(name, properties.getProperty(name)));
      }
    } catch (YAMLException e) {
      throw CommandFailure.file(file + " is not YAML", e);
    } catch (IOException e) {
      throw CommandFailure.file("the configuration " + file + " cannot be read", e);
    }
    settings.keySet().forEach(name -> requireKnown(name, file.toString()));
    return settings;
  }

  /**
   * The settings of the environment: {@code YJX_DATA_DIR} and the other short names, and {@code
   * YJX_STORAGE_POOL_SIZE} for {@code yjx.storage.pool-size}.
   */
  static Map<String, Object> fromEnvironment(Map<String, String> environment) {
    Map<String, Object> settings = new TreeMap<>();
    environment.forEach((variable, value) -> {
      if (variable.startsWith("YJX_") && !value.isEmpty()) {
        String name =
            variable.substring("YJX_".length()).toLowerCase(Locale.ROOT).replace('_', '-');
        int dash = name.indexOf('-');
        if (SHORT_NAMES.containsKey(name)) {
          settings.put(SHORT_NAMES.get(name), value);
        } else if (dash > 0 && ROOMS.contains(name.substring(0, dash))) {
          settings.put(PREFIX + name.substring(0, dash) + "." + name.substring(dash + 1), value);
        }
      }
    });
    return settings;
  }

  /** The settings of {@code -D name=value} flags. */
  static Map<String, Object> fromFlags(Map<String, String> flags) {
    Map<String, Object> settings = new TreeMap<>();
    flags.forEach((name, value) -> {
      requireKnown(name, "-D");
      settings.put(name, value);
    });
    return settings;
  }

  /** What a folder made by {@code pki init} sets, for development. */
  static Map<String, Object> fromPki(Path folder, String administrator) {
    if (!Files.isReadable(folder.resolve("server.crt"))) {
      throw CommandFailure.usage("--pki: " + folder + " was not made by 'yjx pki init'");
    }
    return Map.of(
        "yjx.transport.certificate",
        folder.resolve("server.crt").toString(),
        "yjx.transport.key",
        folder.resolve("server.key").toString(),
        "yjx.identity.operator-agency",
        administrator.substring(0, administrator.indexOf('/')),
        "yjx.identity.operator-anchor",
        folder.resolve("ca.crt").toString(),
        "yjx.identity.administrator",
        administrator);
  }

  // A misspelt room would be ignored by the server without a word.
  private static void requireKnown(String name, String where) {
    String rest = name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : "";
    int dot = rest.indexOf('.');
    if (dot < 1 || !ROOMS.contains(rest.substring(0, dot))) {
      throw CommandFailure.usage(where + ": there is no setting '" + name + "'");
    }
  }

  private static void flatten(String prefix, Map<?, ?> members, Map<String, Object> into) {
    members.forEach((key, value) -> {
      String name = prefix + key;
      if (value instanceof Map<?, ?> inner) {
        flatten(name + ".", inner, into);
      } else if (value != null) {
        into.put(name, value);
      }
    });
  }
}
