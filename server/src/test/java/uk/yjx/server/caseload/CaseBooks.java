package uk.yjx.server.caseload;

import java.util.List;

/** Caseloads for tests of other rooms. */
public final class CaseBooks {
  private CaseBooks() {}

  /** A book of these cases, without cover. */
  public static CaseBook of(List<ChildCase> cases) {
    return of(cases, List.of());
  }

  /** The same with people who are kept apart. */
  public static CaseBook of(List<ChildCase> cases, List<Separation> separations) {
    return CaseBook.EMPTY.with(cases, List.of(), List.of(), separations);
  }
}
