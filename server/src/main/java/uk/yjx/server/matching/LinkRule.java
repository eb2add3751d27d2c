package uk.yjx.server.matching;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * When a pair may be linked without a person looking at it. A high score is needed and never
 * enough: name and date of birth must agree, something beyond them must agree as well, and nothing
 * may contradict. Where no households are seen among the rows, an agreeing identifier outweighs one
 * part of a description that is wrong; where they are, a twin or sibling may have given it.
 */
final class LinkRule {

  /** Least score of a link against strangers alone, in bits. */
  static final double SCORE_MIN = 16;

  /** Least score of a link when a household may explain the agreement, in bits. */
  static final double HOUSEHOLD_SCORE_MIN = 10;

  /** By how much a link must be better than any other candidate, in bits. */
  static final double MARGIN_MIN = 10;

  /** Least bits of a line of an address that few share: house and street, not a town. */
  static final double LINE_MIN = 9;

  /** Households are rare when there are fewer such pairs than this share of pairs of one person. */
  private static final double HOUSEHOLDS_RARE = 0.001;

  private static final int AGREEING_WITH_IDENTIFIER = 3;
  private static final int AGREEING_WITH_SLIP = 4;

  /** Schemes whose numbers carry a check: two different ones are two people. */
  private static final Set<String> CHECKED = Set.of("pnc", "cro", "nhs", "upn");

  private final List<Field> fields;
  private final boolean households;

  LinkRule(List<Field> fields, Weights weights) {
    this.fields = List.copyOf(fields);
    this.households = weights.household() > weights.rarity() * HOUSEHOLDS_RARE;
  }

  /** Whether the compared pair may be linked, whatever its rivals. */
  boolean links(PairEvidence pair) {
    long packed = pair.levels();
    if (pair.score() < HOUSEHOLD_SCORE_MIN
        || pair.againstStrangers() < SCORE_MIN
        || RowComparer.level(packed, Roster.SEX) == Level.DIFFERENT
        || RowComparer.level(packed, Roster.MIDDLE) == Level.DIFFERENT) {
      return false;
    }
    Support support = Support.of(fields, pair);
    if (support.contradicted) {
      return false;
    }
    Agreement agreement = Agreement.of(packed);
    if (support.sameNumber && !support.otherNumber && agreement.byIdentifier(support)) {
      return true;
    }
    if (!households && !support.otherNumber) {
      int agreeing = agreement.count() + support.count();
      if (agreeing >= AGREEING_WITH_IDENTIFIER && support.sameNumber
          || agreeing >= AGREEING_WITH_SLIP && support.nearNumber) {
        return true;
      }
    }
    // Twins may bear spellings of one name or names of which one is short for the other.
    boolean spelt = agreement.given == Level.EXACT || !households || support.contact;
    return spelt && agreement.whole() && support.enough() || agreement.slipped(pair, support);
  }

  /**
   * Whether the compared rows may be of twins, however alike they are: born on one day at one
   * address, with forenames that are not the same.
   *
   * @param forgiving whether forenames that differ by a slip of the pen are the same
   */
  boolean mayBeTwins(PairEvidence pair, boolean forgiving) {
    Level given = pair.level(Roster.GIVEN);
    Support support = Support.of(fields, pair);
    return households
        && given != Level.EXACT
        && given != Level.MISSING
        && !(forgiving && pair.slip())
        && pair.level(Roster.BIRTH) == Level.EXACT
        && support.household
        && !support.sameNumber;
  }

  /** How name and date of birth agree. */
  private record Agreement(Level given, Level family, Level birth) {

    static Agreement of(long packed) {
      return new Agreement(
          RowComparer.level(packed, Roster.GIVEN),
          RowComparer.level(packed, Roster.FAMILY),
          RowComparer.level(packed, Roster.BIRTH));
    }

    boolean whole() {
      boolean surname = same(family) || family == Level.NEAR || family == Level.PART;
      return same(given) && surname && birth == Level.EXACT;
    }

