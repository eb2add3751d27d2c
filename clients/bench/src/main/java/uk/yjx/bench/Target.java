package uk.yjx.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import uk.yjx.client.ExchangeConnection;

/**
 * A running system under measurement: the product or the rig.
 *
 * @param name «product» or «rig»
 * @param child its process
 * @param disk its PostgreSQL
 * @param connections to it
 * @param arrivals what its subscribers saw
 */
record Target(
    String name, ChildProcess child, BenchDisk disk, Connections connections, Arrivals arrivals)
    implements AutoCloseable {

  static Target product(Path folder, BenchPki pki, String administrator, List<String> flags)
      throws IOException {
    Path data = folder.resolve("product");
    ChildProcess child =
        ChildProcess.start(
            ProductProcess.class,
            List.of(data.toString(), folder.resolve("pki").toString(), administrator),
            flags,
            folder.resolve("product.log"));
    return of("product", child, data, pki);
  }

  /** The product with a log that can be left out. */
  static Target unaudited(Path folder, BenchPki pki, String administrator) throws IOException {
    Path data = folder.resolve("unaudited");
    ChildProcess child =
        ChildProcess.start(
            UnauditedProcess.class,
            List.of(data.toString(), folder.resolve("pki").toString(), administrator),
            List.of(),
            folder.resolve("unaudited.log"));
    return of("product", child, data, pki);
  }

  static Target rig(Path folder, BenchPki pki) throws IOException {
    Path data = folder.resolve("rig");
    ChildProcess child =
        ChildProcess.start(
            BareRig.class,
            List.of(data.toString(), folder.resolve("pki").toString()),
            List.of(),
            folder.resolve("rig.log"));
    return of("rig", child, data, pki);
  }

  ExchangeConnection of(String principal) {
    return connections.of(principal);
  }

  Duration processorTime() {
    return child.processorTime();
  }

  @Override
  public void close() {
    connections.close();
    child.close();
  }

  private static Target of(String name, ChildProcess child, Path data, BenchPki pki) {
    return new Target(
        name, child, BenchDisk.of(data), new Connections(child.port(), pki), new Arrivals());
  }
}
