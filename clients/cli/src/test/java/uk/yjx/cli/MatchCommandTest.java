package uk.yjx.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import uk.yjx.cli.people.Predictions;

class MatchCommandTest {

  private static final String FEBRL =
      """
      {"id":"rec_id","forename":"given_name","surname":"surname",
       "date_of_birth":{"column":"date_of_birth","format":"yyyyMMdd"},"postcode":"postcode",
       "address":["street_number","address_1","address_2","suburb","state"],
       "identifiers":{"any":"soc_sec_id"}}
      """;
  private static final String FEBRL_NAME_DATE_POSTCODE =
      """
      {"id":"rec_id","forename":"given_name","surname":"surname",
       "date_of_birth":{"column":"date_of_birth","format":"yyyyMMdd"},"postcode":"postcode"}
      """;
  private static final String FAKE =
      """
      {"id":"unique_id","forename":"first_name","surname":"surname","date_of_birth":"dob",
       "email":"email","other":["city"]}
      """;

  @TempDir Path folder;

  @Test
  void findsThePeopleOfFebrl3AndLinksNoTwo() throws Exception {
    Predictions found = dedupe("dataset3.csv", FEBRL, MatchCommandTest::febrlPeople);
    assertTrue(found.bestF1() >= 0.999, "best F1 " + found.bestF1());
    assertEquals(0, found.linked(false));
    assertTrue(found.linkedRecall() >= 0.94, "linked " + found.linkedRecall());
  }

  @Test
  void findsThePeopleOfFebrl3ByNameDateAndPostcode() throws Exception {
    Predictions found =
        dedupe("dataset3.csv", FEBRL_NAME_DATE_POSTCODE, MatchCommandTest::febrlPeople);
    assertTrue(found.bestF1() >= 0.99, "best F1 " + found.bestF1());
    assertEquals(0, found.linked(false));
  }

  @Test
  void findsThePeopleOfFake1000() throws Exception {
    Predictions found = dedupe("fake_1000.csv", FAKE, rows -> column(rows, 6));
    assertTrue(found.bestF1() >= 0.93, "best F1 " + found.bestF1());
    assertEquals(0, found.linked(false));
  }

  @Test
  void answersTheSameFromWeightsThatWereTrainedOnTheFile() throws Exception {
    Path mapping = write("mapping.json", FEBRL);
    Path weights = folder.resolve("weights");
    String file = resource("dataset1.csv").toString();
    CommandRun trained =
        CommandRun.of(
            "matching",
            "train",
            "--dedupe",
            file,
            "--mapping",
            mapping.toString(),
            "--out",
            weights.toString());
    assertEquals(ExitCode.OK, trained.exitCode(), trained.err());
    Path estimated = folder.resolve("estimated.csv");
    Path given = folder.resolve("given.csv");
    String[] command = {"match", "--dedupe", file, "--mapping", mapping.toString(), "--out"};
    assertEquals(ExitCode.OK, CommandRun.of(and(command, estimated.toString())).exitCode());
    CommandRun second =
        CommandRun.of(and(command, given.toString(), "--weights", weights.toString(), "--json"));
    assertEquals(ExitCode.OK, second.exitCode(), second.err());
    assertEquals(Files.readString(estimated), Files.readString(given));
    assertEquals(
        Files.readAllLines(given).size() - 1,
        JsonParser.parseString(second.out()).getAsJsonObject().get("written").getAsInt());
  }

  @Test
  void nameAndDateOfBirthAloneNeverLink() throws Exception {
    Path file =
        write(
            "people.csv",
            "id,f,s,b\n1,Quentin,Zebedee,2010-05-04\n2,Quentin,Zebedee,2010-05-04\n"
                + "3,Anna,Nowak,2011-01-02\n4,Ben,Cole,2009-08-07\n");
    Path mapping =
        write(
            "mapping.json",
            "{\"id\":\"id\",\"forename\":\"f\",\"surname\":\"s\",\"date_of_birth\":\"b\"}");
    Path out = folder.resolve("out.csv");
    CommandRun run =
        CommandRun.of(
            "match",
            "--dedupe",
            file.toString(),
            "--mapping",
            mapping.toString(),
            "--out",
            out.toString());
    assertEquals(ExitCode.OK, run.exitCode(), run.err());
    assertTrue(Files.readString(out).contains("1,2,"), Files.readString(out));
    assertTrue(!Files.readString(out).contains("LINKED"), Files.readString(out));
  }

  @Test
  void saysWhichColumnOfTheMappingIsMissing() throws Exception {
    Path file = write("people.csv", "id,name\n1,Anna\n");
    Path mapping = write("mapping.json", "{\"id\":\"id\",\"forename\":\"given\"}");
    CommandRun run =
        CommandRun.of(
            "match",
            "--dedupe",
            file.toString(),
            "--mapping",
            mapping.toString(),
            "--out",
            folder.resolve("out.csv").toString());
    assertEquals(ExitCode.USAGE, run.exitCode());
    assertTrue(run.err().contains("'given'"), run.err());
  }

  private Predictions dedupe(
      String set,
      String mapping,
      java.util.function.Function<List<String[]>, Map<String, String>> who)
      throws Exception {
    Path file = resource(set);
    Path out = folder.resolve("out.csv");
    CommandRun run =
        CommandRun.of(
            "match",
            "--dedupe",
            file.toString(),
            "--mapping",
            write("mapping.json", mapping).toString(),
            "--out",
            out.toString());
    assertEquals(ExitCode.OK, run.exitCode(), run.err());
    List<String[]> rows =
        Files.readAllLines(file).stream().skip(1).map(line -> line.split(",")).toList();
    return Predictions.of(out, who.apply(rows));
  }

  private static Map<String, String> febrlPeople(List<String[]> rows) {
    Map<String, String> people = new HashMap<>();
    rows.forEach(row -> people.put(row[0], row[0].split("-")[1]));
    return people;
  }

  private static Map<String, String> column(List<String[]> rows, int column) {
    Map<String, String> people = new HashMap<>();
    rows.forEach(row -> people.put(row[0], row[column]));
    return people;
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private static Path resource(String name) throws URISyntaxException {
    return Path.of(
        Objects.requireNonNull(MatchCommandTest.class.getResource("/linkage/" + name)).toURI());
  }

  private static String[] and(String[] some, String... more) {
    String[] all = java.util.Arrays.copyOf(some, some.length + more.length);
    System.arraycopy(more, 0, all, some.length, more.length);
    return all;
  }
}
