package uk.yjx.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import uk.yjx.cli.output.Cell;
import uk.yjx.cli.output.Screen;
import uk.yjx.client.Errors;
import uk.yjx.client.ExchangeException;
import uk.yjx.client.verify.VerificationException;
import uk.yjx.common.v1.FieldViolation;
import uk.yjx.server.storage.StorageException;

/**
 * One clear line for whatever ended a command.
 *
 * @param exitCode the exit status
 * @param code canonical gRPC status, empty when the exchange was not involved
 * @param reason in UPPER_SNAKE_CASE
 * @param message one sentence
 * @param violations what is wrong with which field
 */
record FailureReport(
    int exitCode, String code, String reason, String message, List<FieldViolation> violations) {

  /** The report for a failure. */
  static FailureReport of(Throwable failure) {
    return switch (failure) {
      case CompletionException e when e.getCause() != null -> of(e.getCause());
      case ExecutionException e when e.getCause() != null -> of(e.getCause());
      case UncheckedIOException e when e.getCause() != null -> of(e.getCause());
      case CommandFailure e -> local(e.exitCode(), e.reason(), text(e));
      case ExchangeException e -> refused(e);
      case StatusRuntimeException e -> refused(Errors.of(e));
      case StatusException e -> refused(Errors.of(e));
      case VerificationException e ->
          local(ExitCode.PROBLEMS, e.defect().name(), "does not verify: " + text(e));
      case StorageException e -> local(ExitCode.ENVIRONMENT, "STORAGE", text(e));
      case BindException e -> local(ExitCode.ENVIRONMENT, "PORT_UNUSABLE", text(e));
      case NoSuchFileException e ->
          local(ExitCode.USAGE, "FILE_NOT_FOUND", "there is no file " + e.getFile());
      case FileAlreadyExistsException e ->
          local(ExitCode.USAGE, "FILE_EXISTS", e.getFile() + " exists and is not overwritten");
      case FileSystemException e ->
          local(ExitCode.ENVIRONMENT, "FILE_UNUSABLE", "cannot use " + e.getMessage());
      case IOException e -> local(ExitCode.ENVIRONMENT, "INPUT_OUTPUT", text(e));
      case InterruptedException e -> local(ExitCode.UNAVAILABLE, "INTERRUPTED", "interrupted");
      default ->
          local(
              ExitCode.INTERNAL,
              "INTERNAL",
              failure.getClass().getSimpleName()
                  + ": "
                  + text(failure)
                  + " (this is a mistake in yjx; --verbose shows where)");
    };
  }

  /** Prints the line, or with JSON the object, on standard error. */
  void print(Screen screen) {
    if (screen.json()) {
      screen.err().println(json());
      return;
    }
    StringBuilder line = new StringBuilder("yjx: ");
    if (!code.isEmpty()) {
      line.append(code).append(reason.isEmpty() ? "" : " " + reason).append(": ");
    }
    line.append(message);
    List<String> fields = new ArrayList<>();
    for (FieldViolation violation : violations) {
      fields.add(violation.getField() + ": " + violation.getDescription());
    }
    line.append(fields.isEmpty() ? "" : " (" + String.join("; ", fields) + ")");
    screen.err().println(Cell.of(line.toString()).text());
  }

  private String json() {
    JsonArray fields = new JsonArray();
    for (FieldViolation violation : violations) {
      JsonObject field = new JsonObject();
      field.addProperty("field", violation.getField());
      field.addProperty("rule", violation.getRule());
      field.addProperty("description", violation.getDescription());
      fields.add(field);
    }
    JsonObject error = new JsonObject();
    error.addProperty("code", code);
    error.addProperty("reason", reason);
    error.addProperty("message", message);
    error.add("violations", fields);
    JsonObject all = new JsonObject();
    all.add("error", error);
    all.addProperty("exit", exitCode);
    return all.toString();
  }

  private static FailureReport refused(ExchangeException e) {
    boolean later = isMomentary(e.code());
    String message = plain(e);
    if (e.retryAfter().isPresent()) {
      message += " (try again in " + e.retryAfter().get().toMillis() + " ms)";
    }
    return new FailureReport(
        later ? ExitCode.UNAVAILABLE : ExitCode.REFUSED,
        e.code().name(),
        e.reason(),
        message,
        e.violations());
  }

  // The exception's own text repeats code and reason, which have their own places here.
  private static String plain(ExchangeException e) {
    String prefix = e.reason().isEmpty() ? e.code() + ": " : e.code() + " " + e.reason() + ": ";
    String text = text(e);
    return text.startsWith(prefix) ? text.substring(prefix.length()) : text;
  }

  private static boolean isMomentary(Status.Code code) {
    return switch (code) {
      case UNAVAILABLE, DEADLINE_EXCEEDED, RESOURCE_EXHAUSTED, CANCELLED -> true;
      case OK, UNKNOWN, INVALID_ARGUMENT, NOT_FOUND, ALREADY_EXISTS, PERMISSION_DENIED -> false;
      case FAILED_PRECONDITION, ABORTED, OUT_OF_RANGE, UNIMPLEMENTED -> false;
      case INTERNAL, DATA_LOSS, UNAUTHENTICATED -> false;
    };
  }

  private static FailureReport local(int exitCode, String reason, String message) {
    return new FailureReport(exitCode, "", reason, message, List.of());
  }

  private static String text(Throwable failure) {
    return failure.getMessage() == null ? "no details" : failure.getMessage();
  }
}
