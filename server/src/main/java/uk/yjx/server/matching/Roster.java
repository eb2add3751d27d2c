package uk.yjx.server.matching;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;

/**
 * The people of one or two files in columns of numbered values; a row costs some 4 bytes a field.
 * Filled once, then read by any number of threads.
 */
public final class Roster {

  /** Most fields a comparison can hold. */
  static final int FIELDS_MAX = 21;

  static final int GIVEN = 0;
  static final int FAMILY = 1;
  static final int ORDER = 2;
  static final int MIDDLE = 3;
  static final int REST = 4;
  static final int BIRTH = 5;
  static final int SEX = 6;
  static final int POSTCODE = 7;
  static final int EMAIL = 8;
  static final int PHONE = 9;

  private final List<Field> fields = new ArrayList<>();
  private final Dictionary[] dictionaries;
  private final Dictionary words = new Dictionary();
  private final List<String> ids = new ArrayList<>();
  // One row after the other: a comparison reads two places, not two for each field.
  private int[] codes;
  private int[][] nameWords = new int[1024][];
  private int left = -1;

  /**
   * An empty roster.
   *
   * @param address how many address lines a row has
   * @param other how many other columns
   * @param identifiers the kinds of identifier
   * @throws IllegalArgumentException if it would be more than {@value #FIELDS_MAX} fields
   */
  public Roster(int address, int other, List<String> identifiers) {
    for (Field.Kind kind :
        List.of(
            Field.Kind.GIVEN,
            Field.Kind.FAMILY,
            Field.Kind.ORDER,
            Field.Kind.MIDDLE,
            Field.Kind.REST,
            Field.Kind.BIRTH,
            Field.Kind.SEX,
            Field.Kind.POSTCODE,
            Field.Kind.EMAIL,
            Field.Kind.PHONE)) {
      fields.add(new Field(kind.name().toLowerCase(java.util.Locale.ROOT), kind));
    }
    for (int i = 0; i < address; i++) {
      fields.add(new Field("address." + (i + 1), Field.Kind.ADDRESS));
    }
    for (int i = 0; i < other; i++) {
      fields.add(new Field("other." + (i + 1), Field.Kind.OTHER));
    }
    identifiers.forEach(kind -> fields.add(new Field("identifier." + kind, Field.Kind.IDENTIFIER)));
    if (fields.size() > FIELDS_MAX) {
      throw new IllegalArgumentException("at most " + FIELDS_MAX + " fields can be compared");
    }
    dictionaries = new Dictionary[fields.size()];
    Arrays.setAll(dictionaries, i -> new Dictionary());
    // A name must have one number wherever it stands, or a swap could not be seen by it.
    dictionaries[FAMILY] = dictionaries[GIVEN];
    codes = new int[fields.size() * 1024];
  }

  /** Adds a row. */
  public void add(PersonRow row) {
    int at = ids.size();
    if (at == nameWords.length) {
      grow(at * 2);
    }
    ids.add(row.id());
    NameParts name = NameParts.of(row);
    set(at, GIVEN, name.given());
    set(at, FAMILY, name.family());
    set(at, MIDDLE, name.middle());
    set(at, REST, name.rest());
    codes[at * fields.size() + ORDER] = Dictionary.NONE;
    set(at, BIRTH, row.birth() == 0 ? "" : BirthText.of(row.birth()));
    set(at, SEX, ValueText.sex(row.sex()));
    set(at, POSTCODE, ValueText.postcode(row.postcode()));
    set(at, EMAIL, ValueText.email(row.email()));
    set(at, PHONE, ValueText.phone(row.phone()));
    int field = PHONE + 1;
    for (String line : row.address()) {
      set(at, field++, ValueText.worded(line));
    }
    for (String text : row.other()) {
      set(at, field++, ValueText.worded(text));
    }
    for (String number : row.identifiers()) {
      set(at, field++, ValueText.identifier(number));
    }
    TreeSet<Integer> all = new TreeSet<>();
    name.words().forEach(word -> all.add(words.add(word)));
    nameWords[at] = all.stream().mapToInt(Integer::intValue).toArray();
  }

  /** Says that the rows so far are the left file and what follows is the right one. */
  public void endOfLeft() {
    left = ids.size();
  }

  /** How many rows there are. */
  public int size() {
    return ids.size();
  }

  /** How many rows the left file, or the only one, has. */
  public int firstRows() {
    return left();
  }

  int left() {
    return left < 0 ? ids.size() : left;
  }

  /** Whether there is one file, whose rows are compared with each other. */
  boolean single() {
    return left < 0;
  }

  /** The row's own id. */
  public String id(int row) {
    return ids.get(row);
  }

  List<Field> fields() {
    return fields;
  }

  int code(int field, int row) {
    return codes[row * fields.size() + field];
  }

  Dictionary dictionary(int field) {
    return dictionaries[field];
  }

  /** All words of all names of the row, sorted by number; do not change. */
  int[] nameWords(int row) {
    return nameWords[row];
  }

  Dictionary words() {
    return words;
  }

  /** How many pairs there are to choose from. */
  double pairs() {
    double n = size();
    return single() ? n * (n - 1) / 2 : left() * (n - left());
  }

  private void set(int row, int field, String text) {
    codes[row * fields.size() + field] = dictionaries[field].add(text);
  }

  private void grow(int size) {
    codes = Arrays.copyOf(codes, size * fields.size());
    nameWords = Arrays.copyOf(nameWords, size);
  }
}
