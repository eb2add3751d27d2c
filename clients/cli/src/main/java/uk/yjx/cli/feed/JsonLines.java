package uk.yjx.cli.feed;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Messages as lines of protobuf JSON, read one at a time; empty lines are skipped. Errors name the
 * line and never repeat what stands in it.
 */
public final class JsonLines<M extends Message> implements AutoCloseable {

  /** Characters of a line, at most: more than the largest message of the contract. */
  private static final int LINE_MAX = 4 * 1024 * 1024;

  private final BufferedReader reader;
  private final Supplier<Message.Builder> builder;
  private final Class<M> type;
  private long number;

  private JsonLines(BufferedReader reader, Supplier<Message.Builder> builder, Class<M> type) {
    this.reader = reader;
    this.builder = builder;
    this.type = type;
  }

  /** Reads a file, or {@code in} when its name is «-». */
  public static <M extends Message> JsonLines<M> open(Path file, InputStream in, M example)
      throws IOException {
    BufferedReader reader =
        file.toString().equals("-")
            ? new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
            : Files.newBufferedReader(file);
    @SuppressWarnings("unchecked") // a message's class is its own type
    Class<M> type = (Class<M>) example.getClass();
    return new JsonLines<>(reader, example::newBuilderForType, type);
  }

  /** The number of lines that hold something; empty for standard input, which comes only once. */
  public static Optional<Long> count(Path file) throws IOException {
    if (file.toString().equals("-")) {
      return Optional.empty();
    }
    try (Stream<String> lines = Files.lines(file)) {
      return Optional.of(lines.filter(line -> !line.isBlank()).count());
    }
  }

  /** The next message; null at the end. Throws {@link BadLine} for a line that is none. */
  public @Nullable M next() throws IOException {
    String line;
    do {
      line = reader.readLine();
      number++;
    } while (line != null && line.isBlank());
    if (line == null) {
      return null;
    }
    if (line.length() > LINE_MAX) {
      throw new BadLine("line " + number + " is longer than " + LINE_MAX + " characters");
    }
    try {
      Message.Builder one = builder.get();
      JsonFormat.parser().merge(line, one);
      return type.cast(one.build());
    } catch (InvalidProtocolBufferException e) {
      throw new BadLine("line " + number + " is not JSON of a " + type.getSimpleName());
    }
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }

  /** A line that cannot be read. */
  public static final class BadLine extends IOException {

    private static final long serialVersionUID = 1L;

    BadLine(String message) {
      super(message);
    }
  }
}
