package uk.yjx.server.casepapers;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import uk.yjx.agreements.v1.DataCategory;
import uk.yjx.casepapers.v1.ListPapersExpectedRequest;
import uk.yjx.casepapers.v1.ListPapersExpectedResponse;
import uk.yjx.casepapers.v1.PapersExpected;
import uk.yjx.common.v1.Purpose;
import uk.yjx.server.agreements.Agreements;
import uk.yjx.server.agreements.Decision;
import uk.yjx.server.alerts.Consultations;
import uk.yjx.server.caseload.Caseload;
import uk.yjx.server.caseload.PageTokens;
import uk.yjx.server.identity.Caller;
import uk.yjx.server.journal.Disclosed;

/** The board: which papers are expected, for whom, and since when they are overdue. */
@Singleton
final class Board {
  private static final String OPERATION = "yjx.casepapers.v1.CourtService/ListPapersExpected";

  private static final String PAGE =
      PapersStore.EXPECTATION_COLUMNS
          + """
          WHERE (x.service = ANY (?) OR x.child_id = ANY (?))
            AND (? = '' OR x.service = ?)
            AND (? OR x.state = 1)
            AND (NOT ? OR (x.state = 1 AND coalesce(x.moved_due_at, x.due_at) < ?))
            AND (x.due_at, x.expectation_id) > (?, ?)
          ORDER BY x.due_at, x.expectation_id
          LIMIT ?
          """;

  private static final Instant BEGIN = Instant.EPOCH;
  private static final UUID FIRST = new UUID(0, 0);

  private final PapersStore store;
  private final ProgressStore progressStore;
  private final Progress progress;
  private final CaseAccess access;
  private final Caseload caseload;
  private final Agreements agreements;
  private final Consultations consultations;
  private final PageTokens tokens;
  private final InstantSource clock;

  Board(
      PapersStore store,
      ProgressStore progressStore,
      Progress progress,
      CaseAccess access,
      Caseload caseload,
      Agreements agreements,
      Consultations consultations,
      PageTokens tokens,
      InstantSource clock) {
    this.store = store;
    this.progressStore = progressStore;
    this.progress = progress;
    this.access = access;
    this.caseload = caseload;
    this.agreements = agreements;
    this.consultations = consultations;
    this.tokens = tokens;
    this.clock = clock;
  }

  /** One page, once it is committed that it is shown. */
  CompletableFuture<Disclosed<ListPapersExpectedResponse>> page(
      Caller caller, ListPapersExpectedRequest request) {
    Instant now = clock.instant();
    int size = request.getPageSize() == 0 ? PageTokens.PAGE_SIZE_DEFAULT : request.getPageSize();
    String scope = "papers-expected " + caller.principal();
    List<ExpectationRow> rows =
        rows(
            access.reach(caller, now),
            request,
            tokens.read(scope, request.getPageToken()),
            size,
            now);
    ListPapersExpectedResponse.Builder page = ListPapersExpectedResponse.newBuilder();
    rows.stream()
        .limit(size)
        .filter(row -> sees(caller, row, now) && mayRead(row, request.getPurpose(), now))
        .forEach(row -> page.addExpected(shown(row, now)));
    if (rows.size() > size) {
      ExpectationRow last = rows.get(size - 1);
      page.setNextPageToken(tokens.after(scope, last.dueAt() + " " + last.id()));
    }
    return consultations
        .commit(
            caller,
            new Consultations.Shown(
                OPERATION,
                request.getPurpose(),
                "yjx.casepapers.v1.PapersExpected",
                "case-papers",
                page.getExpectedList().stream().map(PapersExpected::getExpectedId).toList()))
        .thenApply(commit -> Disclosed.by(commit, page.build()));
  }

  private List<ExpectationRow> rows(
      CaseAccess.Reach reach,
      ListPapersExpectedRequest request,
      String after,
      int size,
      Instant now) {
    String[] last = after.split(" ", -1);
    boolean first = last.length != 2;
    return store.read(
        PAGE,
        s -> {
          var c = s.getConnection();
          s.setArray(
              1, c.createArrayOf("text", reach.services().stream().map(a -> a.value()).toArray()));
          s.setArray(
              2,
              c.createArrayOf("uuid", reach.children().stream().map(id -> id.value()).toArray()));
          s.setString(3, request.getService());
          s.setString(4, request.getService());
          s.setBoolean(5, request.getIncludeClosed());
          s.setBoolean(6, request.getOverdueOnly());
          s.setObject(7, now.atOffset(ZoneOffset.UTC));
          s.setObject(8, (first ? BEGIN : Instant.parse(last[0])).atOffset(ZoneOffset.UTC));
          s.setObject(9, first ? FIRST : UUID.fromString(last[1]));
          s.setInt(10, size + 1);
        },
        store::expectation);
  }

  private boolean sees(Caller caller, ExpectationRow row, Instant now) {
    return caseload.now().child(row.child()).filter(it -> access.sees(caller, it, now)).isPresent();
  }

  private boolean mayRead(ExpectationRow row, Purpose purpose, Instant now) {
    return agreements
            .now()
            .decide(
                row.from(),
                row.service(),
                DataCategory.DATA_CATEGORY_CASE_PAPERS,
                row.basis().gateway(),
                Optional.of(purpose),
                now)
        instanceof Decision.Permit;
  }

  private PapersExpected shown(ExpectationRow row, Instant now) {
    return row.shown().toBuilder()
        .addAllContents(progress.of(row, now).contents())
        .setRulesVersion(progress.rulesVersion())
        .addAllRequested(progressStore.requested(row.id()))
        .setOverdue(row.isOpen() && now.isAfter(row.effectiveDue()))
        .setServiceChildId(
            caseload.now().child(row.child()).map(child -> child.number()).orElse(""))
        .build();
  }
}
