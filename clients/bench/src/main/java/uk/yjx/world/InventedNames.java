package uk.yjx.world;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import uk.yjx.common.v1.NameUse;
import uk.yjx.common.v1.PersonName;
import uk.yjx.common.v1.Sex;

/** Draws names: middle names, double-barrelled surnames, single names, mixed origins. */
final class InventedNames {

  private static final double MIDDLE_NAME = 0.45;
  private static final double DOUBLE_BARRELLED = 0.08;
  private static final double SURNAME_OF_OTHER_ORIGIN = 0.12;
  private static final double SINGLE_NAME = 0.012;

  private static final Pattern MARKS = Pattern.compile("\\p{M}+");
  private static final List<NamePool> POOLS = List.of(NamePool.values());
  private static final int SHARES = POOLS.stream().mapToInt(NamePool::share).sum();

  private InventedNames() {}

  /** A surname of one origin or two. */
  static String surname(RandomGenerator random) {
    String one = pick(random, pool(random).surnames());
    if (random.nextDouble() >= DOUBLE_BARRELLED || one.indexOf(' ') >= 0 || one.indexOf('-') >= 0) {
      return one;
    }
    String other = pick(random, NamePool.ENGLISH.surnames());
    return other.equals(one) ? one : one + "-" + other;
  }

  /** A whole name; one in eighty is a single name. */
  static PersonName name(RandomGenerator random, Sex sex) {
    NamePool pool = pool(random);
    String surname =
        random.nextDouble() < SURNAME_OF_OTHER_ORIGIN
            ? surname(random)
            : barrelled(random, pick(random, pool.surnames()));
    if (random.nextDouble() < SINGLE_NAME) {
      return legal(List.of(), forename(random, pool, sex));
    }
    return legal(forenames(random, pool, sex), surname);
  }

  /** A name with a given surname, as brothers and sisters have. */
  static PersonName sibling(RandomGenerator random, Sex sex, String surname) {
    return legal(forenames(random, pool(random), sex), surname);
  }

  /** The name a person wishes to be called: another forename, the same surname. */
  static PersonName preferred(RandomGenerator random, PersonName legal, Sex sex) {
    return legal.toBuilder()
        .clearForenames()
        .addForenames(forename(random, pool(random), sex))
        .setUse(NameUse.NAME_USE_PREFERRED)
        .build();
  }

  /** Lower case without marks: what any comparison of names ignores at least. */
  static String folded(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    if (!lower.chars().allMatch(c -> c < 0x80)) {
      lower =
          MARKS
              .matcher(Normalizer.normalize(lower, Normalizer.Form.NFD))
              .replaceAll("")
              .replace('ł', 'l')
              .replace('đ', 'd')
              .replace('ı', 'i')
              .replace("’", "");
    }
    return lower.replace("'", "").replace('-', ' ');
  }

  /** Forenames and surname, folded: equal for two names that any comparison takes as the same. */
  static String foldedWhole(PersonName name) {
    return folded(String.join(" ", name.getForenamesList()) + "|" + name.getSurname());
  }

  private static List<String> forenames(RandomGenerator random, NamePool pool, Sex sex) {
    List<String> forenames = new ArrayList<>(List.of(forename(random, pool, sex)));
    if (random.nextDouble() < MIDDLE_NAME) {
      String middle = forename(random, pool, sex);
      if (!forenames.contains(middle)) {
        forenames.add(middle);
      }
    }
    return forenames;
  }

  private static String forename(RandomGenerator random, NamePool pool, Sex sex) {
    boolean female =
        switch (sex) {
          case SEX_FEMALE -> true;
          case SEX_MALE -> false;
          case SEX_OTHER, SEX_UNSPECIFIED, UNRECOGNIZED -> random.nextBoolean();
        };
    return pick(random, female ? pool.female() : pool.male());
  }

  private static String barrelled(RandomGenerator random, String surname) {
    boolean single = surname.indexOf(' ') < 0 && surname.indexOf('-') < 0;
    if (!single || random.nextDouble() >= DOUBLE_BARRELLED) {
      return surname;
    }
    String other = pick(random, pool(random).surnames());
    return other.equals(surname) || other.indexOf(' ') >= 0 ? surname : surname + "-" + other;
  }

  private static PersonName legal(List<String> forenames, String surname) {
    return PersonName.newBuilder()
        .addAllForenames(forenames)
        .setSurname(surname)
        .setUse(NameUse.NAME_USE_LEGAL)
        .build();
  }

  private static NamePool pool(RandomGenerator random) {
    int at = random.nextInt(SHARES);
    int index = 0;
    while (at >= POOLS.get(index).share()) {
      at -= POOLS.get(index++).share();
    }
    return POOLS.get(index);
  }

  static <T> T pick(RandomGenerator random, List<T> from) {
    return from.get(random.nextInt(from.size()));
  }
}
