package uk.yjx.server.caseload;

import uk.yjx.server.journal.Entry;

/**
 * Is asked, while a change of the caseload is being planned, what else the same entry has to write:
 * mailbox entries for alerts not yet dealt with, work for look-back. It must be quick, must not
 * block, may be asked more than once for the same change, and names the facts it decided upon as
 * dependencies of the entry.
 */
public interface CaseloadChangeListener {

  /** Adds rows and dependencies to the entry of the change. */
  void contribute(CaseloadChange change, Entry.Builder entry);
}
