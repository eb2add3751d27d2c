package uk.yjx.client.examples;

import com.google.protobuf.Timestamp;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import uk.yjx.client.ClientCredentials;
import uk.yjx.client.ExchangeConnection;
import uk.yjx.client.publish.NoticePublisher;
import uk.yjx.client.publish.Publication;
import uk.yjx.client.publish.PublisherSettings;
import uk.yjx.common.v1.EventTime;
import uk.yjx.common.v1.Handling;
import uk.yjx.common.v1.LegalGateway;
import uk.yjx.common.v1.Marking;
import uk.yjx.common.v1.PersonDescriptor;
import uk.yjx.common.v1.PersonName;
import uk.yjx.common.v1.Purpose;
import uk.yjx.common.v1.Regime;
import uk.yjx.common.v1.TimePrecision;
import uk.yjx.intelligence.v1.InvolvedPerson;
import uk.yjx.intelligence.v1.Notice;
import uk.yjx.intelligence.v1.NoticeKind;
import uk.yjx.intelligence.v1.PersonRole;
import uk.yjx.intelligence.v1.SubmitNoticeRequest;

/** The publishing example of the README, compiled with the tests. */
final class PublishNotices {

  private PublishNotices() {}

  // README: publish
  static void publish(Path pki) throws InterruptedException {
    var credentials =
        new ClientCredentials(
            pki.resolve("adapter.pem"), pki.resolve("adapter.key"), pki.resolve("ca.pem"));
    try (var connection = ExchangeConnection.open("exchange.example", 8443, credentials);
        var publisher = NoticePublisher.open(connection, PublisherSettings.standard())) {
      CompletableFuture<Publication> answer =
          publisher.publish(
              SubmitNoticeRequest.newBuilder()
                  .setRequestId("custody-2026-000123") // your own number: a resend counts once
                  .setNotice(missing(Instant.now()))
                  .build());
      switch (answer.join()) {
        case Publication.Accepted a -> System.out.println("position " + a.receipt().getPosition());
        case Publication.Refused r -> System.out.println("refused: " + r.refusal().getReason());
      }
    }
  }

  static Notice missing(Instant since) {
    return Notice.newBuilder()
        .setKind(NoticeKind.NOTICE_KIND_MISSING_STARTED)
        .setEventTime(
            EventTime.newBuilder()
                .setEarliest(Timestamp.newBuilder().setSeconds(since.getEpochSecond()))
                .setPrecision(TimePrecision.TIME_PRECISION_EXACT))
        .setLocalAuthority("E09000028")
        .addPersons(
            InvolvedPerson.newBuilder()
                .setRole(PersonRole.PERSON_ROLE_MISSING)
                .setPerson(
                    PersonDescriptor.newBuilder()
                        .addNames(
                            PersonName.newBuilder().addForenames("Asha").setSurname("Tester"))))
        .setHandling(
            Handling.newBuilder()
                .setMarking(Marking.MARKING_OFFICIAL_SENSITIVE)
                .setRegime(Regime.REGIME_DPA_PART3)
                .setGateway(LegalGateway.LEGAL_GATEWAY_CA04_S11)
                .setPurpose(Purpose.PURPOSE_SAFEGUARDING))
        .build();
  }
  // README: end
}
