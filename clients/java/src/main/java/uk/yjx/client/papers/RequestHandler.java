package uk.yjx.client.papers;

import java.util.List;
import uk.yjx.casepapers.v1.RequestEvent;

/** What an application does with papers it is asked for. */
@FunctionalInterface
public interface RequestHandler {

  /**
   * Deals with requests, in order and on one thread; the next ones come after it has returned, and
   * only then is the cursor stored. When it throws, the same ones come again after a while. Of one
   * expectation the last one counts.
   */
  void onRequests(List<RequestEvent> requests) throws Exception;
}
