package uk.yjx.server.casepapers;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Recognises by its words what must not leave the prosecution side, whatever kind its sender says
 * it is: form labels and headings of the Manual of Guidance that stand on no other form.
 */
final class WithheldText {
  /** Text that is looked at, in characters: headings stand at the beginning of pages. */
  static final int LENGTH_MAX = 4 * 1024 * 1024;

  private static final List<Pattern> HEADINGS =
      List.of(
          // A form's own label stands alone; a mention («see MG6C») runs on in a sentence.
          line("MG ?(2|3|3A|6|6A|6B|6C|6D|6E|9|10|17|21|21A)( ?\\(T\\))?"),
          line("(POLICE )?SCHEDULE OF (RELEVANT )?NON-?SENSITIVE (UNUSED )?MATERIAL"),
          line("(POLICE )?SCHEDULE OF (RELEVANT )?SENSITIVE (UNUSED )?MATERIAL"),
          line("DISCLOSURE OFFICER'?S REPORT"),
          line("WITNESS LIST"),
          line("WITNESS NON-?AVAILABILITY"),
          line("SPECIAL MEASURES ASSESSMENT"),
          line("(FURTHER )?REPORT TO (THE )?CROWN PROSECUTOR.*"),
          line("WITNESS CONTACT DETAILS"),
          line("WITNESS CARE"));

  /** The back of a statement asks for all of these; its front for none but the first. */
  private static final List<Pattern> BACK_OF_STATEMENT =
      List.of(
          Pattern.compile("home address", Pattern.CASE_INSENSITIVE),
          Pattern.compile(
              "(mobile|home telephone|telephone) ?(no|number)", Pattern.CASE_INSENSITIVE),
          Pattern.compile("dates? of (birth|non-?availability)", Pattern.CASE_INSENSITIVE),
          Pattern.compile(
              "(preferred means of contact|willing to attend court|can .*be contacted)",
              Pattern.CASE_INSENSITIVE));

  private WithheldText() {}

  /** Whether a text is of such a kind. */
  static boolean matches(String text) {
    String looked = text.length() > LENGTH_MAX ? text.substring(0, LENGTH_MAX) : text;
    return HEADINGS.stream().anyMatch(p -> p.matcher(looked).find())
        || BACK_OF_STATEMENT.stream().allMatch(p -> p.matcher(looked).find());
  }

  private static Pattern line(String heading) {
    return Pattern.compile(
        "^[ \\t*_#:.-]*" + heading + "[ \\t*_:.-]*$", Pattern.CASE_INSENSITIVE | Pattern.MULTILINE);
  }
}
