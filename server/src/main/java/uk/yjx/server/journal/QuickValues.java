package uk.yjx.server.journal;

import build.buf.validate.DoubleRules;
import build.buf.validate.EnumRules;
import build.buf.validate.FieldRules;
import build.buf.validate.Int32Rules;
import build.buf.validate.StringRules;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.Message;
import java.util.BitSet;
import java.util.HashSet;
import java.util.Set;
import java.util.function.DoublePredicate;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The rules of single values, as far as {@link QuickRules} understands them. */
final class QuickValues {
  private static final Set<String> STRING_RULES = Set.of("min_len", "max_len", "pattern");
  private static final Set<String> BOUNDS = Set.of("gte", "lte");
  private static final Set<String> ENUM_RULES = Set.of("defined_only", "not_in");

  private QuickValues() {}

  /** What proves that a text keeps its rules; any other kind of rule is not understood. */
  static Predicate<Object> text(FieldDescriptor field, StringRules rules) {
    require(field.getJavaType() == JavaType.STRING);
    requireOnly(rules, STRING_RULES);
    // Lengths are of code points, of which there are no more than UTF-16 units.
    long most = rules.hasMaxLen() ? rules.getMaxLen() : Long.MAX_VALUE;
    long least = rules.hasMinLen() ? rules.getMinLen() : 0;
    Pattern whole = rules.hasPattern() ? wholeText(rules.getPattern()) : null;
    return value -> {
      String text = (String) value;
      return text.length() <= most
          && (least == 0 || text.codePointCount(0, text.length()) >= least)
          && (whole == null || whole.matcher(text).matches());
    };
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

  /** The same of a whole number or the number of an enum; null where it has no rules. */
  static @Nullable IntPredicate number(FieldDescriptor field, FieldRules rules) {
    if (rules.hasInt32()) {
      require(field.getJavaType() == JavaType.INT);
      return int32(rules.getInt32());
    }
    if (rules.hasEnum()) {
      require(field.getJavaType() == JavaType.ENUM);
      return enumNumber(field.getEnumType(), rules.getEnum());
    }
    return null;
  }

  private static IntPredicate int32(Int32Rules rules) {
    requireOnly(rules, BOUNDS);
    // With the bounds the wrong way round they would mean what lies outside.
    require(!rules.hasGte() || !rules.hasLte() || rules.getGte() <= rules.getLte());
    int least = rules.hasGte() ? rules.getGte() : Integer.MIN_VALUE;
    int most = rules.hasLte() ? rules.getLte() : Integer.MAX_VALUE;
    return value -> value >= least && value <= most;
  }

  /** The same of a floating-point number. */
  static DoublePredicate real(FieldDescriptor field, DoubleRules rules) {
    require(field.getJavaType() == JavaType.DOUBLE);
    requireOnly(rules, BOUNDS);
    require(!rules.hasGte() || !rules.hasLte() || rules.getGte() <= rules.getLte());
    double least = rules.hasGte() ? rules.getGte() : Double.NEGATIVE_INFINITY;
    double most = rules.hasLte() ? rules.getLte() : Double.POSITIVE_INFINITY;
    return value -> value >= least && value <= most;
  }

  private static IntPredicate enumNumber(EnumDescriptor type, EnumRules rules) {
    requireOnly(rules, ENUM_RULES);
    Set<Integer> forbidden = new HashSet<>(rules.getNotInList());
    BitSet allowed = new BitSet();
    for (EnumValueDescriptor value : type.getValues()) {
      require(value.getNumber() >= 0);
      allowed.set(value.getNumber(), !forbidden.contains(value.getNumber()));
    }
    boolean definedOnly = rules.getDefinedOnly();
    return number ->
        number >= 0
            && (allowed.get(number)
                || !definedOnly
                    && type.findValueByNumber(number) == null
                    && !forbidden.contains(number));
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
