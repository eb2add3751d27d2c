package uk.yjx.server.quarter;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import uk.yjx.intelligence.v1.IntelligenceServiceGrpc;
import uk.yjx.intelligence.v1.Notice;
import uk.yjx.intelligence.v1.NoticeKind;
import uk.yjx.intelligence.v1.PersonRole;
import uk.yjx.safeguarding.v1.ChildNotice;
import uk.yjx.safeguarding.v1.ChildNoticeKind;
import uk.yjx.safeguarding.v1.SafeguardingServiceGrpc;
import uk.yjx.server.safeguarding.Care;

/** What police and social care tell about the children of a town. */
final class Events {
  private final Servers servers;
  private final Care care;
  private final Random random;
  private final int children;
  private final List<Missing> missing = new ArrayList<>();

  /** An episode of a child being missing, with what of it is still to be told. */
  private record Missing(int child, String episode, List<ChildNoticeKind> next) {}

  Events(Servers servers, Care care, Random random, int children) {
    this.servers = servers;
    this.care = care;
    this.random = random;
    this.children = children;
  }

  /** One event, of whatever kind. */
  void happen(Instant now) {
    int child = random.nextInt(children);
    switch (random.nextInt(10)) {
      case 0, 1 -> police(NoticeKind.NOTICE_KIND_ARREST, PersonRole.PERSON_ROLE_ARRESTED, child);
      case 2 ->
          police(NoticeKind.NOTICE_KIND_SERIOUS_VIOLENCE, PersonRole.PERSON_ROLE_VICTIM, child);
      case 3 ->
          police(NoticeKind.NOTICE_KIND_WITNESS_TO_CRIME, PersonRole.PERSON_ROLE_WITNESS, child);
      case 4 ->
          police(
              NoticeKind.NOTICE_KIND_ANTI_SOCIAL_BEHAVIOUR, PersonRole.PERSON_ROLE_SUSPECT, child);
      case 5, 6 -> send(care.area.quietStop(child));
      case 7 -> tell(ChildNoticeKind.CHILD_NOTICE_KIND_EDUCATION_PLAN_CHANGED, child, "", now);
      default -> goesMissing(child, now);
    }
  }

  /** Episodes go on: children come back, and are spoken to, or not. */
  void goOn(Instant now) {
    for (Missing one : List.copyOf(missing)) {
      if (random.nextInt(100) < 5) {
        tell(one.next().removeFirst(), one.child(), one.episode(), now);
        if (one.next().isEmpty() || random.nextInt(10) == 0) {
          missing.remove(one);
        }
      }
    }
  }

  private void goesMissing(int child, Instant now) {
    List<ChildNoticeKind> told =
        new ArrayList<>(
            List.of(
                ChildNoticeKind.CHILD_NOTICE_KIND_MISSING_STARTED,
                ChildNoticeKind.CHILD_NOTICE_KIND_MISSING_ENDED,
                ChildNoticeKind.CHILD_NOTICE_KIND_RETURN_INTERVIEW_DONE));
    if (random.nextInt(5) == 0) {
      told.addFirst(told.remove(1)); // the end is told before the start
    }
    Missing episode = new Missing(child, "episode-" + servers.number(), told);
    tell(told.removeFirst(), child, episode.episode(), now);
    missing.add(episode);
  }

  private void police(NoticeKind kind, PersonRole role, int child) {
    send(care.area.notice(kind, role, child));
  }

  private void send(Notice.Builder notice) {
    var request =
        uk.yjx.intelligence.v1.SubmitNoticeRequest.newBuilder()
            .setRequestId(care.area.requestId())
            .setNotice(notice)
            .build();
    var unused =
        servers.call(
            care.area.police + "/system/records",
            channel ->
                IntelligenceServiceGrpc.newBlockingStub(channel)
                    .withDeadlineAfter(Worker.CALL_SECONDS_MAX, TimeUnit.SECONDS)
                    .submitNotice(request));
  }

  private void tell(ChildNoticeKind kind, int child, String episode, Instant now) {
    ChildNotice.Builder notice = care.notice(kind, child, episode, now);
    var request =
        uk.yjx.safeguarding.v1.SubmitNoticeRequest.newBuilder()
            .setRequestId(care.area.requestId())
            .setNotice(notice)
            .build();
    var unused =
        servers.call(
            care.system,
            channel ->
                SafeguardingServiceGrpc.newBlockingStub(channel)
                    .withDeadlineAfter(Worker.CALL_SECONDS_MAX, TimeUnit.SECONDS)
                    .submitNotice(request));
  }
}
