package uk.yjx.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import uk.yjx.cli.output.Screen;
import uk.yjx.cli.output.Table;

/** Where nothing was heard for more than two heartbeats of the exchange. */
record HeartbeatBreaks(Screen screen) {
  private static final Duration BREAK = Duration.ofMinutes(11);

  /** Shows them; the exit status says whether there are any. */
  int show(List<FoundEvent> beats) {
    JsonArray all = new JsonArray();
    Table table = Table.of("silent from", "to", "seconds");
    Instant last = null;
    for (FoundEvent beat : beats) {
      Instant at = Instant.parse(beat.text("t"));
      if (last != null && Duration.between(last, at).compareTo(BREAK) > 0) {
        String seconds = Long.toString(Duration.between(last, at).toSeconds());
        table.row(last.toString(), at.toString(), seconds);
        JsonObject one = new JsonObject();
        one.addProperty("from", last.toString());
        one.addProperty("to", at.toString());
        all.add(one);
      }
      last = at;
    }
    if (screen.json()) {
      screen.json(all.toString());
    } else {
      screen.show(table);
      screen.say(beats.size() + " heartbeats, " + all.size() + " breaks");
    }
    return all.isEmpty() ? ExitCode.OK : ExitCode.PROBLEMS;
  }
}
