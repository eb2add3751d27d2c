package uk.yjx.server.casepapers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import uk.yjx.casepapers.v1.QuarantineReason;

/** What each check finds in files made for it, and that it lets ordinary ones pass. */
final class ContentChecksTest {

  @Test
  void letsAnOrdinaryWordDocumentPass() throws Exception {
    assertEquals(
        Optional.empty(), word(docx("The child said he was at school. See MG6C.", Map.of())));
  }

  @Test
  void findsMacrosBombsAndPasswordsInWordDocuments() throws Exception {
    assertEquals(
        Optional.of(QuarantineReason.QUARANTINE_REASON_ACTIVE_CONTENT),
        word(docx("x", Map.of("word/vbaProject.bin", new byte[10]))));
    assertEquals(
        Optional.of(QuarantineReason.QUARANTINE_REASON_ARCHIVE_BOMB),
        word(docx("x", Map.of("word/media/image1.png", new byte[20 << 20]))));
    assertEquals(
        Optional.of(QuarantineReason.QUARANTINE_REASON_MEDIA_TYPE_DIFFERS),
        word(zip(Map.of("xl/workbook.xml", new byte[10]))));
    byte[] locked = docx("x", Map.of());
    locked[6] |= 1; // general purpose bit 0 of the first file: encrypted (APPNOTE 4.4.4)
    assertEquals(Optional.of(QuarantineReason.QUARANTINE_REASON_ENCRYPTED), word(locked));
    byte[] cut = docx("x".repeat(10_000), Map.of());
    assertEquals(
        Optional.of(QuarantineReason.QUARANTINE_REASON_UNREADABLE),
        word(java.util.Arrays.copyOf(cut, 120)));
  }

  @Test
  void findsPasswordsProgramsAndBombsInPdfs() throws IOException {
    assertEquals(Optional.empty(), PdfCheck.look(pdf("", "(Case summary) Tj")));
    assertEquals(
        Optional.of(QuarantineReason.QUARANTINE_REASON_ENCRYPTED),
        PdfCheck.look(pdf("trailer << /Encrypt 5 0 R >>", "")));
    for (String active :
        List.of("/S /JavaScript /JS (x)", "/S /Launch /F (x)", "/S /J#61vaScript /JS (x)")) {
      assertEquals(
          Optional.of(QuarantineReason.QUARANTINE_REASON_ACTIVE_CONTENT),
          PdfCheck.look(pdf("<< " + active + " >>", "")),
          active);
    }
  }

