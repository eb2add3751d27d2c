package uk.yjx.server.evidence;

import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import uk.yjx.audit.v1.FindEventsRequest;
import uk.yjx.server.storage.MacKey;
import uk.yjx.server.storage.Vault;

/**
 * What events can be found under, as fingerprints that say nothing without the master key. Two
 * things with one fingerprint cost a look more, never an answer.
 */
@Singleton
final class Topics {
  private final MacKey key;

  Topics(Vault vault) {
    this.key = vault.macKey("log topics");
  }

  private enum Kind {
    CHILD,
    PRINCIPAL,
    AGREEMENT,
    AGENCY,
    TYPE,
    OPERATION
  }

  /** What some events together can be found under. */
  static final class Gathered {
    private final Set<String> topics = new HashSet<>();

    /** Adds one event. */
    void add(PlainFacts plain, OpenedFacts opened) {
      add(Kind.TYPE, plain.type());
      add(Kind.OPERATION, plain.operation());
      add(Kind.AGREEMENT, plain.agreement());
      add(Kind.AGENCY, plain.source());
      add(Kind.AGENCY, plain.recipient());
      opened.children().forEach(child -> add(Kind.CHILD, child));
      opened.principals().forEach(principal -> add(Kind.PRINCIPAL, principal));
    }

    private void add(Kind kind, String value) {
      if (!value.isEmpty()) {
        topics.add(kind.name() + ' ' + value);
      }
    }
  }

  /** The fingerprints of what was gathered, in no order. */
  Long[] of(Gathered gathered) {
    return fingerprints(gathered.topics);
  }

  /** Everything a question asks for must be there; none means that all events may answer. */
  Long[] asked(FindEventsRequest question) {
    Gathered asked = new Gathered();
    asked.add(Kind.CHILD, question.getChildId());
    asked.add(Kind.PRINCIPAL, question.getPrincipal());
    asked.add(Kind.AGREEMENT, question.getAgreementId());
    asked.add(Kind.AGENCY, question.getAgencyId());
    asked.add(Kind.TYPE, question.getType());
    asked.add(Kind.OPERATION, question.getOperation());
    return fingerprints(asked.topics);
  }

  private Long[] fingerprints(Collection<String> topics) {
    return topics.stream().map(key::fingerprint).toArray(Long[]::new);
  }
}
