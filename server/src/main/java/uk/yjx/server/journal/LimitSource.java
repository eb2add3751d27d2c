package uk.yjx.server.journal;

import java.util.List;

/** Tells the limits that a room enforces, from the constants it enforces them by. */
@FunctionalInterface
public interface LimitSource {

  /** The limits in force. */
  List<PublishedLimit> limits();
}
