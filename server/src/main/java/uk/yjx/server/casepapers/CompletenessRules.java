package uk.yjx.server.casepapers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import uk.yjx.agreements.v1.PapersStage;
import uk.yjx.casepapers.v1.Disposal;
import uk.yjx.casepapers.v1.DocumentKind;
import uk.yjx.casepapers.v1.FileType;
import uk.yjx.casepapers.v1.PapersContent;
import uk.yjx.casepapers.v1.Plea;

/**
 * Which contents papers must have for a step, an order, a plea and a kind of file, and which kinds
 * of documents tell each of them: a versioned file beside this class. Pure once read.
 *
 * @param version goes up with every change of the file
 * @param told which documents tell a content
 * @param needs lines of the file, each asking for some contents
 */
record CompletenessRules(
    int version, Map<PapersContent, Set<DocumentKind>> told, List<Need> needs) {

  private static final String FILE = "completeness.rules";
  private static final String ANY = "*";
  private static final int NEED_COLUMNS = 5;

  /** Asks for contents where all four match; null stands for any. */
  record Need(String stage, String disposal, String plea, String file, Set<PapersContent> asks) {

    boolean matches(PapersStage s, Disposal d, Plea p, FileType f) {
      return is(stage, "PAPERS_STAGE_", s)
          && is(disposal, "DISPOSAL_", d)
          && is(plea, "PLEA_", p)
          && is(file, "FILE_TYPE_", f);
    }

    private static boolean is(String pattern, String prefix, Enum<?> value) {
      return pattern.equals(ANY) || value.name().equals(prefix + pattern);
    }
  }

  CompletenessRules {
    told = Map.copyOf(told);
    needs = List.copyOf(needs);
  }

  /** The rules in force. */
  static CompletenessRules inForce() {
    return InForce.RULES;
  }

  /** What papers must tell. */
  Set<PapersContent> needed(PapersStage stage, Disposal disposal, Plea plea, FileType file) {
    Set<PapersContent> all = EnumSet.noneOf(PapersContent.class);
    for (Need need : needs) {
      if (need.matches(stage, disposal, plea, file)) {
        all.addAll(need.asks());
      }
    }
    return all;
  }

  /** Whether a kind of document tells a content. */
  boolean tells(DocumentKind kind, PapersContent content) {
    return told.getOrDefault(content, Set.of()).contains(kind);
  }

  /** Reads rules; refuses a file with a word it does not know. */
  static CompletenessRules read(List<String> lines) {
    int version = 0;
    Map<PapersContent, Set<DocumentKind>> told = new EnumMap<>(PapersContent.class);
    List<Need> needs = new ArrayList<>();
    for (String line : lines) {
      List<String> words = List.of(line.strip().split("\\s+"));
      switch (words.getFirst()) {
        case "", "#" -> {}
        case "version" -> version = Integer.parseInt(words.get(1));
        case "told" -> told.put(content(words.get(1)), kinds(words.subList(2, words.size())));
        case "needs" -> needs.add(need(words));
        default -> throw new IllegalArgumentException("no rule begins with " + words.getFirst());
      }
    }
    if (version < 1) {
      throw new IllegalArgumentException("rules have a version from 1 on");
    }
    return new CompletenessRules(version, told, needs);
  }

  private static Need need(List<String> words) {
    Set<PapersContent> asks = EnumSet.noneOf(PapersContent.class);
    words.subList(NEED_COLUMNS, words.size()).forEach(word -> asks.add(content(word)));
    return new Need(
        known(PapersStage.class, "PAPERS_STAGE_", words.get(1)),
        known(Disposal.class, "DISPOSAL_", words.get(2)),
        known(Plea.class, "PLEA_", words.get(3)),
        known(FileType.class, "FILE_TYPE_", words.get(4)),
        asks);
  }

  private static <E extends Enum<E>> String known(Class<E> type, String prefix, String word) {
    return word.equals(ANY)
        ? ANY
        : Enum.valueOf(type, prefix + word).name().substring(prefix.length());
  }

  private static PapersContent content(String word) {
    return PapersContent.valueOf("PAPERS_CONTENT_" + word);
  }

  private static Set<DocumentKind> kinds(List<String> words) {
    Set<DocumentKind> kinds = EnumSet.noneOf(DocumentKind.class);
    words.forEach(word -> kinds.add(DocumentKind.valueOf("DOCUMENT_KIND_" + word)));
    return kinds;
  }

  private static final class InForce {
    static final CompletenessRules RULES = load();

    private static CompletenessRules load() {
      try (InputStream in =
              Objects.requireNonNull(
                  CompletenessRules.class.getResourceAsStream(FILE), "the rules are missing");
          BufferedReader reader =
              new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
        return read(reader.lines().toList());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
