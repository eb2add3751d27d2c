package uk.yjx.server.storage;

/**
 * Storage cannot be used as asked; the message is one line an operator can act on, without personal
 * data and without secrets.
 */
public final class StorageException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** A reason with no cause of its own. */
  public StorageException(String message) {
    super(message);
  }

  /** A reason with the failure that led to it. */
  public StorageException(String message, Throwable cause) {
    super(message, cause);
  }
}
