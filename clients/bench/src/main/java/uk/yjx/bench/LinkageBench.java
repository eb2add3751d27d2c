package uk.yjx.bench;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import uk.yjx.server.matching.FileMatching;
import uk.yjx.server.matching.Outcome;
import uk.yjx.server.matching.PersonRow;
import uk.yjx.server.matching.Roster;

/** What matching files of children in families finds, misses and gets wrong. */
final class LinkageBench {
  static final String USAGE =
      """
             yjx bench linkage [--children N] [--seed N] [--regime NAME] [--dedupe] [--write DIR]
        linkage   matching of invented families with their truth; exit 1 over the aims
        --children N       children in the families (linkage; default 100000)
        --regime NAME      kinds of error: ordinary, untidy, unnumbered or partial (default ordinary)
        --dedupe           as one file instead of two
        --write DIR        also write the files, and mapping.json, for yjx match
      """;

  /** False links that may be seen, and the share of true pairs that must be linked. */
  static final int FALSE_MAX = 1;

  static final double RECALL_MIN = 0.8;

  /** How much more often than on average names of one origin may be missed. */
  static final double WORST_OVER_MEAN_MAX = 1.5;

  private static final int CHILDREN_MAX = 1_000_000;

  private static final Map<String, InventedFamilies.Regime> REGIMES =
      Map.of(
          "ordinary", new InventedFamilies.Regime(5, 4, 4, 3, 8, 4, 50, 1, 100),
          "untidy", new InventedFamilies.Regime(10, 8, 6, 6, 10, 6, 60, 2, 100),
          "unnumbered", new InventedFamilies.Regime(5, 4, 4, 3, 8, 4, 0, 0, 100),
          "partial", new InventedFamilies.Regime(6, 5, 4, 4, 10, 5, 50, 1, 60));

  private final Progress progress;
  private int children = 100_000;
  private long seed = 20_261_121;
  private String regime = "ordinary";
  private boolean single;
  private boolean json;
  private @Nullable Path written;

  private LinkageBench(String[] args, Progress progress) {
    this.progress = progress;
    for (int i = 1; i < args.length; i++) {
      if (args[i].equals("--json")) {
        json = true;
      } else if (args[i].equals("--dedupe")) {
        single = true;
      } else if (i + 1 == args.length) {
        throw new IllegalArgumentException(args[i] + " is no option, or has no value");
      } else if (args[i].equals("--children")) {
        children = Math.clamp(Integer.parseInt(args[++i]), 1, CHILDREN_MAX);
      } else if (args[i].equals("--seed")) {
        seed = Long.parseLong(args[++i]);
      } else if (args[i].equals("--regime") && REGIMES.containsKey(args[i + 1])) {
        regime = args[++i];
      } else if (args[i].equals("--write")) {
        written = Path.of(args[++i]);
      } else {
        throw new IllegalArgumentException(args[i] + " " + args[i + 1] + " is no option");
      }
    }
  }

  /** What came of it: text for standard output, and whether the aims are met. */
  record Result(String text, boolean met) {}

  /** Matches, and compares with the truth. */
  static Result run(String[] args, Progress progress) throws IOException {
    return new LinkageBench(args, progress).measure();
  }

  /** Pairs of one child by origin of the name, all and linked. */
  private record Origins(EnumMap<FamilyNames, int[]> counts) {

    double missed(FamilyNames names) {
      int[] of = counts.getOrDefault(names, new int[2]);
      return 1 - of[1] / (double) Math.max(1, of[0]);
    }

    double mean() {
      return counts.keySet().stream().mapToDouble(this::missed).average().orElse(0);
    }

    double worst() {
      return counts.keySet().stream().mapToDouble(this::missed).max().orElse(0);
    }
  }

  /** One answer of the engine. */
  private record Pair(double score, boolean same) {}

  private Result measure() throws IOException {
    progress.say("inventing families");
    InventedFamilies families =
        InventedFamilies.of(children, Objects.requireNonNull(REGIMES.get(regime)), seed);
    List<PersonRow> reported = families.reported();
    if (written != null) {
      write(written, families.known(), reported);
    }
    Roster roster = new Roster(1, 0, List.of("nhs"));
    families.known().forEach(roster::add);
    if (!single) {
      roster.endOfLeft();
    }
    reported.forEach(roster::add);
    EnumMap<FamilyNames, int[]> counts = new EnumMap<>(FamilyNames.class);
    reported.forEach(
        row -> counts.computeIfAbsent(families.origin(row.id()), none -> new int[2])[0]++);
    EnumMap<Outcome, long[]> outcomes = new EnumMap<>(Outcome.class);
    for (Outcome outcome : Outcome.values()) {
      outcomes.put(outcome, new long[2]);
    }
    List<Pair> pairs = new ArrayList<>();
    progress.say("matching %,d rows".formatted(roster.size()));
    long began = System.nanoTime();
    FileMatching.Summary summary =
        new FileMatching(roster)
            .run(
                null,
                row -> {},
                (a, b, score, outcome) -> {
                  boolean same = child(a).equals(child(b));
                  outcomes.getOrDefault(outcome, new long[2])[same ? 0 : 1]++;
                  pairs.add(new Pair(score, same));
                  if (same && outcome == Outcome.LINKED) {
                    counts.getOrDefault(families.origin(a), new int[2])[1]++;
                  }
                });
    double seconds = (System.nanoTime() - began) / 1e9;
    return result(reported.size(), pairs, outcomes, new Origins(counts), summary, seconds);
  }

