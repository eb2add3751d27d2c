package uk.yjx.server.alerts;

import java.util.UUID;
import uk.yjx.alerts.v1.EntryCause;
import uk.yjx.server.kernel.AgencyId;

/** A line to be appended to a mailbox. */
public record MailboxEntry(Mailbox mailbox, AgencyId service, UUID alert, EntryCause cause) {}