    // Check characters let one random error in eleven through: an identifier alone is not enough.
    boolean byIdentifier(Support support) {
      boolean second = same(family) || support.household || support.contact;
      return switch (birth) {
        case EXACT -> same(given) || ((similar(given) || given == Level.MISSING) && second);
        case MISSING, PART -> same(given);
        case VARIANT -> same(given) && second;
        case NEAR, CLOSE, DIFFERENT -> same(given) && same(family) && support.household;
      };
    }

    // At one address, to the line, a slip of the pen in one place is forgiven: nobody else there
    // has
    // this name and nearly this day, or this day and a name that exists nowhere else.
    boolean slipped(PairEvidence pair, Support support) {
      if (!support.door || support.otherNumber || family != Level.EXACT) {
        return false;
      }
      boolean name = given == Level.NEAR && pair.slip() && birth == Level.EXACT;
      boolean day = given == Level.EXACT && birth == Level.VARIANT && !pair.generation();
      return name && pair.level(Roster.SEX) == Level.EXACT || day;
    }

    int count() {
      return (same(given) || similar(given) ? 1 : 0)
          + (same(family) || similar(family) ? 1 : 0)
          + (birth == Level.EXACT || birth == Level.VARIANT ? 1 : 0);
    }

    private static boolean same(Level level) {
      return level == Level.EXACT || level == Level.VARIANT;
    }

    private static boolean similar(Level level) {
      return level == Level.NEAR || level == Level.PART;
    }
  }

  /** What agrees or contradicts beyond name and date of birth. */
  private record Support(
      boolean sameNumber,
      boolean nearNumber,
      boolean otherNumber,
      boolean contradicted,
      boolean household,
      boolean door,
      boolean area,
      boolean contact,
      int lines,
      int circumstances) {

    static Support of(List<Field> fields, PairEvidence pair) {
      long packed = pair.levels();
      boolean same = false;
      boolean near = false;
      boolean other = false;
      boolean contradicted = false;
      boolean phone = RowComparer.level(packed, Roster.PHONE) == Level.EXACT;
      boolean contact = RowComparer.level(packed, Roster.EMAIL) == Level.EXACT;
      int lines = 0;
      int circumstances = 0;
      for (int i = Roster.PHONE + 1; i < fields.size(); i++) {
        Level level = RowComparer.level(packed, i);
        boolean exact = level == Level.EXACT;
        switch (fields.get(i).kind()) {
          case ADDRESS -> lines += exact ? 1 : 0;
          case OTHER -> circumstances += exact ? 1 : 0;
          case IDENTIFIER -> {
            same |= exact;
            near |= level == Level.NEAR || level == Level.CLOSE;
            other |= level == Level.DIFFERENT;
            contradicted |= level == Level.DIFFERENT && checked(fields.get(i));
          }
          case GIVEN, FAMILY, ORDER, MIDDLE, REST, BIRTH, SEX, POSTCODE, EMAIL, PHONE -> {}
        }
      }
      Level post = RowComparer.level(packed, Roster.POSTCODE);
      // A rare line is an address by itself where the postcode does not say otherwise.
      boolean line = pair.line() >= LINE_MIN && post != Level.DIFFERENT && post != Level.CLOSE;
      return new Support(
          same,
          near,
          other,
          contradicted,
          post == Level.EXACT || phone || lines >= 2 || line,
          post == Level.EXACT && line,
          post == Level.NEAR || post == Level.PART,
          contact,
          lines,
          circumstances);
    }

    boolean enough() {
      return household || contact || circumstances >= 2 || (circumstances == 1 && area);
    }

    int count() {
      return (household ? 1 : 0) + (contact ? 1 : 0) + (lines >= 2 ? 1 : 0);
    }

    private static boolean checked(Field field) {
      String kind = field.name().toLowerCase(Locale.ROOT);
      return CHECKED.stream().anyMatch(kind::contains);
    }
  }
}