  private static String child(String id) {
    return id.substring(0, id.indexOf('.'));
  }

  private Result result(
      int all,
      List<Pair> pairs,
      EnumMap<Outcome, long[]> outcomes,
      Origins origins,
      FileMatching.Summary summary,
      double seconds) {
    JsonObject object = new JsonObject();
    object.addProperty("command", command());
    object.addProperty("rows", summary.rows());
    object.addProperty("true_pairs", all);
    object.addProperty("best_f1", rounded(bestF1(pairs, all)));
    outcomes.forEach((outcome, counts) -> {
      String name = outcome.name().toLowerCase(Locale.ROOT);
      object.addProperty(name + "_true", counts[0]);
      object.addProperty(name + "_false", counts[1]);
    });
    long[] linked = outcomes.getOrDefault(Outcome.LINKED, new long[2]);
    long[] review = outcomes.getOrDefault(Outcome.REVIEW, new long[2]);
    long[] many = outcomes.getOrDefault(Outcome.MANY, new long[2]);
    double recall = linked[0] / (double) all;
    object.addProperty("linked_recall", rounded(recall));
    object.addProperty(
        "review_rate", rounded((review[0] + review[1] + many[0] + many[1]) / (double) all));
    object.addProperty("missed_mean", rounded(origins.mean()));
    object.addProperty("missed_worst", rounded(origins.worst()));
    object.addProperty("compared", summary.compared());
    object.addProperty("seconds", rounded(seconds));
    boolean fair = origins.worst() <= WORST_OVER_MEAN_MAX * origins.mean();
    boolean met = linked[1] <= FALSE_MAX && recall >= RECALL_MIN && fair;
    object.addProperty("met", met);
    if (!json) {
      StringBuilder out = new StringBuilder();
      object
          .entrySet()
          .forEach(e -> out.append("%-16s %s%n".formatted(e.getKey(), e.getValue().getAsString())));
      return new Result(out.toString(), met);
    }
    JsonArray groups = new JsonArray();
    for (FamilyNames names : origins.counts().keySet()) {
      JsonObject group = new JsonObject();
      group.addProperty("origin", names.name().toLowerCase(Locale.ROOT));
      group.addProperty("missed", rounded(origins.missed(names)));
      groups.add(group);
    }
    object.add("origins", groups);
    return new Result(object.toString(), met);
  }

  private String command() {
    return "./yjx bench linkage --children %d --seed %d --regime %s%s"
        .formatted(children, seed, regime, single ? " --dedupe" : "");
  }

  /** The best harmonic mean of precision and recall over all thresholds. */
  private static double bestF1(List<Pair> pairs, int all) {
    pairs.sort((x, y) -> Double.compare(y.score(), x.score()));
    double best = 0;
    int right = 0;
    for (int i = 0; i < pairs.size(); i++) {
      right += pairs.get(i).same() ? 1 : 0;
      if (i + 1 == pairs.size() || pairs.get(i + 1).score() < pairs.get(i).score()) {
        best = Math.max(best, 2.0 * right / (i + 1 + all));
      }
    }
    return best;
  }

  private static double rounded(double value) {
    return Math.round(value * 1e5) / 1e5;
  }

  private static void write(Path folder, List<PersonRow> known, List<PersonRow> reported)
      throws IOException {
    Files.createDirectories(folder);
    Files.writeString(
        folder.resolve("mapping.json"),
        """
        {"id":"id","forename":"forename","surname":"surname","date_of_birth":\
        {"column":"born","format":"yyyyMMdd"},"postcode":"postcode","address":["address"],\
        "sex":"sex","identifiers":{"nhs":"nhs"}}
        """);
    rows(folder.resolve("known.csv"), known);
    rows(folder.resolve("reported.csv"), reported);
  }

  private static void rows(Path file, List<PersonRow> rows) throws IOException {
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      out.write("id,forename,surname,born,postcode,address,sex,nhs\n");
      for (PersonRow row : rows) {
        out.write(
            String.join(
                ",",
                row.id(),
                row.forename(),
                row.surname(),
                row.birth() == 0 ? "" : Integer.toString(row.birth()),
                row.postcode(),
                row.address().getFirst(),
                row.sex(),
                row.identifiers().getFirst()));
        out.write('\n');
      }
    }
  }
}
