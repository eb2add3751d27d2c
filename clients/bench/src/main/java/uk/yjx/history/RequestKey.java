package uk.yjx.history;

/**
 * Names a request: its id is unique within its agency.
 *
 * @param agency who sent it
 * @param requestId its id
 */
public record RequestKey(String agency, String requestId) {

  @Override
  public String toString() {
    return agency + "/" + requestId;
  }
}
