package uk.yjx.server.oversight;

import com.google.protobuf.Timestamp;
import java.time.Instant;
import uk.yjx.oversight.v1.ReviewEntry;
import uk.yjx.oversight.v1.ReviewEntryKind;
import uk.yjx.server.journal.Receipts;
import uk.yjx.server.kernel.PersonName;

/** Small translations between reviews and the contract. */
final class ReviewWords {

  private ReviewWords() {}

  /** A time of the contract. */
  static Instant instant(Timestamp at) {
    return Instant.ofEpochSecond(at.getSeconds(), at.getNanos());
  }

  /** A line of a history that the exchange or somebody adds; the author empty for the exchange. */
  static ReviewEntry.Builder line(int number, ReviewEntryKind kind, String author, Instant at) {
    return ReviewEntry.newBuilder()
        .setNumber(number)
        .setKind(kind)
        .setAuthor(author)
        .setAt(Receipts.timestamp(at));
  }

  /** First forename and surname. */
  static String shown(PersonName name) {
    return name.forenames().isEmpty()
        ? name.surname()
        : name.forenames().getFirst() + " " + name.surname();
  }
}
