package uk.yjx.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import uk.yjx.agreements.v1.Agreement;
import uk.yjx.alerts.v1.CheckOutcome;
import uk.yjx.alerts.v1.ExplainDisclosureResponse;
import uk.yjx.cli.output.Cell;
import uk.yjx.cli.output.Table;
import uk.yjx.cli.output.Tone;
import uk.yjx.server.agreements.AgreementExamples;
import uk.yjx.server.kernel.Failure;

/** Agreements in words. */
final class AgreementText {

  private AgreementText() {}

  /** Where an agreement stands now. */
  static Cell state(Agreement agreement, Instant now) {
    return switch (agreement.getState()) {
      case AGREEMENT_STATE_DRAFT -> new Cell("draft", Tone.WARNING);
      case AGREEMENT_STATE_SUSPENDED -> new Cell("suspended", Tone.ALARM);
      case AGREEMENT_STATE_EXPIRED -> new Cell("ended", Tone.QUIET);
      case AGREEMENT_STATE_IN_FORCE, AGREEMENT_STATE_UNSPECIFIED, UNRECOGNIZED ->
          dated(agreement, now);
    };
  }

  /** Everything that is wrong with an agreement, in one line. */
  static String wrong(Failure failure) {
    return failure.violations().stream()
        .map(v -> v.field() + ": " + v.description())
        .collect(Collectors.joining("; "));
  }

  /** Every check of an explanation. */
  static Table checks(ExplainDisclosureResponse why) {
    Table table = Table.of("AGREEMENT", "CHECK", "RESULT");
    for (CheckOutcome check : why.getChecksList()) {
      table.row(
          Cell.of(
              check.getAgreementId().isEmpty()
                  ? ""
                  : check.getAgreementId() + "@" + check.getAgreementVersion()),
          Cell.of(check.getCheck()),
          check.getPassed() ? new Cell("passes", Tone.GOOD) : new Cell("FAILS", Tone.ALARM));
    }
    return table;
  }

  /** The outcome in one line; a check is named by what is missing when it fails. */
  static String verdict(String caller, ExplainDisclosureResponse why) {
    return why.getDisclosed()
        ? caller
            + " is shown it as "
            + ContractWords.of(why.getAsRole())
            + " under "
            + why.getBasis().getAgreementId()
            + "@"
            + why.getBasis().getAgreementVersion()
            + ": "
            + String.join(", ", why.getFieldsList())
        : caller + " is not shown it (standing: " + why.getStanding() + ")";
  }

  /** What came of the examples, for programs. */
  static JsonObject results(List<AgreementExamples.Result> results) {
    JsonArray all = new JsonArray();
    for (AgreementExamples.Result result : results) {
      JsonObject one = new JsonObject();
      one.addProperty("title", result.title());
      one.addProperty("got", result.got());
      one.addProperty("as_expected", result.asExpected());
      all.add(one);
    }
    JsonObject object = new JsonObject();
    object.add("examples", all);
    return object;
  }

  private static Cell dated(Agreement agreement, Instant now) {
    if (!now.isBefore(Times.instant(agreement.getValidTo()))) {
      return new Cell("ended", Tone.QUIET);
    }
    return now.isBefore(Times.instant(agreement.getValidFrom()))
        ? new Cell("to come", Tone.WARNING)
        : new Cell("in force", Tone.GOOD);
  }
}
