package uk.yjx.client.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.function.Executable;

/** Asserts which defect was named. */
final class Refusals {
  private Refusals() {}

  static void assertRefused(Defect wanted, Executable attempt) {
    assertEquals(wanted, assertThrows(VerificationException.class, attempt).defect());
  }

  static void assertRefused(Executable attempt) {
    assertThrows(VerificationException.class, attempt);
  }
}
