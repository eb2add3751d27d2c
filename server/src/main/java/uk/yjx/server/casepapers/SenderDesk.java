package uk.yjx.server.casepapers;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import uk.yjx.casepapers.v1.ListRequestsRequest;
import uk.yjx.casepapers.v1.ListRequestsResponse;
import uk.yjx.casepapers.v1.PapersExpected;
import uk.yjx.casepapers.v1.PapersWanted;
import uk.yjx.casepapers.v1.SenderCause;
import uk.yjx.common.v1.Purpose;
import uk.yjx.server.agreements.Agreements;
import uk.yjx.server.alerts.Consultations;
import uk.yjx.server.caseload.Caseload;
import uk.yjx.server.caseload.PageTokens;
import uk.yjx.server.identity.Caller;
import uk.yjx.server.journal.Disclosed;
import uk.yjx.server.journal.Receipts;

/** What services wait for from an agency, for that agency: numbers and contents, no names. */
@Singleton
final class SenderDesk {
  private static final String OPERATION = "yjx.casepapers.v1.CourtService/ListRequests";

  private static final String PAGE =
      PapersStore.EXPECTATION_COLUMNS
          + """
          WHERE x.expected_from = ? AND x.state = 1
            AND (NOT ? OR coalesce(x.moved_due_at, x.due_at) < ?)
            AND (x.due_at, x.expectation_id) > (?, ?)
          ORDER BY x.due_at, x.expectation_id
          LIMIT ?
          """;

  private static final String CHASES =
      """
      SELECT count(*)
      FROM casepapers.sender_line
      WHERE expectation_id = ? AND cause = ?
      """;

  private static final UUID FIRST = new UUID(0, 0);

  private final PapersStore store;
  private final ProgressStore progressStore;
  private final Progress progress;
  private final Agreements agreements;
  private final Caseload caseload;
  private final Consultations consultations;
  private final PageTokens tokens;
  private final InstantSource clock;

  SenderDesk(
      PapersStore store,
      ProgressStore progressStore,
      Progress progress,
      Agreements agreements,
      Caseload caseload,
      Consultations consultations,
      PageTokens tokens,
      InstantSource clock) {
    this.store = store;
    this.progressStore = progressStore;
    this.progress = progress;
    this.agreements = agreements;
    this.caseload = caseload;
    this.consultations = consultations;
    this.tokens = tokens;
    this.clock = clock;
  }

  /** One page, once it is committed that it is shown. */
  CompletableFuture<Disclosed<ListRequestsResponse>> page(
      Caller caller, ListRequestsRequest request) {
    Instant now = clock.instant();
    int size = request.getPageSize() == 0 ? PageTokens.PAGE_SIZE_DEFAULT : request.getPageSize();
    String scope = "papers-wanted " + caller.agency();
    String[] last = tokens.read(scope, request.getPageToken()).split(" ", -1);
    boolean first = last.length != 2;
    List<ExpectationRow> rows =
        store.read(
            PAGE,
            s -> {
              s.setString(1, caller.agency().value());
              s.setBoolean(2, request.getOverdueOnly());
              s.setObject(3, now.atOffset(ZoneOffset.UTC));
              s.setObject(
                  4, (first ? Instant.EPOCH : Instant.parse(last[0])).atOffset(ZoneOffset.UTC));
              s.setObject(5, first ? FIRST : UUID.fromString(last[1]));
              s.setInt(6, size + 1);
            },
            store::expectation);
    ListRequestsResponse.Builder page = ListRequestsResponse.newBuilder();
    rows.stream()
        .limit(size)
        .filter(row -> Answers.mayBeTold(agreements, caseload, row, now))
        .forEach(row -> page.addWanted(wanted(row, now)));
    if (rows.size() > size) {
      ExpectationRow end = rows.get(size - 1);
      page.setNextPageToken(tokens.after(scope, end.dueAt() + " " + end.id()));
    }
    return consultations
        .commit(
            caller,
            new Consultations.Shown(
                OPERATION,
                Purpose.PURPOSE_SUPERVISION,
                "yjx.casepapers.v1.PapersWanted",
                "case-papers",
                page.getWantedList().stream().map(PapersWanted::getExpectedId).toList()))
        .thenApply(commit -> Disclosed.by(commit, page.build()));
  }

  /** An expectation as its sender may know it. Reads the tables. */
  PapersWanted wanted(ExpectationRow row, Instant now) {
    PapersExpected facts = row.facts();
    return PapersWanted.newBuilder()
        .setExpectedId(row.id().toString())
        .setUrn(facts.getUrn())
        .setDefendant(facts.getDefendant())
        .setService(row.service().value())
        .setStage(row.stage())
        .setDisposal(facts.getDisposal())
        .setDueAt(Receipts.timestamp(row.effectiveDue()))
        .setOverdue(row.isOpen() && now.isAfter(row.effectiveDue()))
        .addAllMissing(progress.of(row, now).missing())
        .addAllRequested(progressStore.requested(row.id()))
        .setChases(chases(row))
        .setState(row.state())
        .build();
  }

  private int chases(ExpectationRow row) {
    return store
        .read(
            CHASES,
            s -> {
              s.setObject(1, row.id());
              s.setInt(2, SenderCause.SENDER_CAUSE_CHASED.getNumber());
            },
            r -> r.getInt(1))
        .getFirst();
  }
}
