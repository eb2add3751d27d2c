package uk.yjx.server.alerts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import uk.yjx.alerts.v1.Alert;
import uk.yjx.common.v1.Options;
import uk.yjx.server.agreements.Books;

/** Promise 5: who gets exactly what, and that no check is idle. */
final class DisclosureMatrixTest {
  private static final Path TABLE = Path.of("docs", "disclosure-matrix.md");
  private static final String BEGIN = "<!-- begin -->\n";

  @Test
  void givesEveryRoleExactlyWhatTheReviewedTableSays() throws IOException {
    String now = table("", "");
    if (Boolean.getBoolean("yjx.golden.write")) {
      String page = Files.readString(TABLE);
      Files.writeString(TABLE, page.substring(0, page.indexOf(BEGIN)) + BEGIN + now);
    }
    String page = Files.readString(TABLE);
    assertEquals(page.substring(page.indexOf(BEGIN) + BEGIN.length()), now);
  }

  @TestFactory
  Stream<DynamicTest> changesTheTableWhenOneCheckIsLeftOut() {
    String whole = table("", "");
    return Stream.concat(
        Books.checks().stream()
            .map(check ->
                DynamicTest.dynamicTest(check, () -> assertNotEquals(whole, table(check, "")))),
        Cut.ALL.stream()
            .map(cut ->
                DynamicTest.dynamicTest(
                    cut.name(), () -> assertNotEquals(whole, table("", cut.name())))));
  }

  /** A field without readers stays hidden from everyone until somebody decides. */
  @Test
  void everyFieldOfAnAlertSaysWhoSeesIt() {
    List<String> undecided = new ArrayList<>();
    collect(Alert.getDescriptor(), undecided);
    assertEquals(List.of(), undecided);
    assertTrue(Cut.visible(uk.yjx.common.v1.Role.ROLE_VOLUNTEER).size() > 1);
  }

  private static void collect(Descriptor type, List<String> undecided) {
    for (FieldDescriptor field : type.getFields()) {
      if (!field.getOptions().hasExtension(Options.visibleTo)) {
        undecided.add(field.getFullName());
      } else if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE
          && field.getMessageType().getOptions().getExtension(Options.personalData)) {
        collect(field.getMessageType(), undecided);
      }
    }
  }

  /** Two books: everything is in one, most data is out of the other. */
  private static String table(String withoutCheck, String withoutCut) {
    List<Cut> cuts = Cut.ALL.stream().filter(cut -> !cut.name().equals(withoutCut)).toList();
    return new DisclosureMatrix(Books.without(withoutCheck, Books.wide(Cutting.NOW)), cuts).table()
        + "\n## Under an agreement for police events alone, and one not yet in force\n\n"
        + new DisclosureMatrix(Books.without(withoutCheck, Books.narrow(Cutting.NOW)), cuts).table()
        + "\n"
        + new DisclosureMatrix(
                Books.without(withoutCheck, Books.wide(Cutting.NOW.plusSeconds(200_000))), cuts)
            .table();
  }
}