  @Test
  void findsWhatStandsBeyondManyStreamsAndALongOne() throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (int i = 0; i < 300; i++) {
      all.writeBytes(pdf("", "(page " + i + ") Tj"));
    }
    all.writeBytes("<< /Length 1 >>\nstream\n".getBytes(StandardCharsets.ISO_8859_1));
    all.writeBytes(Prosecution.content(9 << 20, 4));
    all.writeBytes("\nendstream\n".getBytes(StandardCharsets.ISO_8859_1));
    assertEquals(Optional.empty(), PdfCheck.look(all.toByteArray()));
    all.writeBytes(pdf("<< /S /Launch >>", ""));
    assertEquals(
        Optional.of(QuarantineReason.QUARANTINE_REASON_ACTIVE_CONTENT),
        PdfCheck.look(all.toByteArray()));
  }

  @Test
  void countsWhatStreamsUnpackTo() throws IOException {
    Deflater deflater = new Deflater();
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(
        "%PDF-1.7\n<< /Filter /FlateDecode >>\nstream\n".getBytes(StandardCharsets.US_ASCII));
    byte[] packed = new byte[64 << 10];
    for (int i = 0; i < 520; i++) {
      deflater.setInput(new byte[1 << 20]);
      for (int n = deflater.deflate(packed); n > 0; n = deflater.deflate(packed)) {
        all.write(packed, 0, n);
      }
    }
    deflater.end();
    all.writeBytes("\nendstream\n".getBytes(StandardCharsets.US_ASCII));
    assertEquals(
        Optional.of(QuarantineReason.QUARANTINE_REASON_ARCHIVE_BOMB),
        PdfCheck.look(all.toByteArray()));
  }

  @Test
  void knowsWhatMustNotLeaveByItsHeadingsWhateverItIsCalled() throws Exception {
    Map<String, Boolean> texts = new LinkedHashMap<>();
    texts.put("MG9\nWITNESS LIST\nInvented Name", true);
    texts.put("  MG 6C  \nanything", true);
    texts.put("POLICE SCHEDULE OF NON-SENSITIVE UNUSED MATERIAL", true);
    texts.put("Report to Crown Prosecutor for charging decision", true);
    texts.put(
        "Home address: …\nMobile No: …\nDates of non-availability: …\nWilling to attend court",
        true);
    texts.put("MG5\nThe witness list is with the officer in the case, see MG9.", false);
    texts.put("MG11\nWITNESS STATEMENT\nI live at home and my address is known to police.", false);
    texts.put("MG15 Record of interview", false);
    texts.forEach((text, withheld) -> assertEquals(withheld, WithheldText.matches(text), text));
    assertEquals(
        Optional.of(QuarantineReason.QUARANTINE_REASON_WITHHELD_KIND),
        word(docx("MG6D", Map.of())));
    assertEquals(
        Optional.of(QuarantineReason.QUARANTINE_REASON_WITHHELD_KIND),
        PdfCheck.look(pdf("", "(WITNESS) Tj ( LIST) Tj T* (Invented Name) Tj")));
  }

  @Test
  void findsFilesThatAreTwoThingsAtOnce() throws Exception {
    byte[] archive = zip(Map.of("a.txt", new byte[3]));
    byte[] pdf = pdf("", "");
    assertEquals(
        Optional.of(QuarantineReason.QUARANTINE_REASON_POLYGLOT),
        Polyglot.find(MediaType.PDF, pdf, joined(pdf, archive)));
    assertEquals(
        Optional.of(QuarantineReason.QUARANTINE_REASON_POLYGLOT),
        Polyglot.find(MediaType.JPEG, joined(new byte[] {-1, -40, -1}, pdf), pdf));
    assertEquals(
        Optional.of(QuarantineReason.QUARANTINE_REASON_POLYGLOT),
        Polyglot.find(
            MediaType.PNG, "\u0089PNG <SCRIPT>".getBytes(StandardCharsets.ISO_8859_1), pdf));
    assertEquals(Optional.empty(), Polyglot.find(MediaType.PDF, pdf, pdf));
  }

  @Test
  void holdsNoRandomContentBack() throws IOException {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int i = 0; i < 20; i++) {
      byte[] content = Prosecution.content(1 << 20, random.nextLong());
      assertFalse(Polyglot.endsAsArchive(content), "seed " + seed);
      assertEquals(Optional.empty(), PdfCheck.look(content), "seed " + seed);
    }
  }

  @Test
  void seesWhatABeginningIs() throws IOException {
    SniffedType sniffed = new SniffedType();
    byte[] pdf = pdf("", "");
    assertTrue(sniffed.differs(MediaType.PDF, pdf).isEmpty());
    assertTrue(sniffed.differs(MediaType.PNG, pdf).isPresent());
    assertTrue(
        sniffed
            .differs(MediaType.TEXT, "Plain words.\n".getBytes(StandardCharsets.UTF_8))
            .isEmpty());
    assertTrue(
        sniffed.differs(MediaType.TEXT, new byte[] {'M', 'Z', (byte) 0x90, 0, 3}).isPresent());
    assertTrue(sniffed.differs(MediaType.MP4, mp4(1_000)).isEmpty());
    byte[] ole = {
      (byte) 0xD0, (byte) 0xCF, 0x11, (byte) 0xE0, (byte) 0xA1, (byte) 0xB1, 0x1A, (byte) 0xE1
    };
    assertEquals(
        Optional.of(QuarantineReason.QUARANTINE_REASON_ENCRYPTED),
        sniffed.differs(MediaType.WORD, ole));
  }

  /** The beginning of a film, and nothing that can be compressed after it. */
  static byte[] mp4(int size) {
    byte[] bytes = new byte[size];
    new Random(1).nextBytes(bytes);
    byte[] head = {0, 0, 0, 24, 'f', 't', 'y', 'p', 'i', 's', 'o', 'm', 0, 0, 2, 0};
    System.arraycopy(head, 0, bytes, 0, head.length);
    return bytes;
  }

  static byte[] pdf(String objects, String shown) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(
        ("%PDF-1.7\n" + objects + "\n1 0 obj\n<< /Filter /FlateDecode >>\nstream\n")
            .getBytes(StandardCharsets.ISO_8859_1));
    Deflater deflater = new Deflater();
    deflater.setInput(("BT " + shown + " ET").getBytes(StandardCharsets.ISO_8859_1));
    deflater.finish();
    byte[] packed = new byte[4_096];
    out.write(packed, 0, deflater.deflate(packed));
    deflater.end();
    out.writeBytes("\nendstream\nendobj\n%%EOF\n".getBytes(StandardCharsets.ISO_8859_1));
    return out.toByteArray();
  }

  static byte[] docx(String text, Map<String, byte[]> further) throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("[Content_Types].xml", "<Types/>".getBytes(StandardCharsets.UTF_8));
    files.put(
        "word/document.xml",
        ("<w:document><w:p><w:t>" + text + "</w:t></w:p></w:document>")
            .getBytes(StandardCharsets.UTF_8));
    files.putAll(further);
    return zip(files);
  }

  private static byte[] zip(Map<String, byte[]> files) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        zip.putNextEntry(new ZipEntry(file.getKey()));
        zip.write(file.getValue());
        zip.closeEntry();
      }
    }
    return out.toByteArray();
  }

  private static Optional<QuarantineReason> word(byte[] docx) throws IOException {
    return WordCheck.look(new ByteArrayInputStream(docx), docx.length);
  }

  private static byte[] joined(byte[] one, byte[] two) {
    byte[] all = java.util.Arrays.copyOf(one, one.length + two.length);
    System.arraycopy(two, 0, all, one.length, two.length);
    return all;
  }
}
