package uk.yjx.server.intake;

import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import uk.yjx.linkage.v1.Desk;
import uk.yjx.server.identity.Caller;
import uk.yjx.server.journal.Entry;
import uk.yjx.server.journal.RequestKey;
import uk.yjx.server.kernel.ChildId;
import uk.yjx.server.storage.RecordKey;

/** Records of one room whose people wait for a decision about who they are. */
public interface DoubtSource {

  /** The desk that decides. */
  Desk desk();

  /** Name of the contract of the records. */
  String schema();

  /** Who waits and may be one of these children, the oldest first; at most so many. */
  List<Doubt> waiting(Predicate<ChildId> children, int max);

  /** One person, if it still waits here. */
  Optional<Doubt> find(long record, int person);

  /** Whether anybody else of the record waits. */
  boolean othersWait(Doubt than);

  /**
   * What links the person to a child and raises what the record would have raised. Made anew
   * whenever it is decided; refused when the person no longer waits.
   *
   * @param also what else the entry does
   */
  Submission same(
      Doubt doubt,
      ChildId child,
      String operation,
      Caller caller,
      RequestKey request,
      BiConsumer<Entry.Builder, RecordKey> also);

  /**
   * The person is not this child, whatever matching finds later; refused when the record was taken
   * back.
   */
  void ruleOut(Entry.Builder entry, Doubt doubt, ChildId child);

  /**
   * Undoes the links of a record to a child and rules the child out; with them the links of the
   * same persons to other cases, to which they were handed on.
   *
   * @return what was undone; empty where the record is none of this room's, or not linked so
   */
  List<Undone> unlink(Entry.Builder entry, long record, ChildId child);

  /** A person of a record who is not this child. */
  record Undone(ChildId child, Submission.Subject subject) {}
}
