package uk.yjx.cli.people;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads comma-separated records one at a time (RFC 4180); fields are stripped of outer spaces. */
final class CsvReader implements Closeable {

  private static final int MARK = 0xFEFF;

  private final BufferedReader in;
  private int next;

  CsvReader(Reader reader) throws IOException {
    in = new BufferedReader(reader);
    next = in.read();
    if (next == MARK) {
      next = in.read();
    }
  }

  /** The next record that is not blank; null at the end. */
  @Nullable List<String> read() throws IOException {
    while (next >= 0) {
      List<String> record = record();
      if (!(record.size() == 1 && record.getFirst().isEmpty())) {
        return record;
      }
    }
    return null;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  private List<String> record() throws IOException {
    List<String> fields = new ArrayList<>();
    fields.add(field());
    while (next == ',') {
      next = in.read();
      fields.add(field());
    }
    if (next == '\r') {
      next = in.read();
    }
    if (next == '\n') {
      next = in.read();
    }
    return fields;
  }

  private String field() throws IOException {
    StringBuilder value = new StringBuilder();
    while (next == ' ') {
      next = in.read();
    }
    if (next == '"') {
      next = in.read();
      quoted(value);
    }
    while (next >= 0 && next != ',' && next != '\r' && next != '\n') {
      value.append((char) next);
      next = in.read();
    }
    return value.toString().strip();
  }

  private void quoted(StringBuilder value) throws IOException {
    while (next >= 0) {
      if (next == '"') {
        next = in.read();
        if (next != '"') {
          return;
        }
      }
      value.append((char) next);
      next = in.read();
    }
  }
}
