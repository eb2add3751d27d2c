package uk.yjx.server.alerts;

import uk.yjx.common.v1.Role;
import uk.yjx.server.journal.Entry;
import uk.yjx.server.kernel.AgencyId;

/**
 * Hears of every record of which something leaves towards a reader, in the entry that says so in
 * the log. The room that tells owners of reads implements it.
 */
public interface ReadListener {

  /** Adds what it needs to the entry. */
  void read(Entry.Builder entry, RecordRead read);

  /**
   * One read.
   *
   * @param owner the agency that sent the record
   * @param recordPosition position of the entry that brought it
   * @param agreementId under which it is read
   * @param reader the reader's agency
   * @param role in which it is read
   * @param aboutProtected about a child who is protected: such reads are told to nobody
   */
  record RecordRead(
      AgencyId owner,
      long recordPosition,
      String agreementId,
      AgencyId reader,
      Role role,
      boolean aboutProtected) {}
}
