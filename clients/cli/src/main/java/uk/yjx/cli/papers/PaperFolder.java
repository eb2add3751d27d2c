package uk.yjx.cli.papers;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import uk.yjx.casepapers.v1.DocumentKind;
import uk.yjx.casepapers.v1.DocumentManifest;
import uk.yjx.casepapers.v1.DocumentRestriction;
import uk.yjx.common.v1.Marking;

/**
 * Makes the manifest of a folder: each file says what it is by the start of its name, a form of the
 * Manual of Guidance («MG5 Case summary.pdf») or the kind's own word («interview-recording.mp4»).
 */
public final class PaperFolder {
  private static final Pattern FORM =
      Pattern.compile("^MG(\\d{1,2}[A-F]?)(?![0-9A-Z])", Pattern.CASE_INSENSITIVE);

  private static final Map<String, DocumentKind> FORMS =
      Map.ofEntries(
          Map.entry("1", DocumentKind.DOCUMENT_KIND_FILE_FRONT_SHEET),
          Map.entry("2", DocumentKind.DOCUMENT_KIND_SPECIAL_MEASURES),
          Map.entry("3", DocumentKind.DOCUMENT_KIND_REPORT_TO_PROSECUTOR),
          Map.entry("3A", DocumentKind.DOCUMENT_KIND_REPORT_TO_PROSECUTOR),
          Map.entry("4", DocumentKind.DOCUMENT_KIND_CHARGES),
          Map.entry("4A", DocumentKind.DOCUMENT_KIND_BAIL),
          Map.entry("4B", DocumentKind.DOCUMENT_KIND_BAIL),
          Map.entry("4C", DocumentKind.DOCUMENT_KIND_BAIL),
          Map.entry("4D", DocumentKind.DOCUMENT_KIND_POSTAL_REQUISITION),
          Map.entry("4F", DocumentKind.DOCUMENT_KIND_NO_FURTHER_ACTION),
          Map.entry("5", DocumentKind.DOCUMENT_KIND_CASE_SUMMARY),
          Map.entry("6", DocumentKind.DOCUMENT_KIND_CASE_FILE_INFORMATION),
          Map.entry("6A", DocumentKind.DOCUMENT_KIND_CASE_FILE_INFORMATION),
          Map.entry("6B", DocumentKind.DOCUMENT_KIND_OFFICER_MISCONDUCT),
          Map.entry("6C", DocumentKind.DOCUMENT_KIND_UNUSED_MATERIAL),
          Map.entry("6D", DocumentKind.DOCUMENT_KIND_UNUSED_MATERIAL),
          Map.entry("6E", DocumentKind.DOCUMENT_KIND_UNUSED_MATERIAL),
          Map.entry("7", DocumentKind.DOCUMENT_KIND_REMAND_APPLICATION),
          Map.entry("8", DocumentKind.DOCUMENT_KIND_BREACH_OF_BAIL),
          Map.entry("9", DocumentKind.DOCUMENT_KIND_WITNESS_LIST),
          Map.entry("10", DocumentKind.DOCUMENT_KIND_WITNESS_NON_AVAILABILITY),
          Map.entry("11", DocumentKind.DOCUMENT_KIND_WITNESS_STATEMENT),
          Map.entry("12", DocumentKind.DOCUMENT_KIND_EXHIBIT_LIST),
          Map.entry("13", DocumentKind.DOCUMENT_KIND_ORDERS_ON_CONVICTION),
          Map.entry("14", DocumentKind.DOCUMENT_KIND_CONDITIONAL_CAUTION),
          Map.entry("15", DocumentKind.DOCUMENT_KIND_INTERVIEW_RECORD),
          Map.entry("16", DocumentKind.DOCUMENT_KIND_BAD_CHARACTER),
          Map.entry("17", DocumentKind.DOCUMENT_KIND_PROCEEDS_OF_CRIME),
          Map.entry("18", DocumentKind.DOCUMENT_KIND_TAKEN_INTO_CONSIDERATION),
          Map.entry("19", DocumentKind.DOCUMENT_KIND_COMPENSATION),
          Map.entry("20", DocumentKind.DOCUMENT_KIND_FURTHER_EVIDENCE),
          Map.entry("21", DocumentKind.DOCUMENT_KIND_FORENSIC_SUBMISSION),
          Map.entry("21A", DocumentKind.DOCUMENT_KIND_FORENSIC_SUBMISSION));

