package uk.yjx.server.alerts;

import java.util.Set;
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

  boolean takes(FeedItem item) {
    return mailboxes.contains(item.mailbox()) || services.contains(item.service());
  }
}
