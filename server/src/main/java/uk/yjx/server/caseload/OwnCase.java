package uk.yjx.server.caseload;

import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import uk.yjx.caseload.v1.Case;
import uk.yjx.server.kernel.ChildId;

/** A child's case as far as it is the child's own data. */
@Singleton
public final class OwnCase {
  private final CaseFiles files;

  OwnCase(CaseFiles files) {
    this.files = files;
  }

  /** The case without its workers; empty when there is none. */
  public Optional<Case> of(ChildId child) {
    return files.of(List.of(child)).stream().findFirst().map(OwnCase::own);
  }

  /** In which roles the case was held is the child's; by whom is theirs. */
  static Case own(Case whole) {
    Case.Builder own = whole.toBuilder().clearAllocations().clearShield();
    for (uk.yjx.caseload.v1.Allocation one : whole.getAllocationsList()) {
      own.addAllocations(one.toBuilder().clearPrincipalId().clearPracticeGroup());
    }
    return own.build();
  }
}
