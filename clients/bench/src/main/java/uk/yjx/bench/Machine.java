package uk.yjx.bench;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What a measurement ran on.
 *
 * @param cores processors the JVM may use
 * @param processor its model
 * @param memoryGib memory of the machine, GiB
 * @param kernel operating system and version
 * @param filesystem of the databases
 * @param jvm the Java runtime
 * @param postgres PostgreSQL's version
 */
record Machine(
    int cores,
    String processor,
    long memoryGib,
    String kernel,
    String filesystem,
    String jvm,
    String postgres) {

  private static final long KIB_PER_GIB = 1024L * 1024;

  static Machine of(Path folder, String postgres) throws IOException {
    return new Machine(
        Runtime.getRuntime().availableProcessors(),
        line(Path.of("/proc/cpuinfo"), "model name"),
        kib(line(Path.of("/proc/meminfo"), "MemTotal")) / KIB_PER_GIB,
        System.getProperty("os.name") + " " + System.getProperty("os.version"),
        Files.getFileStore(folder).type(),
        System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version"),
        postgres);
  }

  @Override
  public String toString() {
    return "%d cores %s, %d GiB, %s, %s, %s, PostgreSQL %s"
        .formatted(cores, processor, memoryGib, kernel, filesystem, jvm, postgres);
  }

  JsonObject json() {
    JsonObject object = new JsonObject();
    object.addProperty("cores", cores);
    object.addProperty("processor", processor);
    object.addProperty("memory_gib", memoryGib);
    object.addProperty("kernel", kernel);
    object.addProperty("filesystem", filesystem);
    object.addProperty("jvm", jvm);
    object.addProperty("postgresql", postgres);
    return object;
  }

  private static String line(Path file, String name) throws IOException {
    if (!Files.isReadable(file)) {
      return "unknown";
    }
    try (Stream<String> lines = Files.lines(file)) {
      return lines
          .filter(line -> line.startsWith(name))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse("unknown");
    }
  }

  private static long kib(String text) {
    String digits = text.replaceAll("\\D", "");
    return digits.isEmpty() ? 0 : Long.parseLong(digits);
  }
}
