package uk.yjx.server.agreements;

import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import dev.cel.runtime.CelVariableResolver;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The words a condition may use, each declared once with its type, and what they mean for one
 * sharing. A word is worked out when an expression asks for it: most ask for two of fifteen.
 */
final class Words implements CelVariableResolver {
  private static final Map<String, Word> DECLARED = new LinkedHashMap<>();

  /** What a word means; the reading is asked for only where there is one. */
  private interface OfSharing {
    Object of(Sharing what);
  }

  private interface OfReading {
    Object of(Sharing what, Reading by);
  }

  private record Word(CelType type, @Nullable OfSharing submission, @Nullable OfReading reading) {}

  static {
    submission("from", SimpleType.STRING, what -> what.from().value());
    submission("category", SimpleType.STRING, what -> name(what.category(), "DATA_CATEGORY_"));
    submission(
        "gateway", SimpleType.STRING, what -> name(what.handling().getGateway(), "LEGAL_GATEWAY_"));
    submission("regime", SimpleType.STRING, what -> name(what.handling().getRegime(), "REGIME_"));
    submission(
        "purpose", SimpleType.STRING, what -> name(what.handling().getPurpose(), "PURPOSE_"));
    submission(
        "marking", SimpleType.STRING, what -> name(what.handling().getMarking(), "MARKING_"));
    submission("handling_code", SimpleType.STRING, what -> what.isCodeC() ? "C" : "P");
    submission("graded", SimpleType.BOOL, what -> what.handling().hasGrading());
    submission("protected", SimpleType.BOOL, Sharing::protectedPerson);
    reading("relationship.standing", SimpleType.STRING, (what, by) -> by.standing());
    reading("relationship.named", SimpleType.BOOL, (what, by) -> by.named());
    reading("relationship.cover", SimpleType.BOOL, (what, by) -> by.standing().equals("COVER"));
    reading("reader.role", SimpleType.STRING, (what, by) -> name(by.role(), "ROLE_"));
    reading("reader.agency", SimpleType.STRING, (what, by) -> what.to().value());
    reading("reader.purpose", SimpleType.STRING, (what, by) -> name(by.purpose(), "PURPOSE_"));
  }

  private final Sharing what;
  private final @Nullable Reading by;

  /** The words of one sharing; those of the reader have no meaning while nobody reads yet. */
  Words(Sharing what, @Nullable Reading by) {
    this.what = what;
    this.by = by;
  }

  /** Every word with its type: those of the submission, and those of the reader where asked for. */
  static Map<String, CelType> declared(boolean ofReader) {
    Map<String, CelType> types = new LinkedHashMap<>();
    DECLARED.forEach((word, it) -> {
      if (ofReader || it.submission() != null) {
        types.put(word, it.type());
      }
    });
    return types;
  }

  @Override
  public Optional<Object> find(String name) {
    Word word = DECLARED.get(name);
    if (word == null) {
      return Optional.empty();
    }
    OfSharing submission = word.submission();
    if (submission != null) {
      return Optional.of(submission.of(what));
    }
    Reading reading = by;
    OfReading reader = word.reading();
    return reading == null || reader == null
        ? Optional.empty()
        : Optional.of(reader.of(what, reading));
  }

  private static void submission(String name, CelType type, OfSharing means) {
    DECLARED.put("submission." + name, new Word(type, means, null));
  }

  private static void reading(String name, CelType type, OfReading means) {
    DECLARED.put(name, new Word(type, null, means));
  }

  /** The contract's name without what all its kind begin with; empty for none. */
  private static String name(@Nullable Enum<?> value, String prefix) {
    String name = value == null ? "" : value.name();
    return name.startsWith(prefix) ? name.substring(prefix.length()) : name;
  }
}
