package uk.yjx.server.alerts;

import java.util.Set;
import java.util.TreeSet;
import uk.yjx.alerts.v1.EntryCause;
import uk.yjx.alerts.v1.Scope;

/**
 * Which lines a caller's stream carries: those of named mailboxes, or every line of named services
 * (each alert once for each entry of the journal).
 */
record Selection(Scope scope, Set<String> mailboxes, Set<String> services) {

  Selection {
    mailboxes = Set.copyOf(mailboxes);
    services = Set.copyOf(services);
  }

  /** A service does not lose an alert that moves from one of its workers to another. */
  boolean takes(FeedItem item) {
    return mailboxes.contains(item.mailbox())
        || (services.contains(item.service()) && item.cause() != EntryCause.ENTRY_CAUSE_MOVED_AWAY);
  }

  /** The same text for the same mailboxes and services. */
  String text() {
    return scope.getNumber() + "\n" + new TreeSet<>(mailboxes) + "\n" + new TreeSet<>(services);
  }
}
