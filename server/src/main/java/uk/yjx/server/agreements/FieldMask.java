package uk.yjx.server.agreements;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import uk.yjx.common.v1.Options;
import uk.yjx.common.v1.Role;
import uk.yjx.common.v1.Visibility;

/**
 * Which fields of a message a role does not see, as the contract's field options say. A field of a
 * personal message without the option is hidden from everyone. Worked out once for each role; then
 * only hidden fields that are set cost anything.
 */
public final class FieldMask {
  private final Descriptor root;
  private final Map<Role, Level> byRole = new EnumMap<>(Role.class);

  /**
   * What one message hides.
   *
   * @param hidden fields that are cleared
   * @param nested fields whose messages hide something themselves
   */
  private record Level(List<FieldDescriptor> hidden, Map<FieldDescriptor, Level> nested) {
    boolean isEmpty() {
      return hidden.isEmpty() && nested.isEmpty();
    }
  }

  /** The masks of a message. */
  public FieldMask(Descriptor root) {
    this.root = root;
    for (Role role : Role.values()) {
      if (role != Role.UNRECOGNIZED) {
        byRole.put(role, level(root, role, new ConcurrentHashMap<>()));
      }
    }
  }

  /** Clears everything in the builder that readers in this role do not see. */
  public void apply(Message.Builder to, Role role) {
    Level level = byRole.get(role);
    if (level == null || !to.getDescriptorForType().equals(root)) {
      throw new IllegalArgumentException("no mask for " + role);
    }
    clear(to, level);
  }

  /** Paths of the fields readers in this role see, in order of the contract. */
  public List<String> visible(Role role) {
    List<String> found = new ArrayList<>();
    Level level = byRole.get(role);
    if (level != null) {
      collect(root, level, "", found);
    }
    return found;
  }

  private static void clear(Message.Builder message, Level level) {
    for (FieldDescriptor field : level.hidden()) {
      message.clearField(field);
    }
    level
        .nested()
        .forEach((field, inner) -> {
          if (field.isRepeated()) {
            for (int i = 0; i < message.getRepeatedFieldCount(field); i++) {
              clear(message.getRepeatedFieldBuilder(field, i), inner);
            }
          } else if (message.hasField(field)) {
            clear(message.getFieldBuilder(field), inner);
          }
        });
  }

  private static Level level(Descriptor type, Role role, Map<Descriptor, Boolean> above) {
    List<FieldDescriptor> hidden = new ArrayList<>();
    Map<FieldDescriptor, Level> nested = new java.util.LinkedHashMap<>();
    for (FieldDescriptor field : type.getFields()) {
      if (!sees(field, role)) {
        hidden.add(field);
      } else if (isPersonal(field)) {
        if (above.putIfAbsent(field.getMessageType(), true) != null) {
          throw new IllegalArgumentException("a projected message holds itself: " + field);
        }
        Level inner = level(field.getMessageType(), role, above);
        above.remove(field.getMessageType());
        if (!inner.isEmpty()) {
          nested.put(field, inner);
        }
      }
    }
    return new Level(List.copyOf(hidden), nested);
  }

  private static void collect(Descriptor type, Level level, String path, List<String> found) {
    for (FieldDescriptor field : type.getFields()) {
      if (level.hidden().contains(field)) {
        continue;
      }
      if (isPersonal(field)) {
        Level inner = level.nested().getOrDefault(field, new Level(List.of(), Map.of()));
        collect(field.getMessageType(), inner, path + field.getName() + ".", found);
      } else {
        found.add(path + field.getName());
      }
    }
  }

  private static boolean sees(FieldDescriptor field, Role role) {
    Visibility visible = field.getOptions().getExtension(Options.visibleTo);
    return visible.getEveryReader() || visible.getRolesList().contains(role);
  }

  private static boolean isPersonal(FieldDescriptor field) {
    return field.getJavaType() == FieldDescriptor.JavaType.MESSAGE
        && field.getMessageType().getOptions().getExtension(Options.personalData);
  }
}
