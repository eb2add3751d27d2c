package uk.yjx.client.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ReadmeTest {

  private static final Path EXAMPLES = Path.of("src/test/java/uk/yjx/client/examples");
  private static final Pattern BLOCK = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

  @Test
  void showsOnlyCodeThatCompiles() throws IOException {
    List<String> shown =
        BLOCK
            .matcher(Files.readString(Path.of("README.md")))
            .results()
            .map((MatchResult block) -> block.group(1))
            .toList();
    List<String> compiled =
        List.of(
            compiled("PublishNotices", "publish"),
            compiled("ReceiveAlerts", "receive"),
            compiled("CheckReceipts", "receipts"));
    assertEquals(compiled, shown);
  }

  /** The code between two marks, without the indentation of the class. */
  private static String compiled(String example, String mark) throws IOException {
    String source = Files.readString(EXAMPLES.resolve(example + ".java"));
    String start = "  // README: " + mark + "\n";
    assertTrue(source.contains(start), example + " has no mark " + mark);
    String code = source.substring(source.indexOf(start) + start.length());
    return code.substring(0, code.indexOf("  // README: end")).replaceAll("(?m)^  ", "");
  }
}
