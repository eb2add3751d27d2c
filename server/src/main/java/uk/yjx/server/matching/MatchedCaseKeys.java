package uk.yjx.server.matching;

import jakarta.inject.Singleton;
import java.util.List;
import uk.yjx.server.caseload.CaseKeys;
import uk.yjx.server.kernel.PersonDescription;

/** Tells the caseload under which keys its children are matched. */
@Singleton
final class MatchedCaseKeys implements CaseKeys {

  @Override
  public List<String> of(PersonDescription person) {
    return MatchKeys.of(person);
  }
}
