package uk.yjx.server.casepapers;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** The content of a document as a stream; one part of it is in memory. Closing leaves it open. */
final class ContentStream extends InputStream {
  private final StoredContent content;
  private final byte[] part;
  private int length;
  private int at;
  private int next;

  ContentStream(StoredContent content) {
    this.content = content;
    this.part = content.room();
  }

  /** A part that cannot be read back, on its way through an interface that knows only this. */
  static final class Failed extends IOException {
    private static final long serialVersionUID = 1L;

    private final StoredContent.Damaged damage;

    Failed(StoredContent.Damaged damage) {
      super(damage);
      this.damage = damage;
    }

    StoredContent.Damaged damage() {
      return damage;
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte @Nullable [] into, int offset, int wanted) throws IOException {
    if (wanted == 0) {
      return 0;
    }
    if (at == length && !nextPart()) {
      return -1;
    }
    int count = Math.min(wanted, length - at);
    if (into != null) {
      System.arraycopy(part, at, into, offset, count);
    }
    at += count;
    return count;
  }

  private boolean nextPart() throws IOException {
    if (next == content.count()) {
      return false;
    }
    try {
      length = content.part(next, part);
    } catch (StoredContent.Damaged e) {
      throw new Failed(e);
    }
    next++;
    at = 0;
    return true;
  }
}
