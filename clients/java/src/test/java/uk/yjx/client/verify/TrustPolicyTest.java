package uk.yjx.client.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static uk.yjx.client.verify.Refusals.assertRefused;

import java.util.List;
import org.junit.jupiter.api.Test;

class TrustPolicyTest {
  private final Signer log = Signer.log("log.example/1");
  private final Signer x1 = Signer.witness("x1.example");
  private final Signer x2 = Signer.witness("x2.example");
  private final Signer x3 = Signer.mlDsa("x3.example");
  private final Signer y1 = Signer.witness("y1.example");

  private final String witnesses =
      "witness X1 %s\nwitness X2 %s http://x2/\nwitness X3 %s\nwitness Y1 %s\n"
          .formatted(x1.vkey(), x2.vkey(), x3.vkey(), y1.vkey());

  @Test
  void countsGroupsOfGroups() throws Exception {
    TrustPolicy policy =
        TrustPolicy.parse(
            "# a comment\n\n\tlog "
                + log.vkey()
                + "\n"
                + witnesses
                + "group X 2 X1 X2 X3\ngroup Y any Y1\n group both all X  Y\nquorum both");
    assertTrue(met(policy, x1, x3, y1));
    assertTrue(met(policy, x1, x2, x3, y1));
    assertFalse(met(policy, x1, y1));
    assertFalse(met(policy, x1, x2, x3));
    assertFalse(met(policy));
    assertEquals(4, policy.witnesses().size());
    assertEquals(
        List.of("", "http://x2/", "", ""),
        policy.witnesses().values().stream().map(TrustPolicy.Witness::url).toList());
  }

  @Test
  void needsNobodyWhereItSaysSo() throws Exception {
    assertTrue(met(TrustPolicy.parse("quorum none\n")));
    assertFalse(met(TrustPolicy.parse(witnesses + "quorum X1\n")));
  }

  @Test
  void refusesWhatIsNoPolicy() {
    for (String bad :
        List.of(
            "",
            "quorum\n",
            "quorum none\nquorum none\n",
            "quorum X1\n" + witnesses,
            "log\nquorum none\n",
            "log " + x1.vkey() + "\nquorum none\n",
            "log " + log.vkey() + "\nlog " + log.vkey() + "\nquorum none\n",
            "witness A " + log.vkey() + "\nquorum A\n",
            witnesses + witnesses + "quorum none\n",
            witnesses + "witness none " + Signer.witness("n").vkey() + "\nquorum none\n",
            witnesses + "group G 3 X1 X2\nquorum G\n",
            witnesses + "group G 0 X1 X2\nquorum G\n",
            witnesses + "group G 01 X1 X2\nquorum G\n",
            witnesses + "group G all\nquorum G\n",
            witnesses + "group G all G\nquorum G\n",
            witnesses + "group G all X1\ngroup H all X1 X2\nquorum H\n",
            "nonsense\nquorum none\n",
            "quorum none\r\n")) {
      assertRefused(Defect.POLICY_MALFORMED, () -> TrustPolicy.parse(bad));
    }
  }

  private static boolean met(TrustPolicy policy, Signer... signers) throws Exception {
    List<VerifierKey> keys = new java.util.ArrayList<>();
    for (Signer signer : signers) {
      for (VerifierKey known : policy.witnessKeys()) {
        if (known.sameKeyAs(signer.key())) {
          keys.add(known);
        }
      }
    }
    return policy.rule().metBy(keys);
  }
}
