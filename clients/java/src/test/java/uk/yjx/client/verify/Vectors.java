package uk.yjx.client.verify;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/** Published vectors, read with the reader under test. */
record Vectors(JsonValue value) {

  static Vectors read(String name) {
    try (InputStream file = Vectors.class.getResourceAsStream("/vectors/audit/" + name)) {
      return new Vectors(CanonicalJson.parse(Objects.requireNonNull(file).readAllBytes()));
    } catch (IOException missing) {
      throw new UncheckedIOException(missing);
    } catch (VerificationException malformed) {
      throw new IllegalStateException(malformed);
    }
  }

  Vectors at(String name) {
    JsonValue found = ((JsonValue.Members) value).values().get(name);
    return new Vectors(Objects.requireNonNull(found, name));
  }

  List<Vectors> each() {
    return ((JsonValue.Items) value).values().stream().map(Vectors::new).toList();
  }

  String text() {
    return ((JsonValue.Text) value).value();
  }

  long number() {
    return ((JsonValue.Whole) value).value();
  }

  byte[] hex() {
    return HexFormat.of().parseHex(text());
  }

  List<byte[]> hexes() {
    return each().stream().map(Vectors::hex).toList();
  }
}
