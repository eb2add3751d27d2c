package uk.yjx.server.storage;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Sealing, keys and fingerprints. */
class VaultTest {

  private static final byte[] MASTER = new byte[32];
  private static final String PURPOSE = "intelligence.notice";

  private final Vault vault = new Vault(MASTER, new SecureRandom());

  @Test
  void opensWhatItSealedWithTheKeyFromItsStoredForm() {
    RecordKey key = vault.newRecordKey();
    byte[] sealed = vault.seal(key, bytes("Kit Marlow"), PURPOSE);
    RecordKey again = vault.unwrap(key.wrapped());
    assertArrayEquals(bytes("Kit Marlow"), vault.open(again, sealed, PURPOSE));
    assertEquals(12 + 10 + 16, sealed.length);
  }

  @Test
  void opensNothingOfWhichOneBitWasFlipped() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    RecordKey key = vault.newRecordKey();
    for (int round = 0; round < 200; round++) {
      byte[] plain = new byte[random.nextInt(300)];
      random.nextBytes(plain);
      byte[] sealed = vault.seal(key, plain, PURPOSE);
      int bit = random.nextInt(sealed.length * 8);
      sealed[bit / 8] ^= (byte) (1 << bit % 8);
      assertThrows(
          StorageException.class, () -> vault.open(key, sealed, PURPOSE), () -> "seed " + seed);
    }
  }

  @Test
  void opensNothingForAnotherPurposeOrWithAnotherKey() {
    RecordKey key = vault.newRecordKey();
    byte[] sealed = vault.seal(key, bytes("x"), PURPOSE);
    assertThrows(StorageException.class, () -> vault.open(key, sealed, "journal.answer"));
    RecordKey other = vault.newRecordKey();
    assertThrows(StorageException.class, () -> vault.open(other, sealed, PURPOSE));
    assertThrows(StorageException.class, () -> vault.open(key, new byte[0], PURPOSE));
    assertThrows(StorageException.class, () -> vault.open(key, Arrays.copyOf(sealed, 20), PURPOSE));
    assertArrayEquals(bytes("x"), vault.open(key, sealed, PURPOSE));
  }

  @Test
  void unwrapsNoKeyOfAnotherMasterAndNoAlteredOne() {
    byte[] otherMaster = new byte[32];
    otherMaster[31] = 1;
    byte[] wrapped = vault.newRecordKey().wrapped();
    Vault other = new Vault(otherMaster, new SecureRandom());
    assertThrows(StorageException.class, () -> other.unwrap(wrapped));
    wrapped[wrapped.length - 1] ^= 1;
    assertThrows(StorageException.class, () -> vault.unwrap(wrapped));
    assertThrows(StorageException.class, () -> vault.unwrap(new byte[3]));
  }

  @Test
  void usesNoNonceAndNoKeyTwiceEvenFromManyThreads() throws Exception {
    RecordKey key = vault.newRecordKey();
    Set<String> nonces = new HashSet<>();
    Set<String> keys = new HashSet<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var sealing =
          IntStream.range(0, 2_000)
              .mapToObj(i -> threads.submit(() -> vault.seal(key, bytes("n" + i), PURPOSE)))
              .toList();
      for (int i = 0; i < sealing.size(); i++) {
        Future<byte[]> sealed = sealing.get(i);
        assertArrayEquals(bytes("n" + i), vault.open(key, sealed.get(), PURPOSE));
        assertTrue(nonces.add(HexFormat.of().formatHex(sealed.get(), 0, 12)));
        assertTrue(keys.add(HexFormat.of().formatHex(vault.newRecordKey().key().getEncoded())));
      }
    }
  }

  @Test
  void fingerprintsAreTheSameInEveryProcessAndDifferByMasterKey() {
    Vault again = new Vault(MASTER, new SecureRandom());
    assertEquals(vault.fingerprint("nhs:9434765919"), again.fingerprint("nhs:9434765919"));
    assertNotEquals(vault.fingerprint("nhs:9434765919"), vault.fingerprint("nhs:9434765870"));
    byte[] otherMaster = new byte[32];
    otherMaster[0] = 1;
    Vault other = new Vault(otherMaster, new SecureRandom());
    assertNotEquals(vault.fingerprint("a"), other.fingerprint("a"));
  }

  @Test
  void codesDifferByLabelAndKnowTheirMessage() {
    MacKey cursors = vault.macKey("cursor");
    byte[] code = cursors.mac(bytes("position 7"));
    assertEquals(MacKey.MAC_BYTES, code.length);
    assertTrue(vault.macKey("cursor").matches(bytes("position 7"), code));
    assertFalse(cursors.matches(bytes("position 8"), code));
    assertFalse(cursors.matches(bytes("position 7"), Arrays.copyOf(code, 31)));
    assertFalse(vault.macKey("other").matches(bytes("position 7"), code));
    assertFalse(Arrays.equals(vault.mac(bytes("position 7")), code));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
