package uk.yjx.cli;

import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import uk.yjx.safeguarding.v1.ChildNoticeFacts;
import uk.yjx.safeguarding.v1.Episode;
import uk.yjx.safeguarding.v1.EpisodeState;

/** Facts of notices about children as people read them. */
final class ChildNoticeText {

  private ChildNoticeText() {}

  /**
   * Adds what is known: the kind, how its episode stands, and the facts in the contract's words.
   */
  static void add(ChildNoticeFacts facts, List<String> parts) {
    parts.add(word(facts.getKind().getValueDescriptor()));
    facts.getDetail().getAllFields().values().forEach(detail -> detail((Message) detail, parts));
    if (facts.hasEpisode()) {
      episode(facts.getEpisode(), parts);
    }
  }

  private static void detail(Message detail, List<String> parts) {
    for (Map.Entry<FieldDescriptor, Object> field : detail.getAllFields().entrySet()) {
      String name = field.getKey().getName().replace('_', ' ');
      parts.add(
          switch (field.getValue()) {
            case EnumValueDescriptor value -> word(value);
            case Timestamp at -> name + " " + Times.text(at);
            case Boolean holds -> name;
            case Object value -> name + " " + value;
          });
    }
  }

  private static void episode(Episode episode, List<String> parts) {
    if (episode.getState() == EpisodeState.EPISODE_STATE_OPEN) {
      parts.add("goes on since " + Times.text(episode.getSince()));
    } else if (episode.getState() == EpisodeState.EPISODE_STATE_ENDED) {
      parts.add(
          (episode.hasSince() ? "from " + Times.text(episode.getSince()) : "start not known")
              + " until "
              + Times.text(episode.getUntil()));
    }
    if (episode.hasReturnInterviewDueAt()) {
      parts.add("return interview due " + Times.text(episode.getReturnInterviewDueAt()));
    }
  }

  /** The word for a value, without its type. */
  private static String word(EnumValueDescriptor value) {
    String type =
        value.getType().getName().replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_").toUpperCase(Locale.ROOT)
            + "_";
    String name = value.getName();
    return (name.startsWith(type) ? name.substring(type.length()) : name)
        .toLowerCase(Locale.ROOT)
        .replace('_', ' ');
  }
}
