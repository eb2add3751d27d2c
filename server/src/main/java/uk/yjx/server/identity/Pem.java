package uk.yjx.server.identity;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemWriter;

/** Certificates and keys in the text form of RFC 7468. */
public final class Pem {
  private static final String OWNER_ONLY = "rw-------";
  private static final String READABLE = "rw-r--r--";

  private Pem() {}

  /** The certificate as text. */
  public static String certificate(X509Certificate certificate) {
    return text("CERTIFICATE", der(certificate));
  }

  /** The one certificate in the text; throws CertificateException for anything else. */
  public static X509Certificate certificate(String pem) throws CertificateException {
    byte[] bytes = pem.getBytes(StandardCharsets.US_ASCII);
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(bytes));
  }

  /** SHA-256 of the certificate's DER form, 64 lower-case hexadecimal digits. */
  public static String sha256(X509Certificate certificate) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(der(certificate)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** Writes a certificate that everyone may read. */
  public static void writeCertificate(Path file, X509Certificate certificate) throws IOException {
    write(file, certificate(certificate), READABLE);
  }

  /** Writes a private key (PKCS #8, not encrypted) that only the owner may read. */
  public static void writeKey(Path file, PrivateKey key) throws IOException {
    write(file, text("PRIVATE KEY", key.getEncoded()), OWNER_ONLY);
  }

  /** Reads a certificate; throws IOException when there is none. */
  public static X509Certificate readCertificate(Path file) throws IOException {
    try {
      return certificate(Files.readString(file, StandardCharsets.US_ASCII));
    } catch (CertificateException e) {
      throw new IOException(file + " is not a certificate in PEM form", e);
    }
  }

  /**
   * Reads a private key, PKCS #8 or SEC 1, not encrypted; throws IOException when there is none.
   */
  public static PrivateKey readKey(Path file) throws IOException {
    String text = Files.readString(file, StandardCharsets.US_ASCII);
    try (PEMParser parser = new PEMParser(new StringReader(text))) {
      JcaPEMKeyConverter converter = new JcaPEMKeyConverter();
      return switch (parser.readObject()) {
        case PrivateKeyInfo info -> converter.getPrivateKey(info);
        case PEMKeyPair pair -> converter.getPrivateKey(pair.getPrivateKeyInfo());
        case null, default -> throw new IOException(file + " is not a private key in PEM form");
      };
    }
  }

  static byte[] der(X509Certificate certificate) {
    try {
      return certificate.getEncoded();
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("a parsed certificate has its bytes", e);
    }
  }

  private static String text(String type, byte[] bytes) {
    StringWriter text = new StringWriter();
    try (PemWriter pem = new PemWriter(text)) {
      pem.writeObject(new PemObject(type, bytes));
    } catch (IOException e) {
      throw new IllegalStateException("a string can always be written to", e);
    }
    return text.toString();
  }

  private static void write(Path file, String text, String permissions) throws IOException {
    Files.deleteIfExists(file);
    if (Files.getFileStore(file.toAbsolutePath().getParent()).supportsFileAttributeView("posix")) {
      // The mode is set before the first byte, so that no one reads the key in between.
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions)));
    }
    Files.writeString(file, text, StandardCharsets.US_ASCII);
  }
}
