package uk.yjx.server.casepapers;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Optional;
import uk.yjx.agreements.v1.DataCategory;
import uk.yjx.common.v1.Purpose;
import uk.yjx.server.agreements.Agreements;
import uk.yjx.server.agreements.Decision;
import uk.yjx.server.agreements.Reading;
import uk.yjx.server.agreements.Sharing;
import uk.yjx.server.alerts.Relations;
import uk.yjx.server.alerts.Standing;
import uk.yjx.server.caseload.Caseload;
import uk.yjx.server.caseload.ChildCase;
import uk.yjx.server.identity.Caller;
import uk.yjx.server.journal.Entry;
import uk.yjx.server.journal.FactKey;
import uk.yjx.server.kernel.ChildId;

/**
 * Who may read a package: whoever works with the child, under an agreement in force, while the case
 * is open and for a time after. From facts in memory alone, so that it can be asked for every
 * frame.
 */
@Singleton
final class PapersAccess {
  private final Caseload caseload;
  private final Relations relations;
  private final Agreements agreements;
  private final PapersSettings settings;

  PapersAccess(
      Caseload caseload, Relations relations, Agreements agreements, PapersSettings settings) {
    this.caseload = caseload;
    this.relations = relations;
    this.agreements = agreements;
    this.settings = settings;
  }

  /** Why somebody may read a package. */
  record Granted(ChildCase child, Standing standing, Decision.Permit permit) {}

  /** Whether the caller may read a package; by one child where it is about several. */
  Optional<Granted> grant(Caller caller, Shelved shelved, Purpose purpose, Instant now) {
    return shelved.children().stream()
        .sorted()
        .flatMap(child -> caseload.now().child(child).stream())
        .flatMap(child -> grant(caller, shelved, child, purpose, now).stream())
        .findFirst();
  }

  /** What the answer was decided upon. */
  void depend(Entry.Builder entry, Shelved shelved) {
    entry.depends(FactKey.agreements(shelved.from())).depends(FactKey.papers(shelved.id()));
    for (ChildId child : shelved.children()) {
      entry.depends(FactKey.child(child));
      caseload.now().child(child).ifPresent(it -> entry.depends(FactKey.service(it.service())));
    }
  }

  /** Whether a package is about a protected person as far as a child is concerned. */
  boolean isProtected(Shelved shelved, ChildCase child) {
    return child.isShielded()
        || shelved.announced().getHandling().getGrading().getAboutProtectedPerson();
  }

  private Optional<Granted> grant(
      Caller caller, Shelved shelved, ChildCase child, Purpose purpose, Instant now) {
    boolean isProtected = isProtected(shelved, child);
    Standing standing = relations.standing(caller, child, isProtected, now);
    if (!standing.maySee() || isOver(child, now)) {
      return Optional.empty();
    }
    Sharing sharing =
        new Sharing(
            shelved.from(),
            child.service(),
            DataCategory.DATA_CATEGORY_CASE_PAPERS,
            shelved.announced().getHandling(),
            isProtected);
    Reading reading =
        new Reading(
            caller.principal(),
            standing.role(),
            purpose,
            standing.name(),
            relations.isNamed(caller, child, now));
    return switch (agreements.now().decide(sharing, reading, now)) {
      case Decision.Permit permit -> Optional.of(new Granted(child, standing, permit));
      case Decision.Withhold withheld -> Optional.empty();
    };
  }

  private boolean isOver(ChildCase child, Instant now) {
    return child.closed() && now.isAfter(child.decidedAt().plus(settings.accessAfterClosure()));
  }
}
