package uk.yjx.server.casepapers;

import java.util.Arrays;
import java.util.Optional;

/** The media types a document may have: everything else is refused. */
enum MediaType {
  PDF("application/pdf", SizeClass.PAPER),
  WORD("application/vnd.openxmlformats-officedocument.wordprocessingml.document", SizeClass.PAPER),
  TEXT("text/plain", SizeClass.PAPER),
  MAIL("message/rfc822", SizeClass.PAPER),
  JPEG("image/jpeg", SizeClass.IMAGE),
  PNG("image/png", SizeClass.IMAGE),
  MP3("audio/mpeg", SizeClass.RECORDING),
  MP4_SOUND("audio/mp4", SizeClass.RECORDING),
  MP4("video/mp4", SizeClass.RECORDING);

  private final String text;
  private final SizeClass sizeClass;

  MediaType(String text, SizeClass sizeClass) {
    this.text = text;
    this.sizeClass = sizeClass;
  }

  /** How large documents may be, by what they are; body-worn film is linked to, never carried. */
  enum SizeClass {
    /** Text on pages. */
    PAPER(100L << 20),
    /** One picture. */
    IMAGE(50L << 20),
    /** An interview as sound or film. */
    RECORDING(2L << 30);

    private final long bytesMax;

    SizeClass(long bytesMax) {
      this.bytesMax = bytesMax;
    }

    /** The largest document of the class, in bytes. */
    long bytesMax() {
      return bytesMax;
    }
  }

  /** The type by its name in the contract. */
  static Optional<MediaType> of(String text) {
    return Arrays.stream(values()).filter(t -> t.text.equals(text)).findFirst();
  }

  SizeClass sizeClass() {
    return sizeClass;
  }
}
