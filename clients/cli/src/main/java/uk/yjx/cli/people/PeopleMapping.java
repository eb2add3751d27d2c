package uk.yjx.cli.people;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which column of a file of people says what; a column may be missing. Read from JSON of the form
 * {@code
 * {"id":"rec_id","forename":"given_name","date_of_birth":{"column":"dob","format":"yyyyMMdd"},
 * "address":["street"],"identifiers":{"nhs":"nhs_number"}}}.
 *
 * @param single columns by the names forename, middle, surname, full_name, postcode, sex, email,
 *     phone
 * @param birth column of the date of birth; empty if there is none
 */
public record PeopleMapping(
    String id,
    Map<String, String> single,
    String birth,
    String birthFormat,
    List<String> address,
    List<String> other,
    Map<String, String> identifiers) {

  private static final Set<String> SINGLE =
      Set.of("forename", "middle", "surname", "full_name", "postcode", "sex", "email", "phone");
  private static final Set<String> LISTS = Set.of("address", "other");
  private static final String DEFAULT_FORMAT = "yyyy-MM-dd";

  /** Copies what may change. */
  public PeopleMapping {
    single = Map.copyOf(single);
    address = List.copyOf(address);
    other = List.copyOf(other);
  }

  /**
   * Reads a mapping.
   *
   * @throws IllegalArgumentException if it is not of the form, with what is wrong
   */
  public static PeopleMapping parse(String json) {
    JsonObject all;
    try {
      all = JsonParser.parseString(json).getAsJsonObject();
    } catch (JsonParseException | IllegalStateException e) {
      throw new IllegalArgumentException("a mapping is a JSON object", e);
    }
    Map<String, String> single = new LinkedHashMap<>();
    Map<String, List<String>> lists = new LinkedHashMap<>();
    Map<String, String> identifiers = new LinkedHashMap<>();
    String id = "";
    String birth = "";
    String format = DEFAULT_FORMAT;
    for (Map.Entry<String, JsonElement> entry : all.entrySet()) {
      String key = entry.getKey();
      JsonElement value = entry.getValue();
      if (value.isJsonNull()) {
        continue;
      }
      if (key.equals("id")) {
        id = column(key, value);
      } else if (SINGLE.contains(key)) {
        single.put(key, column(key, value));
      } else if (LISTS.contains(key)) {
        lists.put(key, columns(key, value));
      } else if (key.equals("date_of_birth")) {
        boolean described = value.isJsonObject();
        birth = column(key, described ? value.getAsJsonObject().get("column") : value);
        if (described && value.getAsJsonObject().has("format")) {
          format = column(key, value.getAsJsonObject().get("format"));
        }
      } else if (key.equals("identifiers") && value.isJsonObject()) {
        value
            .getAsJsonObject()
            .entrySet()
            .forEach(kind -> identifiers.put(kind.getKey(), column(key, kind.getValue())));
      } else {
        throw new IllegalArgumentException("a mapping has no '" + key + "' of this form");
      }
    }
    if (id.isEmpty()) {
      throw new IllegalArgumentException("a mapping needs the column of the 'id'");
    }
    return new PeopleMapping(
        id,
        single,
        birth,
        format,
        lists.getOrDefault("address", List.of()),
        lists.getOrDefault("other", List.of()),
        identifiers);
  }

  private static List<String> columns(String key, JsonElement value) {
    if (!value.isJsonArray()) {
      return List.of(column(key, value));
    }
    List<String> columns = new ArrayList<>();
    value.getAsJsonArray().forEach(item -> columns.add(column(key, item)));
    return columns;
  }

  private static String column(String key, JsonElement value) {
    if (value == null || !value.isJsonPrimitive()) {
      throw new IllegalArgumentException("'" + key + "' of a mapping names a column");
    }
    return value.getAsString();
  }
}
