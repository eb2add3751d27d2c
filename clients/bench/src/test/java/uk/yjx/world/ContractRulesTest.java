package uk.yjx.world;

import static org.junit.jupiter.api.Assertions.assertEquals;

import build.buf.protovalidate.Validator;
import build.buf.protovalidate.ValidatorFactory;
import build.buf.protovalidate.exceptions.ValidationException;
import com.google.protobuf.Message;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ContractRulesTest {

  private final Validator validator = ValidatorFactory.newBuilder().build();

  @Test
  void everythingInventedKeepsTheRulesOfTheContracts() throws ValidationException {
    Caseload caseload = Caseload.demo();
    for (CaseloadChild child : caseload.children()) {
      assertValid(child.request());
    }
    for (ReplayNotice one : Replay.of(caseload).again("run-2").notices()) {
      assertValid(one.request());
    }
    Story story = Story.of(caseload, Instant.parse("2026-11-21T10:00:00Z"));
    for (Message message : story.cases()) {
      assertValid(message);
    }
    assertValid(story.cover());
    assertValid(story.stabbing());
    assertValid(story.stop());
    for (Message agency : caseload.agencies()) {
      assertValid(agency);
    }
    for (Staff one : caseload.staff()) {
      assertValid(one.principal());
      assertValid(one.roles().getFirst());
    }
    Instant start = Instant.parse("2026-01-01T00:00:00Z");
    for (Message agreement : caseload.agreements(start, start.plusSeconds(1))) {
      assertValid(agreement);
    }
    Workload workload = Workload.streams(caseload, "met-police", 1, 1).getFirst();
    for (int i = 0; i < 500; i++) {
      assertValid(workload.next().request());
    }
  }

  private void assertValid(Message message) throws ValidationException {
    assertEquals(List.of(), validator.validate(message).getViolations());
  }
}
