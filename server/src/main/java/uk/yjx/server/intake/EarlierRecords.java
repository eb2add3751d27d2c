package uk.yjx.server.intake;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import uk.yjx.server.kernel.ChildId;
import uk.yjx.server.kernel.Failure;

/** Kept records of one room in which a child that was added later may be found. */
public interface EarlierRecords {

  /**
   * People who share a key and are linked to nobody, in the order of record and person, after those
   * given; at most so many.
   *
   * @param keys keyed fingerprints
   */
  List<Earlier> find(Collection<Long> keys, long afterRecord, int afterPerson, int max);

  /** What a record that was taken back since is refused with. */
  Failure withdrawn();

  /**
   * One person of one record.
   *
   * @param again the record about this person alone, on its way once more; made anew each time
   * @param not children whom somebody has decided it is not
   */
  record Earlier(long record, int person, Supplier<? extends Submission> again, Set<ChildId> not) {
    public Earlier {
      not = Set.copyOf(not);
    }
  }
}
