package uk.yjx.server.agreements;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.util.JsonFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import uk.yjx.server.journal.RequestRules;

/** The agreements we hand out do what their examples say. */
final class StarterAgreementsTest {
  private static final Path FOLDER = Path.of("docs", "agreements");

  @TestFactory
  Stream<DynamicTest> everyExampleComesOutAsItSays() throws IOException {
    return files().stream()
        .map(file ->
            DynamicTest.dynamicTest(
                file.getFileName().toString(),
                () -> {
                  List<AgreementExamples.Result> results = AgreementExamples.run(read(file));
                  assertTrue(results.size() >= 3, "too few examples");
                  assertEquals(
                      List.of(), results.stream().filter(result -> !result.asExpected()).toList());
                  assertTrue(new RequestRules().check(read(file)).isEmpty(), "contract rules");
                }));
  }

  @Test
  void saysWhenAnExampleDoesNotComeOut() throws IOException {
    uk.yjx.agreements.v1.Agreement.Builder changed = read(files().getFirst()).toBuilder();
    changed.clearPurposes().addPurposes(uk.yjx.common.v1.Purpose.PURPOSE_CRIMINAL_PROCEEDINGS);
    assertTrue(
        AgreementExamples.run(changed.build()).stream().anyMatch(result -> !result.asExpected()));
  }

  private static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
    }
  }

  private static uk.yjx.agreements.v1.Agreement read(Path file) throws IOException {
    uk.yjx.agreements.v1.Agreement.Builder agreement = uk.yjx.agreements.v1.Agreement.newBuilder();
    JsonFormat.parser().merge(Files.readString(file), agreement);
    return agreement.build();
  }
}