  private static final Map<String, String> MEDIA_TYPES =
      Map.of(
          "pdf", "application/pdf",
          "docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
          "txt", "text/plain",
          "eml", "message/rfc822",
          "jpg", "image/jpeg",
          "jpeg", "image/jpeg",
          "png", "image/png",
          "mp3", "audio/mpeg",
          "m4a", "audio/mp4",
          "mp4", "video/mp4");

  private PaperFolder() {}

  /** What cannot be sent, and why; for the person who named the folder. */
  public static final class Unusable extends Exception {
    private static final long serialVersionUID = 1L;

    Unusable(String message) {
      super(message);
    }
  }

  /** The documents of a folder in order of their names; hidden files are left out. */
  public static List<PaperFile> read(
      Path folder, Marking marking, List<DocumentRestriction> restrictions)
      throws IOException, Unusable {
    List<Path> files;
    try (Stream<Path> all = Files.list(folder)) {
      files =
          all.filter(Files::isRegularFile)
              .filter(file -> !file.getFileName().toString().startsWith("."))
              .sorted(Comparator.comparing(file -> file.getFileName().toString()))
              .toList();
    }
    List<PaperFile> papers = new ArrayList<>();
    for (Path file : files) {
      papers.add(new PaperFile(file, manifest(file, marking, restrictions)));
    }
    if (papers.isEmpty()) {
      throw new Unusable(folder + " holds no files");
    }
    return papers;
  }

  /** What a file is by its name; empty when it does not say. */
  static Optional<DocumentKind> kind(String name) {
    Matcher form = FORM.matcher(name);
    if (form.find()) {
      return Optional.ofNullable(FORMS.get(form.group(1).toUpperCase(Locale.ROOT)));
    }
    String word = name.toLowerCase(Locale.ROOT).replace(' ', '-').replace('_', '-');
    return Stream.of(DocumentKind.values())
        .filter(kind -> kind != DocumentKind.UNRECOGNIZED)
        .filter(kind -> kind != DocumentKind.DOCUMENT_KIND_UNSPECIFIED)
        .filter(kind -> word.startsWith(word(kind)))
        .max(Comparator.comparing(kind -> word(kind).length()));
  }

  private static String word(DocumentKind kind) {
    return kind.name()
        .substring("DOCUMENT_KIND_".length())
        .toLowerCase(Locale.ROOT)
        .replace('_', '-');
  }

  private static DocumentManifest manifest(
      Path file, Marking marking, List<DocumentRestriction> restrictions)
      throws IOException, Unusable {
    String name = file.getFileName().toString();
    int dot = name.lastIndexOf('.');
    String extension = dot < 0 ? "" : name.substring(dot + 1).toLowerCase(Locale.ROOT);
    String type = MEDIA_TYPES.get(extension);
    if (type == null) {
      throw new Unusable(
          "'" + name + "': the exchange takes " + String.join(", ", sorted(MEDIA_TYPES)));
    }
    DocumentKind kind =
        kind(name)
            .orElseThrow(() ->
                new Unusable(
                    "'" + name + "': begin its name with its form (MG5) or kind (case-summary)"));
    return DocumentManifest.newBuilder()
        .setKind(kind)
        .setTitle(name.substring(0, dot).strip())
        .setMediaType(type)
        .setSizeBytes(Files.size(file))
        .setSha256(ByteString.copyFrom(sha256(file)))
        .setMarking(marking)
        .addAllRestrictions(restrictions)
        .build();
  }

  private static List<String> sorted(Map<String, String> types) {
    return types.keySet().stream().sorted().toList();
  }

  private static byte[] sha256(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      try (DigestInputStream all = new DigestInputStream(in, digest)) {
        byte[] buffer = new byte[256 * 1024];
        while (all.read(buffer) >= 0) {
          // The digest sees every byte that passes.
        }
      }
      return digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IOException("this Java lacks SHA-256", e);
    }
  }
}
