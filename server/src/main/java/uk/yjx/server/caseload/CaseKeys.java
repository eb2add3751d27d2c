package uk.yjx.server.caseload;

import java.util.List;
import uk.yjx.server.kernel.PersonDescription;

/**
 * The keys under which two descriptions of one person could meet; the room that matches knows them.
 * A change of a case touches the keys of who the child was and who it is now, so that a notice
 * decided at the same time is decided again.
 */
public interface CaseKeys {

  /** The keys of a description; they are personal data. */
  List<String> of(PersonDescription person);
}
