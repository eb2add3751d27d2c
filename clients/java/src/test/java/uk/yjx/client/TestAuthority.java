package uk.yjx.client;

import java.io.IOException;
import java.io.Writer;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Issues certificates for tests over real TLS. */
final class TestAuthority {

  private static final Instant FROM = Instant.parse("2020-01-01T00:00:00Z");
  private static final Instant TO = Instant.parse("2099-01-01T00:00:00Z");

  private final Path folder;
  private final X500Name name;
  private final KeyPair pair;
  private long serial = 1;

  TestAuthority(Path folder, String name) throws Exception {
    this.folder = Files.createDirectories(folder);
    this.name = new X500Name("CN=" + name);
    this.pair = keyPair();
    JcaX509v3CertificateBuilder builder = builder(this.name, pair);
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
    write(authorities(), sign(builder, pair.getPrivate()));
  }

  /** The authority's own certificate. */
  Path authorities() {
    return folder.resolve("authority.pem");
  }

  /** Issues a certificate for a name, which is also its DNS name. */
  ClientCredentials issue(String subject) throws Exception {
    KeyPair own = keyPair();
    JcaX509v3CertificateBuilder builder = builder(new X500Name("CN=" + subject), own);
    builder.addExtension(
        Extension.subjectAlternativeName,
        false,
        new GeneralNames(new GeneralName(GeneralName.dNSName, subject)));
    Path certificate = folder.resolve(subject + ".pem");
    Path key = folder.resolve(subject + ".key");
    write(certificate, sign(builder, pair.getPrivate()));
    write(key, new JcaPKCS8Generator(own.getPrivate(), null));
    return new ClientCredentials(certificate, key, authorities());
  }

  private JcaX509v3CertificateBuilder builder(X500Name subject, KeyPair own) {
    return new JcaX509v3CertificateBuilder(
        name,
        BigInteger.valueOf(serial++),
        Date.from(FROM),
        Date.from(TO),
        subject,
        own.getPublic());
  }

  private static X509CertificateHolder sign(JcaX509v3CertificateBuilder builder, PrivateKey key)
      throws Exception {
    return builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(key));
  }

  private static KeyPair keyPair() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return generator.generateKeyPair();
  }

  private static void write(Path file, Object pem) throws IOException {
    try (Writer text = Files.newBufferedWriter(file);
        JcaPEMWriter writer = new JcaPEMWriter(text)) {
      writer.writeObject(pem);
    }
  }
}
