/** Mailboxes, the feed and live streams of alerts, acknowledgement and outcome. */
@NullMarked
package uk.yjx.server.alerts;

import org.jspecify.annotations.NullMarked;
