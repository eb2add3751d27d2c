package uk.yjx.client.verify;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/** A recursive reader of restricted JSON; errors name the position, never the content. */
final class JsonReader {
  private final String text;
  private int at;
  private int depth;

  JsonReader(byte[] json) throws VerificationException {
    if (json.length > CanonicalJson.MAX_BYTES) {
      throw new VerificationException(
          Defect.JSON_MALFORMED, "JSON is longer than " + CanonicalJson.MAX_BYTES + " bytes");
    }
    try {
      // A fresh decoder reports malformed input instead of replacing it.
      this.text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(json)).toString();
    } catch (CharacterCodingException malformed) {
      throw new VerificationException(Defect.JSON_MALFORMED, "JSON is not valid UTF-8");
    }
  }

  JsonValue document() throws VerificationException {
    skipSpace();
    JsonValue value = value();
    skipSpace();
    if (at != text.length()) {
      throw malformed("text after the value");
    }
    return value;
  }

  private JsonValue value() throws VerificationException {
    return switch (peek()) {
      case '{' -> members();
      case '[' -> items();
      case '"' -> new JsonValue.Text(string());
      case 't' -> literal("true", new JsonValue.Truth(true));
      case 'f' -> literal("false", new JsonValue.Truth(false));
      case 'n' -> literal("null", new JsonValue.Null());
      default -> whole();
    };
  }

  private JsonValue members() throws VerificationException {
    enter();
    LinkedHashMap<String, JsonValue> values = new LinkedHashMap<>();
    boolean more = !closes('}');
    while (more) {
      skipSpace();
      String name = string();
      skipSpace();
      take(':');
      skipSpace();
      if (values.putIfAbsent(name, value()) != null) {
        throw malformed("duplicate key");
      }
      more = continues('}');
    }
    depth--;
    return new JsonValue.Members(values);
  }

  private JsonValue items() throws VerificationException {
    enter();
    List<JsonValue> values = new ArrayList<>();
    boolean more = !closes(']');
    while (more) {
      skipSpace();
      values.add(value());
      more = continues(']');
    }
    depth--;
    return new JsonValue.Items(values);
  }

  private void enter() throws VerificationException {
    at++;
    depth++;
    if (depth > CanonicalJson.MAX_DEPTH) {
      throw malformed("nesting beyond " + CanonicalJson.MAX_DEPTH + " levels");
    }
  }

  private boolean closes(char end) throws VerificationException {
    skipSpace();
    if (peek() == end) {
      at++;
      return true;
    }
    return false;
  }

  private boolean continues(char end) throws VerificationException {
    if (closes(end)) {
      return false;
    }
    take(',');
    return true;
  }

  private String string() throws VerificationException {
    take('"');
    StringBuilder out = new StringBuilder();
    while (true) {
      char c = next();
      if (c == '"') {
        return requirePaired(out);
      }
      if (c < ' ') {
        throw malformed("control character in a string");
      }
      out.append(c == '\\' ? escape() : c);
    }
  }

  private char escape() throws VerificationException {
    char c = next();
    return switch (c) {
      case '"', '\\', '/' -> c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> hex();
      default -> throw malformed("unknown escape");
    };
  }

  private char hex() throws VerificationException {
    int unit = 0;
    for (int i = 0; i < 4; i++) {
      char c = next();
      int digit = c < 0x80 ? Character.digit(c, 16) : -1;
      if (digit < 0) {
        throw malformed("escape without four hexadecimal digits");
      }
      unit = unit << 4 | digit;
    }
    return (char) unit;
  }

  private String requirePaired(StringBuilder out) throws VerificationException {
    String string = out.toString();
    if (!JsonWriter.isPaired(string)) {
      throw malformed("unpaired surrogate");
    }
    return string;
  }

  private JsonValue whole() throws VerificationException {
    int start = at;
    if (peek() == '-') {
      at++;
    }
    int first = at;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    String digits = text.substring(first, at);
    boolean plain = digits.equals("0") ? first == start : !digits.startsWith("0");
    // 16 digits hold 2^53-1, and keep the parse below from overflowing.
    if (digits.isEmpty() || !plain || digits.length() > 16) {
      throw malformed("not a value of the restricted form");
    }
    long value = Long.parseLong(text.substring(start, at));
    if (value < -JsonValue.Whole.MAX || value > JsonValue.Whole.MAX) {
      throw malformed("whole number beyond 2^53-1");
    }
    return new JsonValue.Whole(value);
  }

  private JsonValue literal(String word, JsonValue value) throws VerificationException {
    if (!text.startsWith(word, at)) {
      throw malformed("not a value of the restricted form");
    }
    at += word.length();
    return value;
  }

  private void skipSpace() {
    while (at < text.length() && " \t\n\r".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private char peek() throws VerificationException {
    if (at >= text.length()) {
      throw malformed("text ends early");
    }
    return text.charAt(at);
  }

  private char next() throws VerificationException {
    char c = peek();
    at++;
    return c;
  }

  private void take(char wanted) throws VerificationException {
    if (next() != wanted) {
      throw malformed("expected '" + wanted + "'");
    }
  }

  private VerificationException malformed(String what) {
    return new VerificationException(Defect.JSON_MALFORMED, what + " at character " + at);
  }
}
