package uk.yjx.server.safeguarding;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import uk.yjx.alerts.v1.Alert;
import uk.yjx.alerts.v1.AlertFacts;
import uk.yjx.alerts.v1.DisclosureBasis;
import uk.yjx.intelligence.v1.NoticeRemark;
import uk.yjx.safeguarding.v1.ChildNotice;
import uk.yjx.safeguarding.v1.ChildNoticeFacts;
import uk.yjx.safeguarding.v1.EpisodeState;
import uk.yjx.server.caseload.PersonTranslation;
import uk.yjx.server.clocks.DueTimes;
import uk.yjx.server.intake.Submission;
import uk.yjx.server.journal.Receipts;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.Identifier;
import uk.yjx.server.kernel.PersonDescription;
import uk.yjx.server.kernel.Urgency;
import uk.yjx.server.kernel.Violations;
import uk.yjx.server.matching.MatchKeys;

/**
 * A notice as the exchange reads it.
 *
 * @param row what its kind is
 * @param child how the sender describes the child
 * @param keys keyed fingerprints under which the description could match
 * @param episode what it begins or ends; null for neither
 */
record ReadNotice(
    ChildNotice notice,
    KindTable.Row row,
    PersonDescription child,
    List<Long> keys,
    @Nullable UUID episode) {

  ReadNotice {
    keys = List.copyOf(keys);
  }

  /** Reads a notice; adds what cannot be to the violations. */
  static ReadNotice read(
      ChildNotice notice,
      AgencyId from,
      Instant now,
      ToLongFunction<String> fingerprint,
      Violations wrong) {
    PersonDescription child =
        new PersonTranslation(from, LocalDate.ofInstant(now, DueTimes.LONDON), wrong)
            .read(notice.getChild(), "notice.child");
    KindTable.Row row = KindTable.of(notice.getKind());
    List<Long> keys = new ArrayList<>();
    for (String key : MatchKeys.of(child)) {
      keys.add(fingerprint.applyAsLong(key));
    }
    return new ReadNotice(notice, row, child, keys, episode(notice, row, from, fingerprint));
  }

  /** What it tells of its episode. */
  Optional<Episode.Told> told(UUID id) {
    Episode.Edge edge = row.edge();
    return edge == null
        ? Optional.empty()
        : Optional.of(new Episode.Told(id, edge, NoticeRules.at(notice)));
  }

  /** What is odd about the description of the child. */
  List<NoticeRemark> remarks() {
    return child.identifiers().stream().anyMatch(id -> id.validity() == Identifier.Validity.INVALID)
        ? List.of(NoticeRemark.NOTICE_REMARK_IDENTIFIER_INVALID)
        : List.of();
  }

  /** The child with what is said of them now. */
  Submission.Subject subject(Optional<Consequence> consequence) {
    KindTable.Meaning meaning = KindTable.meaning(row, consequence);
    Urgency urgency =
        meaning.urgency() == Urgency.NOTE
            ? Urgency.NOTE
            : NoticeRules.asked(notice)
                .filter(asked -> asked.compareTo(meaning.urgency()) < 0)
                .orElse(meaning.urgency());
    boolean goesOn = consequence.map(c -> c.after().state() != Episode.State.ENDED).orElse(true);
    return new Submission.Subject(
        0,
        child,
        keys,
        meaning.kind(),
        urgency,
        facts(consequence),
        KindTable.REFERABLE.contains(notice.getKind()) && goesOn);
  }

  private Alert facts(Optional<Consequence> consequence) {
    ChildNoticeFacts.Builder facts =
        ChildNoticeFacts.newBuilder().setKind(notice.getKind()).setDetail(notice.getDetail());
    consequence.map(c -> written(c.after(), row)).ifPresent(facts::setEpisode);
    Alert.Builder alert =
        Alert.newBuilder()
            .setEventTime(notice.getEventTime())
            .addAllRisks(notice.getRisksList())
            .setMarking(notice.getHandling().getMarking())
            .setProtectedPerson(notice.getProtectedPerson())
            .setBasis(DisclosureBasis.newBuilder().setRegime(notice.getHandling().getRegime()))
            .setFacts(AlertFacts.newBuilder().setChildNotice(facts));
    if (notice.getHandling().hasConditions()) {
      alert.setConditions(notice.getHandling().getConditions());
    }
    return alert.build();
  }

  /** An episode as the contract has it. */
  static uk.yjx.safeguarding.v1.Episode written(Episode episode, KindTable.Row row) {
    uk.yjx.safeguarding.v1.Episode.Builder out =
        uk.yjx.safeguarding.v1.Episode.newBuilder()
            .setState(
                switch (episode.state()) {
                  case NOTHING -> EpisodeState.EPISODE_STATE_UNSPECIFIED;
                  case OPEN -> EpisodeState.EPISODE_STATE_OPEN;
                  case ENDED -> EpisodeState.EPISODE_STATE_ENDED;
                });
    Instant since = episode.since();
    if (since != null) {
      out.setSince(Receipts.timestamp(since));
    }
    Instant until = episode.until();
    if (until != null) {
      out.setUntil(Receipts.timestamp(until));
    }
    if (row.span() == KindTable.Span.MISSING) {
      episode.interviewDue().ifPresent(due -> out.setReturnInterviewDueAt(Receipts.timestamp(due)));
    }
    return out.build();
  }

  /** Names the episode without telling the sender's reference of it. */
  private static @Nullable UUID episode(
      ChildNotice notice, KindTable.Row row, AgencyId from, ToLongFunction<String> fingerprint) {
    KindTable.Span span = row.span();
    if (span == null || notice.getEpisodeReference().isBlank()) {
      return null;
    }
    String name = span + "\n" + from + "\n" + notice.getEpisodeReference();
    return new UUID(
        fingerprint.applyAsLong("episode\n" + name), fingerprint.applyAsLong("span\n" + name));
  }
}
