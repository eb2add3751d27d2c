package uk.yjx.world;

import java.time.OffsetDateTime;
import java.util.Optional;
import uk.yjx.common.v1.Sex;
import uk.yjx.intelligence.v1.SearchKind;
import uk.yjx.intelligence.v1.SearchOutcome;

/**
 * One stop and search as published at data.police.uk; no identity is in it.
 *
 * @param number row number in the file, from 1, the header not counted
 * @param stop what was published
 */
public record StopSearchRow(int number, Stop stop) {

  /** Rejects a row number below 1. */
  public StopSearchRow {
    if (number < 1) {
      throw new IllegalArgumentException("rows count from 1: " + number);
    }
  }

  /**
   * The published facts; two rows repeat each other when these are equal.
   *
   * @param kind what was searched
   * @param dateText the date as published
   * @param date the date with its offset
   * @param policingOperation name of the operation, empty when none
   * @param point where, to the nearest published point; empty when not recorded
   * @param sex as recorded
   * @param ageRange as recorded
   * @param selfDefinedEthnicity in the words of the file, empty when not recorded
   * @param officerDefinedEthnicity in the words of the file, empty when not recorded
   * @param power legislation as recorded, empty when not recorded
   * @param object of the search as recorded, empty when not recorded
   * @param outcome how it ended
   * @param outcomeLinkedToObject whether that has to do with the object; empty when not recorded
   * @param moreThanOuterClothing whether more than that was removed; empty when not recorded
   */
  public record Stop(
      SearchKind kind,
      String dateText,
      OffsetDateTime date,
      String policingOperation,
      Optional<Point> point,
      Sex sex,
      AgeRange ageRange,
      String selfDefinedEthnicity,
      String officerDefinedEthnicity,
      String power,
      String object,
      SearchOutcome outcome,
      Optional<Boolean> outcomeLinkedToObject,
      Optional<Boolean> moreThanOuterClothing) {}

  /** Age ranges of the file. */
  public enum AgeRange {
    /** Below the age of criminal responsibility. */
    UNDER_10,
    /** A child who can be held responsible. */
    FROM_10_TO_17,
    /** 18 to 24. */
    FROM_18_TO_24,
    /** 25 to 34. */
    FROM_25_TO_34,
    /** 35 and older. */
    OVER_34,
    /** Not recorded. */
    NOT_RECORDED
  }

  /** Whether a child under 10 is recorded as arrested: kept raw, attached to no one. */
  public boolean underTenArrest() {
    return stop.ageRange() == AgeRange.UNDER_10
        && stop.outcome() == SearchOutcome.SEARCH_OUTCOME_ARREST;
  }
}
