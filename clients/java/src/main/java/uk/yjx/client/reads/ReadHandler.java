package uk.yjx.client.reads;

import java.util.List;
import uk.yjx.audit.v1.RecordRead;

/** What an application does with reads of the records it sent. */
@FunctionalInterface
public interface ReadHandler {

  /**
   * Deals with reads, in order and on one thread; the next ones come after it has returned, and
   * only then is the cursor stored. When it throws, the same reads come again after a while: each
   * comes at least once.
   */
  void onReads(List<RecordRead> reads) throws Exception;
}
