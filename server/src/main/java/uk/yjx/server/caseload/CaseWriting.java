package uk.yjx.server.caseload;

import com.google.protobuf.Message;
import jakarta.inject.Singleton;
import java.util.List;
import org.jspecify.annotations.Nullable;
import uk.yjx.caseload.v1.Case;
import uk.yjx.common.v1.Purpose;
import uk.yjx.server.audit.EventType;
import uk.yjx.server.audit.PersonalMember;
import uk.yjx.server.identity.Caller;
import uk.yjx.server.journal.AuditTrail;
import uk.yjx.server.journal.Entry;
import uk.yjx.server.journal.FactKey;
import uk.yjx.server.journal.RequestKey;
import uk.yjx.server.kernel.PersonDescription;
import uk.yjx.server.kernel.PrincipalId;
import uk.yjx.server.storage.RecordKey;
import uk.yjx.server.storage.Vault;

/** Writes a new version of a case: its rows, its event, its answer and what follows from it. */
@Singleton
final class CaseWriting {
  private final AuditTrail audit;
  private final CaseTable table;
  private final CaseKeys keys;
  private final List<CaseloadChangeListener> listeners;
  private final Vault vault;

  CaseWriting(
      AuditTrail audit,
      CaseTable table,
      CaseKeys keys,
      List<CaseloadChangeListener> listeners,
      Vault vault) {
    this.audit = audit;
    this.table = table;
    this.keys = keys;
    this.listeners = List.copyOf(listeners);
    this.vault = vault;
  }

  /**
   * What is done to a case.
   *
   * @param outcome short code for the log
   * @param why a person's reason; null where none is asked for
   * @param content who the child is and the orders, as they were sent or stand
   * @param answer what is kept under the request id
   */
  record Act(
      EventType type,
      String operation,
      String outcome,
      @Nullable String why,
      Case content,
      RequestKey request,
      Message answer) {}

  /** The entry of a change of a case by a caller. */
  Entry entry(long stamp, Caller caller, CaseloadChange.CaseRecorded change, Act act) {
    ChildCase after = change.after();
    Entry.Builder entry = Entry.decidedAt(stamp);
    RecordKey key = audit.newKey(entry);
    byte[] sealed = vault.seal(key, toSeal(act.content(), after), CaseTable.SEALED_PURPOSE);
    entry.row(table, new CaseTable.Row(after, sealed)).weighing(sealed.length);
    addFacts(entry, caller, change);
    audit.add(
        entry,
        key,
        audit
            .event(act.type(), act.operation(), act.outcome(), change.at())
            .from(after.service().value())
            .purpose(Purpose.PURPOSE_PREVENT_OFFENDING.name())
            .data("yjx.caseload.v1.Case", List.of("CASELOAD"), 1)
            .personal(PersonalMember.ACTOR_ID, caller.principal().toString())
            .personal(PersonalMember.SUBJECTS, after.id().toString())
            .personal(PersonalMember.JUSTIFICATION, act.why())
            .personal(PersonalMember.REQUEST_ID, act.request().requestId()));
    audit.answer(entry, key, act.request(), act.answer().toByteArray());
    listeners.forEach(listener -> listener.contribute(change, entry));
    return entry.build();
  }

  private void addFacts(Entry.Builder entry, Caller caller, CaseloadChange.CaseRecorded change) {
    ChildCase after = change.after();
    for (long fact : caller.factKeys()) {
      entry.depends(fact);
    }
    for (PrincipalId worker : after.workers()) {
      entry.depends(FactKey.principal(worker));
    }
    long number = FactKey.caseNumber(after.service(), after.number());
    long child = FactKey.child(after.id());
    entry.depends(number).depends(child).touches(number).touches(child);
    touchKeys(entry, after.person());
    change.before().ifPresent(it -> touchKeys(entry, it.person()));
  }

  private void touchKeys(Entry.Builder entry, PersonDescription person) {
    for (String key : keys.of(person)) {
      entry.touches(FactKey.match(vault.fingerprint(key)));
    }
  }

  /**
   * Who the child is, the orders, and the shield, which must not be found by reading the database;
   * all else stands in columns.
   */
  private static byte[] toSeal(Case it, ChildCase after) {
    Case.Builder sealed =
        Case.newBuilder().setPerson(it.getPerson()).addAllOrders(it.getOrdersList());
    Shield shield = after.shield();
    if (shield != null) {
      sealed.setShield(ShieldTranslation.contract(shield));
    }
    return sealed.build().toByteArray();
  }
}
