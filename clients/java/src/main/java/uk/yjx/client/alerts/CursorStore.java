package uk.yjx.client.alerts;

import com.google.protobuf.ByteString;
import java.nio.file.Path;

/** Where an installation keeps how far it has dealt with its alerts. */
public interface CursorStore {

  /** The last cursor stored; empty when there is none. */
  ByteString load();

  /** Stores a cursor in place of the one before; throws when that fails. */
  void save(ByteString cursor);

  /** Keeps the cursor as long as the process lives. */
  static CursorStore inMemory() {
    return new MemoryCursorStore();
  }

  /** Keeps the cursor in a file, which is replaced as a whole. One file for each installation. */
  static CursorStore inFile(Path file) {
    return new FileCursorStore(file);
  }
}
