package uk.yjx.client.witness;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import uk.yjx.client.verify.VerificationException;
import uk.yjx.client.verify.VerifierKey;

/** The Ed25519 key of a witness, in a file of two lines: public key in C2SP form, secret seed. */
public final class WitnessKey {
  private static final int SEED_BYTES = 32;
  private static final int ID_BYTES = 4;

  private final String vkey;
  private final String name;
  private final byte[] id;
  private final PrivateKey secret;

  private WitnessKey(String vkey, byte[] seed)
      throws GeneralSecurityException, VerificationException {
    VerifierKey key = VerifierKey.parse(vkey);
    this.vkey = vkey;
    this.name = key.name();
    this.id = key.id();
    this.secret =
        KeyFactory.getInstance("Ed25519")
            .generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, seed));
    byte[] probe = "the two halves belong together".getBytes(StandardCharsets.US_ASCII);
    key.verify(probe, Arrays.copyOfRange(blob(probe, 0), ID_BYTES, ID_BYTES + 72));
  }

  /** Reads a key file, or makes one under this name where there is none. */
  public static WitnessKey open(Path file, String name) throws IOException {
    try {
      if (!Files.exists(file)) {
        generate(file, name);
      }
      List<String> lines = Files.readAllLines(file);
      if (lines.size() != 2) {
        throw new IOException(file + " is not a public key and a seed");
      }
      WitnessKey key = new WitnessKey(lines.get(0), HexFormat.of().parseHex(lines.get(1)));
      if (!key.name.equals(name)) {
        throw new IOException(file + " is the key of " + key.name + ", not of " + name);
      }
      return key;
    } catch (GeneralSecurityException | VerificationException | IllegalArgumentException e) {
      throw new IOException(file + " is not the key of a witness: " + e.getMessage(), e);
    }
  }

  /** The public key in C2SP form. */
  public String verifierKey() {
    return vkey;
  }

  /** The cosignature line under the text of a checkpoint, at a POSIX second. */
  String cosign(String text, long time) {
    byte[] blob = blob(text.getBytes(StandardCharsets.UTF_8), time);
    return "\u2014 " + name + " " + Base64.getEncoder().encodeToString(blob) + "\n";
  }

  private byte[] blob(byte[] text, long time) {
    try {
      Signature signature = Signature.getInstance("Ed25519");
      signature.initSign(secret);
      String head = "cosignature/v1\ntime " + time + "\n";
      signature.update(head.getBytes(StandardCharsets.US_ASCII));
      signature.update(text);
      byte[] signed = signature.sign();
      return ByteBuffer.allocate(ID_BYTES + Long.BYTES + signed.length)
          .put(id)
          .putLong(time)
          .put(signed)
          .array();
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every JDK from 15 on has Ed25519", impossible);
    }
  }

  private static void generate(Path file, String name)
      throws IOException, GeneralSecurityException {
    KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    byte[] encoded = pair.getPublic().getEncoded();
    byte[] blob = new byte[1 + SEED_BYTES];
    blob[0] = VerifierKey.ED25519_COSIGNATURE;
    System.arraycopy(encoded, encoded.length - SEED_BYTES, blob, 1, SEED_BYTES);
    byte[] seed = ((EdECPrivateKey) pair.getPrivate()).getBytes().orElseThrow();
    MessageDigest sha = MessageDigest.getInstance("SHA-256");
    sha.update((name + "\n").getBytes(StandardCharsets.UTF_8));
    String id = HexFormat.of().formatHex(Arrays.copyOf(sha.digest(blob), ID_BYTES));
    String vkey = name + "+" + id + "+" + Base64.getEncoder().encodeToString(blob);
    Path parent = file.toAbsolutePath().getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(
        file, vkey + "\n" + HexFormat.of().formatHex(seed) + "\n", StandardOpenOption.WRITE);
  }
}
