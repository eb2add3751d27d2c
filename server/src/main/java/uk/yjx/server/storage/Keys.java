package uk.yjx.server.storage;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The private keys this server signs with, as 32-byte Ed25519 seeds. */
public final class Keys {

  /** Name of the key that signs checkpoints of the log. */
  public static final String LOG = "log";

  /** Name of the key that signs receipts; never the log's. */
  public static final String RECEIPT = "receipt";

  private final Map<String, byte[]> seeds;

  private Keys(Map<String, byte[]> seeds) {
    this.seeds = seeds;
  }

  static Keys open(KeyRegister register, Path secrets, SecureRandom random) {
    Map<String, byte[]> seeds = new LinkedHashMap<>();
    for (String name : List.of(LOG, RECEIPT)) {
      SecretFile file = new SecretFile(secrets.resolve(name + ".key"));
      seeds.put(name, register.key(name, file, random));
    }
    return new Keys(seeds);
  }

  /** The seed of {@link #LOG} or {@link #RECEIPT}; a copy. */
  public byte[] seed(String name) {
    byte[] seed = seeds.get(name);
    if (seed == null) {
      throw new IllegalArgumentException("No signing key is named " + name);
    }
    return seed.clone();
  }
}
