package uk.yjx.server.journal;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import uk.yjx.common.v1.EventTime;
import uk.yjx.common.v1.Handling;
import uk.yjx.common.v1.IdentifierKind;
import uk.yjx.common.v1.LegalGateway;
import uk.yjx.common.v1.Marking;
import uk.yjx.common.v1.PartialDate;
import uk.yjx.common.v1.PersonDescriptor;
import uk.yjx.common.v1.PersonIdentifier;
import uk.yjx.common.v1.PersonName;
import uk.yjx.common.v1.Purpose;
import uk.yjx.common.v1.Regime;
import uk.yjx.common.v1.TimePrecision;
import uk.yjx.intelligence.v1.InvolvedPerson;
import uk.yjx.intelligence.v1.Notice;
import uk.yjx.intelligence.v1.NoticeKind;
import uk.yjx.intelligence.v1.Offence;
import uk.yjx.intelligence.v1.PersonRole;
import uk.yjx.intelligence.v1.Place;
import uk.yjx.intelligence.v1.RiskSignal;
import uk.yjx.intelligence.v1.SubmitNoticeRequest;

class QuickRulesTest {
  private static final int ROUNDS = 4_000;
  private static final int CHANGES_MAX = 3;

  /** Texts that lengths and patterns are often wrong about. */
  private static final List<String> TEXTS =
      List.of(
          "",
          " ",
          "E09000028",
          "E09000028\n",
          "AB12345",
          "request-id\n",
          "request-1",
          "short",
          "\uD83D\uDE00",
          "\uD83D\uDE00".repeat(40),
          "x".repeat(64),
          "x".repeat(65),
          "x".repeat(9_000),
          "\u2028",
          "\u00e9".repeat(70));

  private final QuickRules quick = new QuickRules();
  private final RequestRules rules = new RequestRules();

  @Test
  void provesAnOrdinaryNotice() {
    assertTrue(quick.surelyKept(notice()));
    assertTrue(rules.evaluate(notice()).isEmpty());
  }

  @Test
  void provesNothingThatBreaksARule() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    int proved = 0;
    int broken = 0;
    for (int round = 0; round < ROUNDS; round++) {
      Message.Builder draft = notice().toBuilder();
      for (int change = random.nextInt(CHANGES_MAX); change >= 0; change--) {
        change(draft, random);
      }
      Message altered = draft.build();
      boolean sure = quick.surelyKept(altered);
      boolean kept = rules.evaluate(altered).isEmpty();
      assertTrue(kept || !sure, () -> "seed " + seed + ": " + altered);
      proved += sure ? 1 : 0;
      broken += kept ? 0 : 1;
    }
    assertTrue(proved > ROUNDS / 10, "seed " + seed + ": proved " + proved);
    assertTrue(broken > ROUNDS / 10, "seed " + seed + ": broken " + broken);
  }

  @Test
  void leavesRulesItDoesNotKnowToTheirAuthority() {
    assertFalse(
        quick.surelyKept(
            uk.yjx.alerts.v1.GetAlertRequest.newBuilder()
                .setAlertId("0190163d-8694-739b-aea5-966c26f8ad90")
                .setPurpose(Purpose.PURPOSE_SUPERVISION)
                .build()));
  }

  private static void change(Message.Builder message, Random random) {
    List<FieldDescriptor> fields = message.getDescriptorForType().getFields();
    FieldDescriptor field = fields.get(random.nextInt(fields.size()));
    if (field.isRepeated()) {
      changeList(message, field, random);
    } else if (random.nextInt(8) == 0) {
      message.clearField(field);
    } else if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
      change(message.getFieldBuilder(field), random);
    } else {
      message.setField(field, value(field, random));
    }
  }

  private static void changeList(Message.Builder message, FieldDescriptor field, Random random) {
    List<Object> items = new ArrayList<>((List<?>) message.getField(field));
    if (random.nextInt(8) == 0 && !items.isEmpty()) {
      Object first = items.getFirst();
      while (items.size() < random.nextInt(30)) {
        items.add(first);
      }
    } else if (field.getJavaType() != FieldDescriptor.JavaType.MESSAGE) {
      items.add(value(field, random));
    } else if (random.nextInt(4) == 0) {
      items.clear();
    } else {
      Message.Builder item =
          items.isEmpty()
              ? message.newBuilderForField(field)
              : ((Message) items.removeFirst()).toBuilder();
      change(item, random);
      items.add(item.build());
    }
    message.setField(field, items);
  }

  private static Object value(FieldDescriptor field, Random random) {
    return switch (field.getJavaType()) {
      case STRING -> TEXTS.get(random.nextInt(TEXTS.size()));
      case INT -> random.nextInt(4) == 0 ? random.nextInt() : random.nextInt(-1, 2_102);
      case LONG -> random.nextLong();
      case BOOLEAN -> random.nextBoolean();
      case DOUBLE ->
          List.of(Double.NaN, Double.POSITIVE_INFINITY, -90.0, 90.1, -180.0, 181.0, 0.0)
              .get(random.nextInt(7));
      case ENUM -> enumValue(field, random);
      case FLOAT, BYTE_STRING, MESSAGE -> throw new IllegalStateException(field.getFullName());
    };
  }

  private static EnumValueDescriptor enumValue(FieldDescriptor field, Random random) {
    int number = random.nextInt(-1, field.getEnumType().getValues().size() + 2);
    return field.getEnumType().findValueByNumberCreatingIfUnknown(number);
  }

  private static SubmitNoticeRequest notice() {
    return SubmitNoticeRequest.newBuilder()
        .setRequestId("request-1")
        .setNotice(
            Notice.newBuilder()
                .setKind(NoticeKind.NOTICE_KIND_ARREST)
                .setEventTime(
                    EventTime.newBuilder()
                        .setEarliest(Timestamp.newBuilder().setSeconds(1_549_000_000))
                        .setPrecision(TimePrecision.TIME_PRECISION_EXACT))
                .setSourceReference("reference")
                .setLocalAuthority("E09000028")
                .setPlace(Place.newBuilder().setLatitude(51.5).setLongitude(-0.1))
                .setHandling(
                    Handling.newBuilder()
                        .setMarking(Marking.MARKING_OFFICIAL)
                        .setRegime(Regime.forNumber(1))
                        .setGateway(LegalGateway.LEGAL_GATEWAY_CDA98_S115)
                        .setPurpose(Purpose.PURPOSE_PREVENT_OFFENDING))
                .setNarrative("narrative")
                .setOffence(Offence.newBuilder().setCode("AB12345").setCategory("category"))
                .addPersons(
                    InvolvedPerson.newBuilder()
                        .setRole(PersonRole.PERSON_ROLE_ARRESTED)
                        .setAgeFrom(15)
                        .setAgeTo(16)
                        .addRisks(RiskSignal.forNumber(1))
                        .setPerson(
                            PersonDescriptor.newBuilder()
                                .addNames(
                                    PersonName.newBuilder().addForenames("Ada").setSurname("Test"))
                                .addDatesOfBirth(
                                    PartialDate.newBuilder().setYear(2004).setMonth(2).setDay(1))
                                .addIdentifiers(
                                    PersonIdentifier.newBuilder()
                                        .setKind(IdentifierKind.IDENTIFIER_KIND_LOCAL)
                                        .setValue("SOU1"))))
                .build())
        .build();
  }
}
