package uk.yjx.client.alerts;

import com.google.protobuf.ByteString;

/** A cursor that is forgotten with the process. */
final class MemoryCursorStore implements CursorStore {

  private volatile ByteString cursor = ByteString.EMPTY;

  @Override
  public ByteString load() {
    return cursor;
  }

  @Override
  public void save(ByteString newer) {
    cursor = newer;
  }
}
