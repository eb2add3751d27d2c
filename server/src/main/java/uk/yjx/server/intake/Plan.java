package uk.yjx.server.intake;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import uk.yjx.server.agreements.Decision;
import uk.yjx.server.alerts.AlertTables;
import uk.yjx.server.alerts.MailboxEntry;
import uk.yjx.server.alerts.NewAlert;
import uk.yjx.server.alerts.SeparationFound;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.ChildId;
import uk.yjx.server.kernel.Ids;

/**
 * Everything a submission does, as one value: whom it was linked to and under which agreement, the
 * alerts and the mailboxes they go to, what nobody owns, who may have to be kept apart, and whether
 * the area has a front door. A plan without alerts is as complete as one with many; every plan has
 * its audit events and exactly one answer.
 */
public record Plan(
    List<Finding> findings,
    List<NewAlert> alerts,
    List<MailboxEntry> lines,
    List<AlertTables.UnownedItem> unowned,
    List<SeparationFound> separations,
    Route route) {

  public Plan {
    findings = List.copyOf(findings);
    alerts = List.copyOf(alerts);
    lines = List.copyOf(lines);
    unowned = List.copyOf(unowned);
    separations = List.copyOf(separations);
  }

  /** Whether a safeguarding notice has a front door: the same for known and unknown children. */
  public enum Route {
    NOT_NEEDED,
    ROUTED,
    NOT_ROUTED
  }

  /** What was found out about one subject. */
  public sealed interface Finding {
    /** Index of the person in the submission. */
    int person();

    /** The person is this child, and this is what the agreements say. */
    record Linked(
        int person,
        ChildId child,
        AgencyId service,
        String rule,
        Decision decision,
        List<Copy> copies)
        implements Finding {
      public Linked {
        copies = List.copyOf(copies);
      }
    }

    /**
     * The same child on another service's caseload, by a placement that lasts.
     *
     * @param decision what the agreements say of telling that service
     */
    record Copy(ChildId child, AgencyId service, UUID placement, Decision decision) {
      /** What stands for the rule in events and links. */
      public static final String RULE = "BY_PLACEMENT";
    }

    /** A person must decide which of these children it is, if any. */
    record InReview(int person, List<ChildId> candidates, String rule) implements Finding {}

    /** No child of any service. */
    record Unmatched(int person) implements Finding {}
  }

  /** How many subjects were linked. */
  public int linked() {
    return (int) findings.stream().filter(f -> f instanceof Finding.Linked).count();
  }

  /** How many wait for a decision. */
  public int inReview() {
    return (int) findings.stream().filter(f -> f instanceof Finding.InReview).count();
  }

  /** How many alerts are notes. */
  public int notes() {
    return (int) alerts.stream().filter(NewAlert::isNote).count();
  }

  /** Decides, from facts in memory alone. */
  public static Plan decide(Submission submission, Snapshot facts, Instant now, Ids ids) {
    return new Deciding(submission, facts, now, ids).decide();
  }
}
