package uk.yjx.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;
import uk.yjx.cli.people.PeopleFiles;
import uk.yjx.cli.people.PeopleMapping;
import uk.yjx.server.matching.Roster;

/** The files of people that a command is about. */
final class MatchFiles {

  @ArgGroup(multiplicity = "1")
  Which which = new Which();

  @Option(
      names = "--mapping",
      paramLabel = "M.json",
      required = true,
      description = "Which column says what, as JSON.")
  Path mapping = Path.of("");

  /** One file or two. */
  static final class Which {
    @Option(
        names = "--dedupe",
        paramLabel = "A.csv",
        description = "Find the rows of one file that are of one person.")
    @Nullable Path single;

    @ArgGroup(exclusive = false)
    @Nullable Two two;
  }

  /** Two files. */
  static final class Two {
    @Option(names = "--left", paramLabel = "A.csv", required = true, description = "One file.")
    Path left = Path.of("");

    @Option(
        names = "--right",
        paramLabel = "B.csv",
        required = true,
        description = "The file its people are looked for in.")
    Path right = Path.of("");
  }

  /** Reads them. */
  Roster read(Yjx yjx) {
    int year = yjx.surroundings().clock().instant().atZone(ZoneOffset.UTC).getYear();
    try {
      PeopleFiles files = new PeopleFiles(PeopleMapping.parse(Files.readString(mapping)), year);
      Two two = which.two;
      return two == null
          ? files.read(java.util.Objects.requireNonNull(which.single), null)
          : files.read(two.left, two.right);
    } catch (IOException e) {
      throw CommandFailure.file("cannot read " + e.getMessage(), e);
    } catch (IllegalArgumentException e) {
      throw CommandFailure.usage(String.valueOf(e.getMessage()));
    }
  }
}
