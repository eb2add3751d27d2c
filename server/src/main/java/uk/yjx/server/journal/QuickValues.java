package uk.yjx.server.journal;

import build.buf.validate.DoubleRules;
import build.buf.validate.EnumRules;
import build.buf.validate.FieldRules;
import build.buf.validate.Int32Rules;
import build.buf.validate.StringRules;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.Message;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** The rules of single values, as far as {@link QuickRules} understands them. */
final class QuickValues {
  private static final Set<String> STRING_RULES = Set.of("min_len", "max_len", "pattern");
  private static final Set<String> BOUNDS = Set.of("gte", "lte");
  private static final Set<String> ENUM_RULES = Set.of("defined_only", "not_in");

  private QuickValues() {}

  /** What proves that a value keeps its rules; any other kind of rule is not understood. */
  static List<Predicate<Object>> proofs(FieldDescriptor field, FieldRules rules) {
    List<Predicate<Object>> proofs = new ArrayList<>();
    if (rules.hasString()) {
      require(field.getJavaType() == JavaType.STRING);
      proofs.addAll(stringProofs(rules.getString()));
    }
    if (rules.hasInt32()) {
      require(field.getJavaType() == JavaType.INT);
      proofs.addAll(int32Proofs(rules.getInt32()));
    }
    if (rules.hasDouble()) {
      require(field.getJavaType() == JavaType.DOUBLE);
      proofs.addAll(doubleProofs(rules.getDouble()));
    }
    if (rules.hasEnum()) {
      require(field.getJavaType() == JavaType.ENUM);
      proofs.addAll(enumProofs(rules.getEnum()));
    }
    return proofs;
  }

  private static List<Predicate<Object>> stringProofs(StringRules rules) {
    requireOnly(rules, STRING_RULES);
    List<Predicate<Object>> proofs = new ArrayList<>();
    if (rules.hasMaxLen()) {
      // Lengths are of code points, of which there are no more than UTF-16 units.
      proofs.add(value -> ((String) value).length() <= rules.getMaxLen());
    }
    if (rules.hasMinLen()) {
      proofs.add(value -> {
        String text = (String) value;
        return text.codePointCount(0, text.length()) >= rules.getMinLen();
      });
    }
    if (rules.hasPattern()) {
      Pattern whole = wholeText(rules.getPattern());
      proofs.add(value -> whole.matcher((String) value).matches());
    }
    return proofs;
  }

  /** Without its anchors a pattern means the same to Java's matches as with them to RE2. */
  private static Pattern wholeText(String pattern) {
    require(pattern.length() >= 2 && pattern.startsWith("^") && pattern.endsWith("$"));
    String inner = pattern.substring(1, pattern.length() - 1);
    require(inner.matches("[A-Za-z0-9()|?{},\\[\\]._/-]*") && alternativesAreInGroups(inner));
    return Pattern.compile(inner);
  }

  private static boolean alternativesAreInGroups(String pattern) {
    int depth = 0;
    for (char c : pattern.toCharArray()) {
      depth += c == '(' ? 1 : c == ')' ? -1 : 0;
      if (c == '|' && depth == 0) {
        return false;
      }
    }
    return true;
  }

  private static List<Predicate<Object>> int32Proofs(Int32Rules rules) {
    requireOnly(rules, BOUNDS);
    // With the bounds the wrong way round they would mean what lies outside.
    require(!rules.hasGte() || !rules.hasLte() || rules.getGte() <= rules.getLte());
    int least = rules.hasGte() ? rules.getGte() : Integer.MIN_VALUE;
    int most = rules.hasLte() ? rules.getLte() : Integer.MAX_VALUE;
    return List.of(value -> (Integer) value >= least && (Integer) value <= most);
  }

  private static List<Predicate<Object>> doubleProofs(DoubleRules rules) {
    requireOnly(rules, BOUNDS);
    require(!rules.hasGte() || !rules.hasLte() || rules.getGte() <= rules.getLte());
    double least = rules.hasGte() ? rules.getGte() : Double.NEGATIVE_INFINITY;
    double most = rules.hasLte() ? rules.getLte() : Double.POSITIVE_INFINITY;
    return List.of(value -> (Double) value >= least && (Double) value <= most);
  }

  private static List<Predicate<Object>> enumProofs(EnumRules rules) {
    requireOnly(rules, ENUM_RULES);
    Set<Integer> forbidden = new HashSet<>(rules.getNotInList());
    boolean definedOnly = rules.getDefinedOnly();
    return List.of(value -> {
      EnumValueDescriptor it = (EnumValueDescriptor) value;
      boolean defined = it.getType().findValueByNumber(it.getNumber()) != null;
      return (defined || !definedOnly) && !forbidden.contains(it.getNumber());
    });
  }

  /** Every rule that is set is one of these, and none is from a later version. */
  static void requireOnly(Message rules, Set<String> understood) {
    require(rules.getUnknownFields().asMap().isEmpty());
    rules.getAllFields().keySet().forEach(rule -> require(understood.contains(rule.getName())));
  }

  static void require(boolean understood) {
    if (!understood) {
      throw new NotUnderstood();
    }
  }

  /** A rule of a kind that is left to protovalidate. */
  static final class NotUnderstood extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotUnderstood() {
      super(null, null, false, false);
    }
  }
}
