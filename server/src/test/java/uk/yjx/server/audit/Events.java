package uk.yjx.server.audit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/** Invented events. */
final class Events {
  static final EventSource SOURCE =
      new EventSource("yjx.example/log/test/1", "node-1", "0.1.0+abc");
  static final UUID ID = UUID.fromString("01980000-0000-7000-8000-000000000001");
  static final UUID INTENT = UUID.fromString("01980000-0000-7000-8000-000000000002");
  static final Instant TIME = Instant.parse("2026-11-20T21:04:05.123456789Z");

  private Events() {}

  static AuditEventBuilder of(EventType type) {
    return AuditEvent.of(SOURCE, ID, TIME, type, "yjx.alerts.v1.AlertService/Receive", "ok");
  }

  static AuditEventBuilder disclosure() {
    return of(EventType.DISCLOSURE)
        .from("police-met")
        .to("yjs-southwark")
        .purpose("PREVENT_OFFENDING")
        .basis(new SharingBasis("CDA98_S115", "isa-7", 3))
        .data("yjx.alerts.v1.Alert", List.of("offence", "identity", "identity"), 1);
  }

  static AuditEvent random(Random random) {
    AuditEventBuilder builder = disclosure();
    if (random.nextBoolean()) {
      builder.basis(SharingBasis.gateway("CA89_S47")).exchange("x-" + random.nextInt());
    }
    if (random.nextBoolean()) {
      builder.policy("p/" + random.nextInt()).peer("h" + random.nextInt()).ends(INTENT);
    }
    for (PersonalMember member : PersonalMember.values()) {
      if (random.nextInt(3) > 0) {
        List<String> texts = new ArrayList<>();
        for (int i = member.isList() ? random.nextInt(4) : 0; i >= 0; i--) {
          texts.add(text(random));
        }
        builder.personal(member, texts);
      }
    }
    return builder.build();
  }

  private static String text(Random random) {
    StringBuilder text = new StringBuilder("\u00b6");
    for (int i = 1 + random.nextInt(60); i > 0; i--) {
      int c = random.nextInt(4) == 0 ? random.nextInt(0x11_0000) : random.nextInt(0x80);
      text.appendCodePoint(c >= 0xd800 && c <= 0xdfff ? '"' : c);
    }
    return text.toString();
  }
}
