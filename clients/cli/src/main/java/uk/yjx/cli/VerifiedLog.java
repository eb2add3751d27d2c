package uk.yjx.cli;

import com.google.gson.JsonObject;
import java.util.Base64;
import java.util.NavigableMap;
import java.util.Optional;
import uk.yjx.cli.log.OpeningsCheck;
import uk.yjx.cli.output.Screen;
import uk.yjx.cli.output.Table;
import uk.yjx.cli.output.Tone;
import uk.yjx.client.verify.Checkpoint;

/**
 * A log that verifies, for people or programs.
 *
 * @param checkpoint the newest
 * @param kept those seen from here before, by size
 * @param opened what its openings came to, where they were read
 */
record VerifiedLog(
    Checkpoint checkpoint,
    NavigableMap<Long, Checkpoint> kept,
    Optional<OpeningsCheck.Counts> opened) {

  void show(Screen screen) {
    String root = Base64.getEncoder().encodeToString(checkpoint.root());
    long from = kept.isEmpty() ? 0 : kept.lastKey();
    if (screen.json()) {
      JsonObject result = new JsonObject();
      result.addProperty("origin", checkpoint.origin());
      result.addProperty("size", checkpoint.size());
      result.addProperty("root", root);
      result.addProperty("consistent_from", from);
      result.addProperty("checkpoints", kept.size());
      opened.ifPresent(counts -> {
        result.addProperty("opened", counts.opened());
        result.addProperty("erased", counts.erased());
      });
      result.addProperty("verified", true);
      screen.json(result.toString());
      return;
    }
    Table table = Table.of("", "");
    table.row("log", checkpoint.origin());
    table.row("size", Long.toString(checkpoint.size()));
    table.row("root", root);
    table.row(
        "seen before",
        kept.isEmpty()
            ? "never from here"
            : kept.size() + " checkpoints up to " + from + " leaves, all met");
    opened.ifPresent(counts ->
        table.row(
            "openings",
            counts.opened() + " members open as committed, " + counts.erased() + " erased"));
    screen.show(table);
    screen.say("The log verifies.", Tone.GOOD);
  }
}
