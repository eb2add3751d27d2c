package uk.yjx.server.casepapers;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import uk.yjx.casepapers.v1.CreatePackageRequest;
import uk.yjx.casepapers.v1.DocumentKind;
import uk.yjx.casepapers.v1.DocumentState;
import uk.yjx.casepapers.v1.PackageRelation;
import uk.yjx.server.journal.Entry;
import uk.yjx.server.journal.FactKey;
import uk.yjx.server.kernel.ChildId;
import uk.yjx.server.storage.RecordKey;

/** Papers become readable for a child's service: what was expected is judged anew, in one entry. */
@Singleton
final class Arrivals {
  private final PapersStore store;
  private final ProgressStore progressStore;
  private final ProgressTables tables;
  private final Progress progress;

  Arrivals(
      PapersStore store, ProgressStore progressStore, ProgressTables tables, Progress progress) {
    this.store = store;
    this.progressStore = progressStore;
    this.tables = tables;
    this.progress = progress;
  }

  /**
   * A completed package about a child.
   *
   * @param urn canonical case URN
   * @param series the series of its package
   * @param replaces it takes the place of all before it in its series
   * @param kinds kinds of the documents that can be read
   */
  record Arrived(
      ChildId child, String urn, UUID series, boolean replaces, List<DocumentKind> kinds) {
    Arrived {
      kinds = List.copyOf(kinds);
    }
  }

  /** What can be read of a package by the child's service: nothing that a check holds back. */
  static Arrived arrived(
      StoredPackage stored,
      CreatePackageRequest announced,
      List<StoredPackage.StoredDocument> documents,
      ChildId child) {
    List<DocumentKind> readable = new ArrayList<>();
    for (int i = 0; i < documents.size(); i++) {
      DocumentState state = documents.get(i).state();
      if (state == DocumentState.DOCUMENT_STATE_VERIFIED
          || state == DocumentState.DOCUMENT_STATE_AVAILABLE) {
        readable.add(announced.getDocuments(i).getKind());
      }
    }
    return new Arrived(
        child,
        CourtRules.urn(announced.getUrn()),
        stored.series(),
        announced.getRelation() == PackageRelation.PACKAGE_RELATION_REPLACEMENT,
        readable);
  }

  /**
   * Puts it into the entry that completes the package, or that says whose it is. Call it inside the
   * proposal.
   */
  void into(Entry.Builder entry, RecordKey key, Arrived it, Instant now) {
    entry.depends(FactKey.papersOf(it.child())).touches(FactKey.papersOf(it.child()));
    long urnKey = store.urnKey(it.urn());
    List<ProgressStore.StoredArrival> stored = progressStore.arrivals(it.child(), urnKey);
    List<Completeness.Arrival> before =
        stored.stream().map(ProgressStore.StoredArrival::arrival).toList();
    List<Completeness.Arrival> after = new ArrayList<>();
    for (ProgressStore.StoredArrival one : stored) {
      if (!it.replaces() || !one.series().equals(it.series())) {
        after.add(one.arrival());
      }
    }
    if (it.replaces()) {
      tables.replace(entry, it.series());
    }
    for (DocumentKind kind : it.kinds()) {
      after.add(new Completeness.Arrival(kind, now));
      tables.arrived(entry, new ProgressTables.Arrived(it.child(), urnKey, it.series(), kind, now));
    }
    for (ExpectationRow row : store.expectations(it.child(), urnKey)) {
      progress.settle(
          entry,
          key,
          row,
          progress.of(row, before, List.of(), now),
          progress.of(row, after, List.of(), now),
          now);
    }
  }
}
