package uk.yjx.server.casepapers;

import java.util.List;
import java.util.UUID;
import uk.yjx.server.storage.RecordKey;
import uk.yjx.server.storage.Vault;

/**
 * Where the sealed parts of a document are. Every part but the last holds {@link
 * PapersLimits#PART_BYTES}, so that a byte is found by arithmetic alone.
 *
 * @param size of the whole document, in bytes
 * @param segments what each opening wrote, in order; empty ones among them
 */
record DocumentParts(UUID document, long size, RecordKey key, List<Segment> segments) {
  /** Bytes of a sealed part beyond its content: nonce and tag of AES-GCM. */
  static final int SEAL_BYTES = Vault.SEAL_BYTES;

  /** Bytes of every sealed part but a document's last. */
  static final int SEALED_PART_BYTES = PapersLimits.PART_BYTES + SEAL_BYTES;

  /** What one opening wrote, from a byte of the document on. */
  record Segment(UUID blob, long firstByte) {}

  /**
   * Where one part is.
   *
   * @param index of the part in the document
   * @param indexInBlob of the part in its blob
   * @param bytes of its content
   */
  record Place(UUID blob, int index, int indexInBlob, int bytes) {}

  DocumentParts {
    segments = List.copyOf(segments);
  }

  /** Parts of a document of a size. */
  static int count(long size) {
    return Math.toIntExact((size + PapersLimits.PART_BYTES - 1) / PapersLimits.PART_BYTES);
  }

  /** Bytes of the part that begins at an offset. */
  static int bytesAt(long offset, long size) {
    return (int) Math.min(PapersLimits.PART_BYTES, size - offset);
  }

  /** Where the part with an index is. */
  Place place(int index) {
    long offset = (long) index * PapersLimits.PART_BYTES;
    Segment in = segments.getFirst();
    for (Segment segment : segments) {
      if (segment.firstByte() <= offset) {
        in = segment;
      }
    }
    int before = Math.toIntExact((offset - in.firstByte()) / PapersLimits.PART_BYTES);
    return new Place(in.blob(), index, before, bytesAt(offset, size));
  }

  /**
   * Seals a part into an array: it opens only as this part of this document, and as its last or
   * not.
   *
   * @return bytes of the sealed form
   */
  int seal(Vault vault, int index, byte[] part, int length, byte[] into) {
    return vault.seal(key, part, length, purpose(index), into);
  }

  /** Opens a sealed part into an array; how many bytes it has. */
  int open(Vault vault, int index, byte[] sealed, int length, byte[] into) {
    return vault.open(key, sealed, length, purpose(index), into);
  }

  private String purpose(int index) {
    boolean last = index == count(size) - 1;
    return "casepapers.part/" + document + "/" + index + (last ? "/last" : "/inner");
  }
}
