package uk.yjx.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import uk.yjx.common.v1.Sex;
import uk.yjx.intelligence.v1.InvolvedPerson;
import uk.yjx.intelligence.v1.Notice;
import uk.yjx.intelligence.v1.NoticeKind;
import uk.yjx.intelligence.v1.OutcomeLink;
import uk.yjx.intelligence.v1.PersonRole;
import uk.yjx.intelligence.v1.SearchExtent;
import uk.yjx.intelligence.v1.SearchOutcome;
import uk.yjx.world.StopSearchFile.BadRow;

class StopSearchFileTest {

  private static final String HEADER =
      "Type,Date,Part of a policing operation,Policing operation,Latitude,Longitude,Gender,"
          + "Age range,Self-defined ethnicity,Officer-defined ethnicity,Legislation,"
          + "Object of search,Outcome,Outcome linked to object of search,"
          + "Removal of more than just outer clothing\n";
  private static final String GOOD =
      "Person search,2019-02-01T01:50:00+00:00,False,,51.5,-0.1,Male,10-17,,White,,,Arrest,,\n";

  @Test
  void countsTheTrapsOfTheBundledFile() {
    StopSearchCounts counts = StopSearchCounts.of(StopSearchFile.bundled());

    assertEquals(3186, counts.rows());
    assertEquals(0, counts.bad());
    assertEquals(1, counts.underTenArrests());
    assertEquals(148, counts.repeats());
    assertEquals(322, counts.withoutCoordinates());
    assertEquals(2626, counts.noFurtherAction());
    assertEquals(0, counts.outcomeLinkRecorded());
    assertEquals(423, counts.byOutcome().get(SearchOutcome.SEARCH_OUTCOME_ARREST));
    assertEquals(
        Map.of("Black", 1436, "White", 1202, "Asian", 414, "Other", 103, "", 31),
        counts.byOfficerDefinedEthnicity());
    assertEquals(
        1.0,
        counts.sharesByOfficerDefinedEthnicity().values().stream().mapToDouble(x -> x).sum(),
        1e-9);
  }

  @Test
  void readsQuotesDoubledQuotesAndLineEndsInsideFields() {
    String row =
        "Person search,2019-02-01T01:50:00+00:00,False,\"one, \"\"two\"\"\r\nthree\",,,Female,"
            + "under 10,,,\"Act, section 1\",\"Knives, blades\",\"\",TRUE,false\r\n";

    StopSearchFile file = StopSearchFile.parse("\uFEFF" + HEADER + row + "\n" + GOOD);

    assertEquals(List.of(), file.bad());
    assertEquals(2, file.rows().size());
    StopSearchRow.Stop stop = file.rows().getFirst().stop();
    assertEquals("one, \"two\"\r\nthree", stop.policingOperation());
    assertEquals("Knives, blades", stop.object());
    assertEquals(Optional.of(true), stop.outcomeLinkedToObject());
    assertEquals(Optional.of(false), stop.moreThanOuterClothing());
    assertEquals(Optional.empty(), stop.point());
    assertEquals(SearchOutcome.SEARCH_OUTCOME_NOT_RECORDED, stop.outcome());
  }

  @Test
  void findsColumnsByTheirNames() {
    String shuffled =
        "Outcome,Extra,Type,Date,Policing operation,Latitude,Longitude,Gender,Age range,"
            + "Self-defined ethnicity,Officer-defined ethnicity,Legislation,Object of search,"
            + "Outcome linked to object of search,Removal of more than just outer clothing\n"
            + "Arrest,x,Vehicle search,2019-02-01T01:50:00+00:00,,,,Other,,,,,,,\n";

    StopSearchRow row = StopSearchFile.parse(shuffled).rows().getFirst();

    assertEquals(SearchOutcome.SEARCH_OUTCOME_ARREST, row.stop().outcome());
    assertEquals(Sex.SEX_OTHER, row.stop().sex());
    assertEquals(
        PersonRole.PERSON_ROLE_VEHICLE_OCCUPANT,
        StopSearchNotice.request(row, Optional.empty()).getNotice().getPersons(0).getRole());
  }

  @Test
  void reportsEveryBadRowWithItsNumberAndKeepsTheGoodOnes() {
    String text =
        HEADER
            + GOOD
            + GOOD.replace("Person search", "Search")
            + GOOD.replace("2019-02-01T01:50:00+00:00", "2019-02-30T01:50:00+00:00")
            + GOOD.replace("51.5", "91.5")
            + GOOD.replace("51.5", "")
            + GOOD.replace("10-17", "10-18")
            + GOOD.replace("Arrest", "Let go")
            + GOOD.replace(",Arrest,,", ",Arrest,maybe,")
            + GOOD.replace("White,,", "White,")
            + GOOD.replace("White", "\"White\"x")
            + GOOD.replace("White", "W".repeat(101))
            + GOOD;

    StopSearchFile file = StopSearchFile.parse(text);

    assertEquals(List.of(1, 12), file.rows().stream().map(StopSearchRow::number).toList());
    assertEquals(
        List.of(
            "Type",
            "Date",
            "Latitude",
            "Latitude",
            "Age range",
            "Outcome",
            "Outcome linked to object of search",
            "",
            "",
            "Officer-defined ethnicity"),
        file.bad().stream().map(BadRow::column).toList());
    assertEquals(
        List.of(2, 3, 4, 5, 6, 7, 8, 9, 10, 11), file.bad().stream().map(BadRow::number).toList());
  }

  @Test
  void reportsAMissingColumnAndAnEmptyFile() {
    assertEquals(
        List.of(new BadRow(0, "Outcome", "column is missing")),
        StopSearchFile.parse(HEADER.replace("Object of search,Outcome,", "Object of search,"))
            .bad());
    assertEquals(1, StopSearchFile.parse("").bad().size());
  }

  @Test
  void mapsEveryRowToANoticeThatSaysNothingMore() {
    List<StopSearchRow> rows = StopSearchFile.bundled().rows();
    List<Notice> notices =
        rows.stream()
            .map(row -> StopSearchNotice.request(row, Optional.empty()).getNotice())
            .toList();

    assertEquals(
        rows.size(), new HashSet<>(rows.stream().map(StopSearchNotice::requestId).toList()).size());
    assertEquals("stop-2019-02-r00017", StopSearchNotice.requestId(rows.get(16)));
    assertEquals(322, notices.stream().filter(notice -> !notice.hasPlace()).count());
    for (Notice notice : notices) {
      assertEquals(NoticeKind.NOTICE_KIND_STOP_SEARCH, notice.getKind());
      assertEquals(
          OutcomeLink.OUTCOME_LINK_UNSPECIFIED, notice.getStopSearch().getOutcomeLinkedToObject());
      assertEquals(SearchExtent.SEARCH_EXTENT_UNSPECIFIED, notice.getStopSearch().getExtent());
      InvolvedPerson person = notice.getPersons(0);
      assertTrue(person.getUnidentified() && !person.hasPerson());
    }
    assertEquals(
        Map.of("..9", 1L, "10..17", 3185L),
        notices.stream()
            .map(notice -> notice.getPersons(0))
            .collect(
                Collectors.groupingBy(
                    person ->
                        (person.hasAgeFrom() ? person.getAgeFrom() : "") + ".." + person.getAgeTo(),
                    Collectors.counting())));
  }
}
