package uk.yjx.server.casepapers;

import com.google.protobuf.InvalidProtocolBufferException;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import uk.yjx.casepapers.v1.AppealOutcome;
import uk.yjx.casepapers.v1.CourtEvent;
import uk.yjx.casepapers.v1.Disposal;
import uk.yjx.casepapers.v1.RecordCourtEventRequest;
import uk.yjx.server.caseload.PersonTranslation;
import uk.yjx.server.clocks.DueTimes;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.Violations;
import uk.yjx.server.matching.Evidence;
import uk.yjx.server.storage.Database;
import uk.yjx.server.storage.Vault;

/** Court results of people who are no child on record: who was not convicted after all. */
@Singleton
public final class UnknownDefendants {
  private static final String RECORDED =
      """
      SELECT e.position, e.source_agency, e.occurred_at, e.sealed, k.wrapped
      FROM casepapers.court_event e
      JOIN storage.record_key k ON k.position = e.position
      WHERE e.child_id IS NULL AND e.recorded_at >= ? AND NOT e.withdrawn
        AND NOT EXISTS (
          SELECT 1 FROM casepapers.court_event h
          WHERE h.source_agency = e.source_agency AND h.event_ref = e.event_ref
            AND h.version > e.version)
      ORDER BY e.position
      """;

  private final Database database;
  private final Vault vault;

  UnknownDefendants(Database database, Vault vault) {
    this.database = database;
    this.vault = vault;
  }

  /**
   * Somebody whom a court acquitted, or whose appeal it allowed.
   *
   * @param position of the event
   * @param day on which the court said so, by local time
   * @param urn case URN in canonical form
   */
  public record NotConvicted(
      long position, AgencyId from, LocalDate day, String urn, Evidence who) {}

  /** Everyone of whom a court has said so since an instant, in order. */
  public List<NotConvicted> notConvicted(Instant since) {
    List<NotConvicted> found = new ArrayList<>();
    try (Connection c = database.pool().getConnection();
        PreparedStatement s = c.prepareStatement(RECORDED)) {
      s.setObject(1, since.atOffset(ZoneOffset.UTC));
      try (ResultSet r = s.executeQuery()) {
        while (r.next()) {
          RecordCourtEventRequest request =
              RecordCourtEventRequest.parseFrom(
                  vault.open(
                      vault.unwrap(r.getBytes(5)), r.getBytes(4), PapersTables.EVENT_PURPOSE));
          if (request.hasPerson() && endsWithoutConviction(request.getEvent())) {
            AgencyId from = new AgencyId(r.getString(2));
            LocalDate day =
                LocalDate.ofInstant(
                    r.getObject(3, OffsetDateTime.class).toInstant(), DueTimes.LONDON);
            PersonTranslation people = new PersonTranslation(from, day, new Violations());
            found.add(
                new NotConvicted(
                    r.getLong(1),
                    from,
                    day,
                    CourtRules.urn(request),
                    Evidence.of(people.read(request.getPerson(), "person"))));
          }
        }
      }
      return found;
    } catch (SQLException e) {
      throw PapersStore.READ_FAILED.refused();
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("a stored court event cannot be read", e);
    }
  }

  private static boolean endsWithoutConviction(CourtEvent event) {
    return event.getResult().getDisposal() == Disposal.DISPOSAL_NO_CONVICTION
        || event.getAppeal().getOutcome() == AppealOutcome.APPEAL_OUTCOME_ALLOWED;
  }
}
