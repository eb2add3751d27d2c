package uk.yjx.server.identity;

import java.math.BigInteger;
import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.regex.Pattern;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import uk.yjx.server.kernel.PrincipalId;

/**
 * A small certificate authority for development, demonstrations and tests: EC P-256 keys, one
 * level. Agencies bring their own authority in production; the exchange only ever sees its
 * certificate.
 */
public final class CertificateAuthority {
  /** How long an authority's own certificate lasts. */
  public static final Duration AUTHORITY_VALIDITY = Duration.ofDays(3650);

  /** Certificates begin this much earlier, for clients whose clock is slow. */
  static final Duration CLOCK_SKEW = Duration.ofMinutes(5);

  private static final int SERIAL_BITS = 127;
  private static final Pattern TRUST_DOMAIN = Pattern.compile("[a-z0-9][a-z0-9.-]{0,252}");

  private final Credentials own;
  private final InstantSource clock;
  private final SecureRandom random;

  private CertificateAuthority(Credentials own, InstantSource clock, SecureRandom random) {
    this.own = own;
    this.clock = clock;
    this.random = random;
  }

  /** Makes a new authority with a key of its own. */
  public static CertificateAuthority create(String name, InstantSource clock, SecureRandom random) {
    KeyPair keys = newKeys(random);
    X500Principal subject = new X500Principal("CN=" + name);
    Instant now = clock.instant();
    JcaX509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            subject,
            new BigInteger(SERIAL_BITS, random),
            Date.from(now.minus(CLOCK_SKEW)),
            Date.from(now.plus(AUTHORITY_VALIDITY)),
            subject,
            keys.getPublic());
    try {
      JcaX509ExtensionUtils ids = new JcaX509ExtensionUtils();
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
      builder.addExtension(
          Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
      builder.addExtension(
          Extension.subjectKeyIdentifier, false, ids.createSubjectKeyIdentifier(keys.getPublic()));
      X509Certificate certificate = sign(builder, keys, random);
      return new CertificateAuthority(
          new Credentials(certificate, keys.getPrivate()), clock, random);
    } catch (GeneralSecurityException | OperatorCreationException | CertIOException e) {
      throw new IllegalStateException("the authority's certificate cannot be made", e);
    }
  }

  /** Uses an authority made earlier. */
  public static CertificateAuthority of(Credentials own, InstantSource clock, SecureRandom random) {
    if (own.certificate().getBasicConstraints() < 0) {
      throw new IllegalArgumentException("the certificate is not an authority's");
    }
    return new CertificateAuthority(own, clock, random);
  }

  /** The authority's own certificate and key. */
  public Credentials credentials() {
    return own;
  }

  /** The authority's certificate: what trusts it has to know. */
  public X509Certificate certificate() {
    return own.certificate();
  }

  /**
   * Issues a certificate for a server.
   *
   * @param hosts DNS names and IP addresses it answers on, at least one
   */
  public Credentials issueServer(List<String> hosts, Duration validity) {
    GeneralName[] names =
        hosts.stream().map(CertificateAuthority::hostName).toArray(GeneralName[]::new);
    if (names.length == 0) {
      throw new IllegalArgumentException("a server certificate needs at least one host");
    }
    return issue(
        hosts.getFirst(), new GeneralNames(names), KeyPurposeId.id_kp_serverAuth, validity);
  }

  /**
   * Issues a certificate for a principal, with the single URI {@code
   * spiffe://<trust-domain>/agency/<agency>/<system|user>/<name>}.
   */
  public Credentials issueClient(String trustDomain, PrincipalId principal, Duration validity) {
    if (!TRUST_DOMAIN.matcher(trustDomain).matches()) {
      throw new IllegalArgumentException("a trust domain is a host name in lower case");
    }
    return issueClient(List.of("spiffe://" + trustDomain + "/agency/" + principal), validity);
  }

  /** Issues a certificate with any URIs, also such as the exchange refuses. */
  Credentials issueClient(List<String> uris, Duration validity) {
    GeneralName[] names =
        uris.stream()
            .map(uri -> new GeneralName(GeneralName.uniformResourceIdentifier, uri))
            .toArray(GeneralName[]::new);
    return issue("yjx client", new GeneralNames(names), KeyPurposeId.id_kp_clientAuth, validity);
  }

  private Credentials issue(
      String commonName, GeneralNames names, KeyPurposeId purpose, Duration validity) {
    KeyPair keys = newKeys(random);
    Instant now = clock.instant();
    Instant wanted = now.plus(validity);
    Instant last = own.certificate().getNotAfter().toInstant();
    JcaX509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            own.certificate(),
            new BigInteger(SERIAL_BITS, random),
            Date.from(now.minus(CLOCK_SKEW)),
            Date.from(wanted.isAfter(last) ? last : wanted),
            new X500Principal("CN=" + commonName),
            keys.getPublic());
    try {
      JcaX509ExtensionUtils ids = new JcaX509ExtensionUtils();
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
      builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
      builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purpose));
      builder.addExtension(
          Extension.authorityKeyIdentifier,
          false,
          ids.createAuthorityKeyIdentifier(own.certificate()));
      builder.addExtension(Extension.subjectAlternativeName, false, names);
      KeyPair signer = new KeyPair(own.certificate().getPublicKey(), own.key());
      return new Credentials(sign(builder, signer, random), keys.getPrivate());
    } catch (GeneralSecurityException | OperatorCreationException | CertIOException e) {
      throw new IllegalStateException("the certificate cannot be made", e);
    }
  }

  private static X509Certificate sign(
      JcaX509v3CertificateBuilder builder, KeyPair signer, SecureRandom random)
      throws OperatorCreationException, GeneralSecurityException {
    return new JcaX509CertificateConverter()
        .getCertificate(
            builder.build(
                new JcaContentSignerBuilder("SHA256withECDSA")
                    .setSecureRandom(random)
                    .build(signer.getPrivate())));
  }

  private static GeneralName hostName(String host) {
    try {
      return new GeneralName(GeneralName.iPAddress, InetAddress.ofLiteral(host).getHostAddress());
    } catch (IllegalArgumentException notAnAddress) {
      return new GeneralName(GeneralName.dNSName, host);
    }
  }

  private static KeyPair newKeys(SecureRandom random) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"), random);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has P-256", e);
    }
  }
}
