package uk.yjx.world;

import java.util.Optional;
import java.util.OptionalLong;
import uk.yjx.common.v1.IdentifierKind;
import uk.yjx.common.v1.PersonIdentifier;

/**
 * Gives every person numbers nobody else has: children on a caseload from one half of each range,
 * everyone else from the other, in an order that depends on the seed.
 */
final class NumberSeries {

  /** Serials of each half of the PNC range. */
  static final int PNC_HALF = 4_000_000;

  /** Serials of each half of the CRO range. */
  static final int CRO_HALF = 400_000;

  /** NHS numbers of each half of the range 999…. */
  static final int NHS_HALF = 500_000;

  /** First year of an invented PNC id or CRO number. */
  static final int FIRST_YEAR = 2013;

  /** Years over which invented PNC ids are spread. */
  static final int YEARS = 6;

  // Ends in 7, so it shares no factor with the halves, which are products of 2 and 5 alone.
  private static final long STEP = 2_654_437;

  private final int half;
  private final long offset;

  private NumberSeries(int half, long seed) {
    this.half = half;
    this.offset = Math.floorMod(seed * 7_919, (long) PNC_HALF);
  }

  /** Numbers of children on a caseload. */
  static NumberSeries onCaseload(long seed) {
    return new NumberSeries(0, seed);
  }

  /** Numbers of people on no caseload. */
  static NumberSeries offCaseload(long seed) {
    return new NumberSeries(1, seed);
  }

  /** Year of the {@code index}-th PNC id; the year moves on when all serials are used. */
  int pncYear(long index) {
    return FIRST_YEAR + (int) (index / PNC_HALF + index) % YEARS;
  }

  /** Serial of the {@code index}-th PNC id. */
  int pncSerial(long index) {
    return 1 + half * 5_000_000 + spread(index, PNC_HALF);
  }

  /** The {@code index}-th PNC id. */
  PersonIdentifier pnc(long index) {
    return identifier(
        IdentifierKind.IDENTIFIER_KIND_PNC_ID,
        CheckedNumbers.pnc(pncYear(index), pncSerial(index)));
  }

  /** The {@code index}-th CRO number. */
  PersonIdentifier cro(long index) {
    int serial = 1 + half * 500_000 + spread(index, CRO_HALF);
    return identifier(
        IdentifierKind.IDENTIFIER_KIND_CRO_NUMBER, CheckedNumbers.cro(serial, pncYear(index)));
  }

  /** The {@code index}-th NHS number; one in eleven has no check digit and does not exist. */
  Optional<PersonIdentifier> nhs(long index) {
    OptionalLong number = CheckedNumbers.nhs(half * NHS_HALF + spread(index, NHS_HALF));
    return number.isEmpty()
        ? Optional.empty()
        : Optional.of(
            identifier(
                IdentifierKind.IDENTIFIER_KIND_NHS_NUMBER, Long.toString(number.getAsLong())));
  }

  /** An identifier as a sender writes it. */
  static PersonIdentifier identifier(IdentifierKind kind, String value) {
    return PersonIdentifier.newBuilder().setKind(kind).setValue(value).build();
  }

  private int spread(long index, int size) {
    return (int) Math.floorMod(index % size * STEP + offset, (long) size);
  }
}
