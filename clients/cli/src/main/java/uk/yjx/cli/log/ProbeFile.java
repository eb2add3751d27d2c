package uk.yjx.cli.log;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import uk.yjx.cli.CommandFailure;
import uk.yjx.client.verify.ProofProbe;
import uk.yjx.client.verify.VerificationException;

/** A file of proofs for comparing implementations: {@code {"probes":[{"name":…}, …]}}. */
public final class ProbeFile {

  private static final Set<String> INCLUSION = Set.of("leafIdx", "treeSize", "root", "leafHash");
  private static final Set<String> CONSISTENCY = Set.of("size1", "size2", "root1", "root2");

  private ProbeFile() {}

  /**
   * What one probe came to.
   *
   * @param name its name, without control characters
   * @param accepted whether the proof carries the claim; false for a probe that cannot be read
   */
  public record Verdict(String name, boolean accepted) {}

  /** The verdict on every probe of a file, in its order; only a file without probes is refused. */
  public static List<Verdict> check(Path file) throws IOException {
    List<Verdict> verdicts = new ArrayList<>();
    for (JsonElement probe : probes(file)) {
      verdicts.add(verdict(probe, verdicts.size()));
    }
    return verdicts;
  }

  private static JsonArray probes(Path file) throws IOException {
    try (Reader text = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      JsonElement all = JsonParser.parseReader(text);
      if (all.isJsonObject() && all.getAsJsonObject().get("probes") instanceof JsonArray probes) {
        return probes;
      }
    } catch (JsonParseException | java.nio.charset.CharacterCodingException e) {
      throw CommandFailure.file(file + " is not JSON", e);
    }
    throw CommandFailure.usage(file + " has no array «probes»");
  }

  private static Verdict verdict(JsonElement element, int index) {
    String name = "#" + index;
    if (!(element instanceof JsonObject probe)) {
      return new Verdict(name, false);
    }
    name = text(probe, "name").map(ProbeFile::oneLine).orElse(name);
    try {
      Optional<ProofProbe> read = read(probe);
      if (read.isPresent()) {
        read.get().verify();
        return new Verdict(name, true);
      }
    } catch (VerificationException refused) {
      // The verdict says so.
    }
    return new Verdict(name, false);
  }

  private static Optional<ProofProbe> read(JsonObject probe) {
    Optional<List<String>> proof = proof(probe.get("proof"));
    boolean inclusion = INCLUSION.stream().allMatch(m -> text(probe, m).isPresent());
    boolean consistency = CONSISTENCY.stream().allMatch(m -> text(probe, m).isPresent());
    // A probe that claims both claims nothing clearly.
    if (proof.isEmpty() || inclusion == consistency) {
      return Optional.empty();
    }
    return Optional.of(
        inclusion
            ? new ProofProbe.Inclusion(
                member(probe, "leafIdx"),
                member(probe, "treeSize"),
                member(probe, "root"),
                member(probe, "leafHash"),
                proof.get())
            : new ProofProbe.Consistency(
                member(probe, "size1"),
                member(probe, "size2"),
                member(probe, "root1"),
                member(probe, "root2"),
                proof.get()));
  }

  /** Go writes an empty list as null; published vectors hold both. */
  private static Optional<List<String>> proof(@Nullable JsonElement element) {
    if (element == null || element.isJsonNull()) {
      return element == null ? Optional.empty() : Optional.of(List.of());
    }
    if (!element.isJsonArray()) {
      return Optional.empty();
    }
    List<String> hashes = new ArrayList<>();
    for (JsonElement hash : element.getAsJsonArray()) {
      if (!hash.isJsonPrimitive() || !hash.getAsJsonPrimitive().isString()) {
        return Optional.empty();
      }
      hashes.add(hash.getAsString());
    }
    return Optional.of(hashes);
  }

  private static String member(JsonObject probe, String name) {
    return text(probe, name).orElseThrow();
  }

  /** A text, or a number in exactly the digits it was written with. */
  private static Optional<String> text(JsonObject probe, String name) {
    JsonElement value = probe.get(name);
    return value != null && value.isJsonPrimitive() && !value.getAsJsonPrimitive().isBoolean()
        ? Optional.of(value.getAsString())
        : Optional.empty();
  }

  private static String oneLine(String name) {
    return name.replaceAll("\\p{Cntrl}", " ");
  }
}
