package uk.yjx.cli.demo;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import uk.yjx.caseload.v1.RecordCaseRequest;
import uk.yjx.cli.feed.CaseImport;
import uk.yjx.cli.output.ProgressBar;
import uk.yjx.client.Errors;
import uk.yjx.client.ExchangeException;
import uk.yjx.world.Caseload;
import uk.yjx.world.CaseloadChild;
import uk.yjx.world.YouthJusticeService;

/** Imports the invented caseload, each service by its own case-management system. */
final class CaseloadSetUp {

  private CaseloadSetUp() {}

  /** The ids the exchange gave the children. */
  static Map<CaseloadChild.Key, String> importAll(
      Caseload caseload, Connections connections, ProgressBar progress)
      throws InterruptedException {
    Map<CaseloadChild.Key, String> ids = new ConcurrentHashMap<>();
    for (YouthJusticeService service : YouthJusticeService.values()) {
      Map<String, CaseloadChild.Key> keys = new HashMap<>();
      AtomicReference<@Nullable ExchangeException> refused = new AtomicReference<>();
      CaseImport feed =
          CaseImport.open(
              connections.of(service.id() + "/system/casework").channel(),
              answer -> {
                CaseloadChild.Key key = keys.get(answer.getRequestId());
                if (answer.hasRefused()) {
                  refused.compareAndSet(null, Errors.of(answer.getRefused()));
                } else if (key != null) {
                  ids.put(key, answer.getRecorded().getChildId());
                }
                progress.step();
              });
      for (RecordCaseRequest request : caseload.requests(service)) {
        keys.put(
            request.getRequestId(),
            new CaseloadChild.Key(service.id(), request.getCase().getServiceChildId()));
      }
      for (RecordCaseRequest request : caseload.requests(service)) {
        feed.add(request);
      }
      feed.finish();
      ExchangeException first = refused.get();
      if (first != null) {
        throw first;
      }
    }
    return ids;
  }
}
