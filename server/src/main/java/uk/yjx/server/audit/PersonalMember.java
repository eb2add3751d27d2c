package uk.yjx.server.audit;

import java.util.Locale;

/** The members of an event that a leaf only commits to, so that they can be erased. */
public enum PersonalMember {
  /** The person or system principal who acted. */
  ACTOR_ID(false),
  /** The actor's name, as known to the actor's agency. */
  ACTOR_NAME(false),
  /** The role in which the actor acted. */
  ACTOR_ROLE(false),
  /** The person who receives a disclosure. */
  RECIPIENT_ID(false),
  /** The person who authorised the act. */
  APPROVER_ID(false),
  /** The person whom an administrative act concerns. */
  TARGET_ID(false),
  /** Pseudonymous references of the children and others the data is about. */
  SUBJECTS(true),
  /** References of the records concerned. */
  RECORDS(true),
  /** Why the actor acted, in the actor's words. */
  JUSTIFICATION(false),
  /** The actor's own case reference. */
  CASE_REF(false),
  /** What was searched for. */
  QUERY(false),
  /** The client's network address. */
  CLIENT_ADDRESS(false),
  /** The client's device. */
  CLIENT_DEVICE(false),
  /** The caller's request id. */
  REQUEST_ID(false),
  /** Digest of the request; committed to, since a small body can be guessed from its digest. */
  REQUEST_DIGEST(false),
  /** Digest of the answer; committed to for the same reason. */
  RESPONSE_DIGEST(false);

  private final String code = name().toLowerCase(Locale.ROOT);
  private final boolean list;

  PersonalMember(boolean list) {
    this.list = list;
  }

  /** The name in the disclosure. */
  public String code() {
    return code;
  }

  /** Whether the value is a list of texts, otherwise one text. */
  public boolean isList() {
    return list;
  }
}
