package uk.yjx.server.transport;

import java.time.Duration;

/** Limits of the edge that no setting changes. */
public final class Limits {
  /** Bytes in one message from a client: a frame of 1 MiB and what surrounds it. */
  public static final int MESSAGE_BYTES_MAX = 1024 * 1024 + 64 * 1024;

  /**
   * Bytes of one message that are taken off the wire at all. Between this and {@link
   * #MESSAGE_BYTES_MAX} a message is read only to be refused with a reason; what announces more is
   * cut by gRPC before it is read. Nothing is read for a caller before the role is checked.
   */
  static final int WIRE_BYTES_MAX = 6 * 1024 * 1024;

  /** Bytes of metadata in one request. */
  public static final int METADATA_BYTES_MAX = 8 * 1024;

  /** Calls open at once on one connection. */
  public static final int CALLS_PER_CONNECTION_MAX = 200;

  /** Streams a client may reset within {@link #RESET_WINDOW} (CVE-2023-44487). */
  public static final int RESETS_PER_WINDOW_MAX = 200;

  /** The window in which resets are counted. */
  public static final Duration RESET_WINDOW = Duration.ofSeconds(30);

  /** How often the server asks a quiet connection whether it lives. */
  public static final Duration KEEPALIVE_INTERVAL = Duration.ofSeconds(40);

  /** How long it waits for the answer. */
  public static final Duration KEEPALIVE_TIMEOUT = Duration.ofSeconds(20);

  /** Clients may ask no more often than this. */
  public static final Duration CLIENT_KEEPALIVE_MIN = Duration.ofSeconds(20);

  /** A connection without calls is closed after this long. */
  public static final Duration IDLE_MAX = Duration.ofMinutes(5);

  /** A TLS handshake takes no longer than this. */
  public static final Duration HANDSHAKE_MAX = Duration.ofSeconds(10);

  /** Flow-control window; fixed, so that connections times this bounds what is buffered. */
  public static final int FLOW_WINDOW_BYTES = 1024 * 1024;

  /** A unary call takes no longer than this, whatever deadline its client set. */
  public static final Duration UNARY_DEADLINE_MAX = Duration.ofSeconds(30);

  /** Broken rules named in one answer, so that it fits into a client's metadata limit. */
  public static final int VIOLATIONS_TOLD_MAX = 20;

  private Limits() {}
}
