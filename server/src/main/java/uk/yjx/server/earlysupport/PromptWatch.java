package uk.yjx.server.earlysupport;

import io.grpc.stub.ServerCallStreamObserver;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.List;
import uk.yjx.earlysupport.v1.Prompt;
import uk.yjx.earlysupport.v1.WatchPromptsResponse;
import uk.yjx.server.alerts.LiveStream;
import uk.yjx.server.identity.Caller;
import uk.yjx.server.journal.Committed;
import uk.yjx.server.journal.Disclosed;
import uk.yjx.server.kernel.AgencyId;

/**
 * Tells prevention leads that there is a prompt to decide: those that wait, then each that comes.
 */
@Singleton
final class PromptWatch {
  /** Prompts of one frame. */
  static final int FRAME_PROMPTS_MAX = 50;

  private final PromptStreams streams;
  private final PromptStore store;
  private final PromptReading reading;
  private final StandingPrompts standing;
  private final Access access;
  private final InstantSource clock;

  PromptWatch(
      PromptStreams streams,
      PromptStore store,
      PromptReading reading,
      StandingPrompts standing,
      Access access,
      InstantSource clock) {
    this.streams = streams;
    this.store = store;
    this.reading = reading;
    this.standing = standing;
    this.access = access;
    this.clock = clock;
  }

  void open(Caller caller, String of, ServerCallStreamObserver<WatchPromptsResponse> call) {
    AgencyId service = access.service(caller, of, Access.LEADING);
    streams.add(caller, call, new Teller(caller, service)).open();
  }

  private final class Teller implements LiveStream.Teller<WatchPromptsResponse> {
    private final Caller caller;
    private final AgencyId service;
    private PromptStore.Place place = PromptStore.Place.BEGIN;

    Teller(Caller caller, AgencyId service) {
      this.caller = caller;
      this.service = service;
    }

    @Override
    public boolean tellNext(LiveStream<WatchPromptsResponse> stream, boolean heartbeatDue) {
      List<PromptRow> read = store.after(service, place, false, FRAME_PROMPTS_MAX);
      List<Prompt> waiting =
          read.stream()
              .filter(prompt -> standing.holds(prompt, caller, clock.instant()))
              .map(PromptRow::contract)
              .toList();
      if (waiting.isEmpty() && !heartbeatDue) {
        place = read.isEmpty() ? place : PromptStore.Place.after(read.getLast());
        return !read.isEmpty();
      }
      WatchPromptsResponse frame = WatchPromptsResponse.newBuilder().addAllPrompts(waiting).build();
      if (waiting.isEmpty()) {
        stream.send(call -> call.onNext(frame));
      } else {
        stream.send(call -> told(frame).send(call));
      }
      place = read.isEmpty() ? place : PromptStore.Place.after(read.getLast());
      return true;
    }

    private Disclosed<WatchPromptsResponse> told(WatchPromptsResponse frame) {
      Committed commit =
          reading.consulted(
              caller,
              "WatchPrompts",
              "yjx.earlysupport.v1.Prompt",
              frame.getPromptsList().stream().map(Prompt::getPromptId).toList());
      return Disclosed.by(commit, frame);
    }
  }
}
