package uk.yjx.client.verify;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SequencedSet;
import org.jspecify.annotations.Nullable;

/**
 * Checks evidence offline, with public keys alone, and says what each check came to. Nothing that a
 * file holds makes it throw: what cannot be read fails its check.
 */
public final class EvidenceCheck {
  /** How far the clocks of exchange and witnesses may differ. */
  public static final Duration SKEW_MAX = Duration.ofMinutes(5);

  private final TrustPolicy policy;
  private final List<Finding> findings = new ArrayList<>();

  private EvidenceCheck(TrustPolicy policy) {
    this.policy = policy;
  }

  /** Checks a file of evidence. */
  public static List<Finding> file(
      byte[] json, TrustPolicy policy, Optional<VerifierKey> receiptKey) {
    EvidenceCheck check = new EvidenceCheck(policy);
    try {
      EvidenceFile file = EvidenceFile.parse(json);
      Stated stated = Stated.by(TlogProof.parse(file.proof().getBytes(StandardCharsets.UTF_8)));
      check.holds(Check.FORM, "The file is evidence in the form " + EvidenceFile.FORM + ".");
      OptionalLong witnessed = check.signatures(stated.note());
      check.inclusion(stated, MerkleVerifier.leafHash(file.leaf()));
      check.content(file, stated.checkpoint().origin(), witnessed);
      check.findings.add(
          ReceiptCheck.of(file, stated.proof().index(), stated.checkpoint().origin(), receiptKey));
    } catch (VerificationException e) {
      check.findings.add(Finding.fails(Check.FORM, e));
    }
    return List.copyOf(check.findings);
  }

  /** Checks a C2SP tlog-proof of a leaf that is given beside it. */
  public static List<Finding> proof(byte[] proof, byte[] leaf, TrustPolicy policy) {
    EvidenceCheck check = new EvidenceCheck(policy);
    try {
      Stated stated = Stated.by(TlogProof.parse(proof));
      check.holds(Check.FORM, "The file is a proof in the form " + TlogProof.HEADING + ".");
      check.signatures(stated.note());
      check.inclusion(stated, MerkleVerifier.leafHash(leaf));
    } catch (VerificationException e) {
      check.findings.add(Finding.fails(Check.FORM, e));
    }
    return List.copyOf(check.findings);
  }

  /** Checks a signed note, a checkpoint or any other. */
  public static List<Finding> note(byte[] note, TrustPolicy policy) {
    EvidenceCheck check = new EvidenceCheck(policy);
    try {
      SignedNote read = SignedNote.parse(note);
      check.holds(Check.FORM, "The file is a signed note.");
      check.signatures(read);
    } catch (VerificationException e) {
      check.findings.add(Finding.fails(Check.FORM, e));
    }
    return List.copyOf(check.findings);
  }

  /** What a proof states, read but not believed. */
  private record Stated(TlogProof proof, SignedNote note, Checkpoint checkpoint) {
    static Stated by(TlogProof proof) throws VerificationException {
      SignedNote note = SignedNote.parse(proof.checkpoint().getBytes(StandardCharsets.UTF_8));
      return new Stated(proof, note, Checkpoint.parse(note.text()));
    }
  }

  private OptionalLong signatures(SignedNote note) {
    SignatureCheck signatures = SignatureCheck.of(note, policy);
    findings.addAll(signatures.findings());
    return signatures.witnessed();
  }

  private void inclusion(Stated stated, byte[] leafHash) {
    TlogProof proof = stated.proof();
    Checkpoint checkpoint = stated.checkpoint();
    try {
      MerkleVerifier.verifyInclusion(
          proof.index(), checkpoint.size(), leafHash, proof.path(), checkpoint.root());
      holds(
          Check.INCLUSION,
          "It stands at index " + proof.index() + " of " + checkpoint.size() + " leaves.");
    } catch (VerificationException e) {
      findings.add(Finding.fails(Check.INCLUSION, e));
    }
  }

  private void content(EvidenceFile file, String origin, OptionalLong witnessed) {
    LeafDocument leaf = leaf(file.leaf(), origin);
    if (leaf != null) {
      openings(leaf, file.openings());
      time(leaf, witnessed);
    }
  }

  private @Nullable LeafDocument leaf(byte[] bytes, String origin) {
    try {
      LeafDocument leaf = LeafDocument.parse(bytes, origin);
      holds(
          Check.LEAF,
          "The event is %s by %s, %s, at %s."
              .formatted(
                  leaf.text("type").orElse("of no type"),
                  leaf.text("src_org").orElse("the exchange"),
                  leaf.text("outcome").orElse("without outcome"),
                  leaf.text("t").orElse("no time")));
      return leaf;
    } catch (VerificationException e) {
      findings.add(Finding.fails(Check.LEAF, e));
      return null;
    }
  }

  private void openings(LeafDocument leaf, List<String> openings) {
    try {
      SequencedSet<String> names = leaf.open(openings);
      if (names.isEmpty()) {
        findings.add(Finding.notChecked(Check.OPENINGS, "Nothing personal is opened."));
      } else {
        holds(Check.OPENINGS, "Opened as committed: " + String.join(", ", names) + ".");
      }
    } catch (VerificationException e) {
      findings.add(Finding.fails(Check.OPENINGS, e));
    }
  }

  private void time(LeafDocument leaf, OptionalLong witnessed) {
    if (witnessed.isEmpty()) {
      findings.add(Finding.notChecked(Check.TIME, "No witness says when it saw the log."));
      return;
    }
    try {
      Instant seen = Instant.ofEpochSecond(witnessed.getAsLong());
      Instant stated = Instant.parse(leaf.text("t").orElse(""));
      if (stated.isAfter(seen.plus(SKEW_MAX))) {
        throw new VerificationException(
            Defect.LEAF_MALFORMED, "the event says " + stated + " but was seen at " + seen);
      }
      holds(Check.TIME, "It was in the log by " + seen + ", as a witness states.");
    } catch (DateTimeException e) {
      findings.add(
          Finding.fails(
              Check.TIME, new VerificationException(Defect.LEAF_MALFORMED, "leaf has no time")));
    } catch (VerificationException e) {
      findings.add(Finding.fails(Check.TIME, e));
    }
  }

  private void holds(Check check, String explanation) {
    findings.add(Finding.holds(check, explanation));
  }
}
