package uk.yjx.server.audit;

import java.util.Locale;

/**
 * What kind of act an event records; the first six are those of the Data Protection Act s.62(1).
 */
public enum EventType {
  /** Personal data came in. */
  COLLECTION,
  /** Personal data was changed. */
  ALTERATION,
  /** Personal data was looked at. */
  CONSULTATION,
  /** Personal data was given to someone. */
  DISCLOSURE,
  /** Records were joined or linked. */
  COMBINATION,
  /** Personal data was destroyed; the event never says what it was. */
  ERASURE,
  /** Something asked for was refused or withheld. */
  REFUSAL,
  /** The exchange itself was administered. */
  ADMIN,
  /** A caller was authenticated, or was not. */
  AUTH;

  private final String code = name().toLowerCase(Locale.ROOT);

  /** The code in the leaf. */
  public String code() {
    return code;
  }

  /** Whether the law asks for a log of this kind of act, and so for its source and purpose. */
  public boolean isProcessing() {
    return switch (this) {
      case COLLECTION, ALTERATION, CONSULTATION, DISCLOSURE, COMBINATION, ERASURE -> true;
      case REFUSAL, ADMIN, AUTH -> false;
    };
  }
}
