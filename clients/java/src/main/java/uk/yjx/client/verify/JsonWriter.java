package uk.yjx.client.verify;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** Writes RFC 8785: members by UTF-16 code units, no space, the shortest escapes. */
final class JsonWriter {
  private static final String HEX = "0123456789abcdef";

  private final StringBuilder out = new StringBuilder(1024);

  private JsonWriter() {}

  static byte[] write(JsonValue value) {
    JsonWriter writer = new JsonWriter();
    writer.value(value, 1);
    return writer.out.toString().getBytes(StandardCharsets.UTF_8);
  }

  static boolean isPaired(String string) {
    for (int i = 0; i < string.length(); i++) {
      char c = string.charAt(i);
      if (Character.isHighSurrogate(c)
          && i + 1 < string.length()
          && Character.isLowSurrogate(string.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(c)) {
        return false;
      }
    }
    return true;
  }

  private void value(JsonValue value, int depth) {
    if (depth > CanonicalJson.MAX_DEPTH + 1) {
      throw new IllegalArgumentException("nested beyond " + CanonicalJson.MAX_DEPTH + " levels");
    }
    switch (value) {
      case JsonValue.Text text -> string(text.value());
      case JsonValue.Whole whole -> out.append(whole.value());
      case JsonValue.Truth truth -> out.append(truth.value());
      case JsonValue.Null() -> out.append("null");
      case JsonValue.Items items -> items(items, depth);
      case JsonValue.Members members -> members(members, depth);
    }
  }

  private void items(JsonValue.Items items, int depth) {
    out.append('[');
    String separator = "";
    for (JsonValue item : items.values()) {
      out.append(separator);
      value(item, depth + 1);
      separator = ",";
    }
    out.append(']');
  }

  private void members(JsonValue.Members members, int depth) {
    out.append('{');
    String separator = "";
    // String's own order is that of UTF-16 code units, which is what RFC 8785 asks for.
    for (Map.Entry<String, JsonValue> member : new TreeMap<>(members.values()).entrySet()) {
      out.append(separator);
      string(member.getKey());
      out.append(':');
      value(member.getValue(), depth + 1);
      separator = ",";
    }
    out.append('}');
  }

  private void string(String string) {
    if (!isPaired(string)) {
      throw new IllegalArgumentException("string with an unpaired surrogate");
    }
    out.append('"');
    for (int i = 0; i < string.length(); i++) {
      character(string.charAt(i));
    }
    out.append('"');
  }

  private void character(char c) {
    switch (c) {
      case '"' -> out.append("\\\"");
      case '\\' -> out.append("\\\\");
      case '\b' -> out.append("\\b");
      case '\f' -> out.append("\\f");
      case '\n' -> out.append("\\n");
      case '\r' -> out.append("\\r");
      case '\t' -> out.append("\\t");
      default -> {
        if (c < ' ') {
          out.append("\\u00").append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
        } else {
          out.append(c);
        }
      }
    }
  }
}
