package uk.yjx.world;

import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import uk.yjx.intelligence.v1.SearchOutcome;

/**
 * What has to be known about a stop-and-search file before anyone draws conclusions from it.
 *
 * @param rows rows read
 * @param bad rows that could not be read
 * @param underTenArrests rows that record a child under 10 as arrested
 * @param repeats rows that repeat an earlier row exactly
 * @param withoutCoordinates rows without a place
 * @param noFurtherAction rows that ended in no further action
 * @param outcomeLinkRecorded rows that say whether the outcome is linked to the object
 * @param byOutcome rows by outcome
 * @param byOfficerDefinedEthnicity rows by ethnicity as the officer recorded it; the empty key
 *     counts what was not recorded
 */
public record StopSearchCounts(
    int rows,
    int bad,
    int underTenArrests,
    int repeats,
    int withoutCoordinates,
    int noFurtherAction,
    int outcomeLinkRecorded,
    SortedMap<SearchOutcome, Integer> byOutcome,
    SortedMap<String, Integer> byOfficerDefinedEthnicity) {

  /** Makes the maps unmodifiable. */
  public StopSearchCounts {
    byOutcome = Collections.unmodifiableSortedMap(new TreeMap<>(byOutcome));
    byOfficerDefinedEthnicity =
        Collections.unmodifiableSortedMap(new TreeMap<>(byOfficerDefinedEthnicity));
  }

  /** Counts {@code file}. */
  public static StopSearchCounts of(StopSearchFile file) {
    List<StopSearchRow> rows = file.rows();
    Set<StopSearchRow.Stop> seen = new HashSet<>();
    SortedMap<SearchOutcome, Integer> outcomes = new TreeMap<>();
    SortedMap<String, Integer> ethnicities = new TreeMap<>();
    int repeats = 0;
    for (StopSearchRow row : rows) {
      repeats += seen.add(row.stop()) ? 0 : 1;
      outcomes.merge(row.stop().outcome(), 1, Integer::sum);
      ethnicities.merge(row.stop().officerDefinedEthnicity(), 1, Integer::sum);
    }
    return new StopSearchCounts(
        rows.size(),
        file.bad().size(),
        (int) rows.stream().filter(StopSearchRow::underTenArrest).count(),
        repeats,
        (int) rows.stream().filter(row -> row.stop().point().isEmpty()).count(),
        outcomes.getOrDefault(SearchOutcome.SEARCH_OUTCOME_NO_FURTHER_ACTION, 0),
        (int) rows.stream().filter(row -> row.stop().outcomeLinkedToObject().isPresent()).count(),
        outcomes,
        ethnicities);
  }

  /** Share of all rows by ethnicity as the officer recorded it, 0 to 1. */
  public Map<String, Double> sharesByOfficerDefinedEthnicity() {
    Map<String, Double> shares = new TreeMap<>();
    byOfficerDefinedEthnicity.forEach((key, count) -> shares.put(key, (double) count / rows));
    return Collections.unmodifiableMap(shares);
  }
}
