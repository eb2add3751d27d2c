package uk.yjx.client.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * Who signed a note and whether that is enough.
 *
 * @param findings on the log and on the witnesses
 * @param witnessed the first POSIX second at which a counted witness saw it
 */
record SignatureCheck(List<Finding> findings, OptionalLong witnessed) {

  static SignatureCheck of(SignedNote note, TrustPolicy policy) {
    Checking checking = new Checking(policy);
    OptionalLong witnessed = checking.check(note);
    return new SignatureCheck(List.copyOf(checking.findings), witnessed);
  }

  private static final class Checking {
    private final TrustPolicy policy;
    private final List<Finding> findings = new ArrayList<>();

    Checking(TrustPolicy policy) {
      this.policy = policy;
    }

    private OptionalLong check(SignedNote note) {
      try {
        List<VerifierKey> logs = note.verify(policy.logs());
        String name = logs.getFirst().name();
        String origin = note.text().substring(0, note.text().indexOf('\n'));
        // A general note has no origin; whoever pins its key by name knows whose it is.
        boolean checkpoint = isCheckpoint(note.text());
        if (checkpoint && logs.stream().noneMatch(key -> key.name().equals(origin))) {
          throw new VerificationException(
              Defect.ORIGIN_MISMATCH, "checkpoint of " + origin + " is signed under " + name);
        }
        holds(
            Check.LOG,
            (checkpoint ? "The log " : "") + name + " signed it with " + algorithms(logs) + ".");
      } catch (VerificationException e) {
        findings.add(Finding.fails(Check.LOG, e));
      }
      return cosignatures(note);
    }

    private OptionalLong cosignatures(SignedNote note) {
      if (policy.rule() instanceof TrustPolicy.Rule.Nobody && policy.witnesses().isEmpty()) {
        findings.add(
            Finding.notChecked(Check.WITNESSES, "The policy names no witnesses: none are needed."));
        return OptionalLong.empty();
      }
      try {
        List<SignedNote.Verified> cosigned = note.verifySignatures(policy.witnessKeys());
        List<VerifierKey> keys = cosigned.stream().map(SignedNote.Verified::key).toList();
        if (!policy.rule().metBy(keys)) {
          throw new VerificationException(
              Defect.QUORUM_NOT_MET, keys.size() + " witnesses are fewer than the policy asks for");
        }
        List<String> names = keys.stream().map(VerifierKey::name).distinct().toList();
        holds(Check.WITNESSES, "Witnessed by " + String.join(", ", names) + ".");
        return cosigned.stream()
            .map(SignedNote.Verified::time)
            .filter(OptionalLong::isPresent)
            .mapToLong(OptionalLong::getAsLong)
            .min();
      } catch (VerificationException e) {
        boolean none = e.defect() == Defect.SIGNATURE_MISSING;
        if (none && policy.rule().metBy(List.of())) {
          findings.add(Finding.notChecked(Check.WITNESSES, "No witness signed; none needs to."));
        } else {
          findings.add(
              Finding.fails(
                  Check.WITNESSES,
                  none
                      ? new VerificationException(
                          Defect.QUORUM_NOT_MET, "no witness of the policy signed")
                      : e));
        }
        return OptionalLong.empty();
      }
    }

    private static boolean isCheckpoint(String text) {
      try {
        Checkpoint.parse(text);
        return true;
      } catch (VerificationException e) {
        return false;
      }
    }

    private static String algorithms(List<VerifierKey> keys) {
      return String.join(
          " and ",
          keys.stream()
              .map(key -> key.algorithm() == VerifierKey.ML_DSA_44 ? "ML-DSA-44" : "Ed25519")
              .distinct()
              .toList());
    }

    private void holds(Check check, String explanation) {
      findings.add(Finding.holds(check, explanation));
    }
  }
}
