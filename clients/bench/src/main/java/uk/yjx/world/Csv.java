package uk.yjx.world;

import java.util.ArrayList;
import java.util.List;

/**
 * Splits comma-separated text by RFC 4180: quoted fields may hold commas, doubled quotes and line
 * ends; a byte order mark and blank lines are skipped.
 */
final class Csv {

  /**
   * One record of the text.
   *
   * @param fields its fields, unquoted
   * @param wellQuoted false when a quote is never closed or text follows a closing quote
   */
  record Line(List<String> fields, boolean wellQuoted) {
    Line {
      fields = List.copyOf(fields);
    }
  }

  private final String text;
  private int at;
  private boolean wellQuoted = true;

  private Csv(String text) {
    this.text = text;
    this.at = text.startsWith("\uFEFF") ? 1 : 0;
  }

  /** All records of {@code text} in order. */
  static List<Line> lines(String text) {
    Csv csv = new Csv(text);
    List<Line> lines = new ArrayList<>();
    while (csv.at < text.length()) {
      Line line = csv.line();
      if (!(line.fields().size() == 1 && line.fields().getFirst().isBlank())) {
        lines.add(line);
      }
    }
    return lines;
  }

  private Line line() {
    List<String> fields = new ArrayList<>();
    wellQuoted = true;
    fields.add(field());
    while (at < text.length() && text.charAt(at) == ',') {
      at++;
      fields.add(field());
    }
    if (at < text.length() && text.charAt(at) == '\r') {
      at++;
    }
    if (at < text.length() && text.charAt(at) == '\n') {
      at++;
    }
    return new Line(fields, wellQuoted);
  }

  private String field() {
    if (at >= text.length() || text.charAt(at) != '"') {
      return plain();
    }
    at++;
    StringBuilder value = new StringBuilder();
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c != '"') {
        value.append(c);
      } else if (at < text.length() && text.charAt(at) == '"') {
        value.append('"');
        at++;
      } else {
        String rest = plain();
        wellQuoted &= rest.isEmpty();
        return value.append(rest).toString();
      }
    }
    wellQuoted = false;
    return value.toString();
  }

  private String plain() {
    int start = at;
    while (at < text.length() && ",\r\n".indexOf(text.charAt(at)) < 0) {
      at++;
    }
    return text.substring(start, at);
  }
}
