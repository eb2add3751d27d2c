package uk.yjx.world;

import uk.yjx.intelligence.v1.SubmitNoticeRequest;

/**
 * A notice to submit and what must become of it.
 *
 * @param principal who submits it, for example {@code met-police/system/records}
 * @param request the request
 * @param truth what must become of it
 * @param real the event is one of the published ones; the person is invented even so
 */
public record ReplayNotice(
    String principal, SubmitNoticeRequest request, Truth truth, boolean real) {

  /** The submitting agency's id. */
  public String agencyId() {
    return principal.substring(0, principal.indexOf('/'));
  }
}
