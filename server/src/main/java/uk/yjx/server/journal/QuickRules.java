package uk.yjx.server.journal;

import build.buf.validate.FieldRules;
import build.buf.validate.MessageRules;
import build.buf.validate.RepeatedRules;
import build.buf.validate.Rule;
import build.buf.validate.ValidateProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.Descriptors.OneofDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Proves of most good messages that they keep their contract's rules, at a tenth of what evaluating
 * the rules costs. It reads the same rules from the same descriptors and understands the kinds that
 * notices use. Whatever it does not understand, or finds in the least doubtful, it does not prove;
 * then protovalidate decides, which alone says what is broken.
 */
final class QuickRules {
  /** Rules over whole messages, by their very text: another text is not understood. */
  private static final Map<String, Function<Descriptor, Predicate<Message>>> EXPRESSIONS =
      Map.of(
          "this.names.size() > 0 || this.identifiers.size() > 0",
          type -> notEmpty(type, "names").or(notEmpty(type, "identifiers")),
          "this.day == 0 || this.month != 0",
          type -> isZero(type, "day").or(isZero(type, "month").negate()),
          "!has(this.latest) || this.latest >= this.earliest",
          type -> has(type, "latest").negate());

  private static final Set<String> FIELD_RULES =
      Set.of("required", "string", "int32", "double", "enum", "repeated");
  private static final Set<String> ITEM_RULES = Set.of("string", "int32", "double", "enum");
  private static final Set<String> REPEATED_RULES = Set.of("min_items", "max_items", "items");
  private static final long FIRST_SECOND = -62_135_596_800L;
  private static final long LAST_SECOND = 253_402_300_799L;
  private static final int NANOS_PER_SECOND = 1_000_000_000;
  private static final Predicate<Message> DOUBTFUL = message -> false;

  private final ConcurrentMap<Descriptor, Predicate<Message>> proofs = new ConcurrentHashMap<>();

  /** Whether the message surely keeps every rule; false says nothing. */
  boolean surelyKept(Message message) {
    Descriptor type = message.getDescriptorForType();
    Predicate<Message> proof = proofs.get(type);
    if (proof == null) {
      proof = proofOf(type);
      proofs.put(type, proof);
    }
    return proof.test(message);
  }

  private Predicate<Message> proofOf(Descriptor type) {
    if (type.equals(Timestamp.getDescriptor())) {
      return QuickRules::isInTheCalendar;
    }
    List<Predicate<Message>> all = new ArrayList<>();
    try {
      MessageRules rules = type.getOptions().getExtension(ValidateProto.message);
      QuickValues.requireOnly(rules, Set.of("cel"));
      for (Rule rule : rules.getCelList()) {
        Function<Descriptor, Predicate<Message>> known = EXPRESSIONS.get(rule.getExpression());
        if (known == null) {
          return DOUBTFUL;
        }
        all.add(known.apply(type));
      }
      for (OneofDescriptor oneof : type.getOneofs()) {
        if (oneof.getOptions().hasExtension(ValidateProto.oneof)) {
          return DOUBTFUL;
        }
      }
      type.getFields().forEach(field -> all.addAll(fieldProofs(field)));
    } catch (QuickValues.NotUnderstood e) {
      return DOUBTFUL;
    }
    List<Predicate<Message>> proofs = List.copyOf(all);
    return message -> {
      for (Predicate<Message> each : proofs) {
        if (!each.test(message)) {
          return false;
        }
      }
      return true;
    };
  }

  private List<Predicate<Message>> fieldProofs(FieldDescriptor field) {
    FieldRules rules = field.getOptions().getExtension(ValidateProto.field);
    QuickValues.requireOnly(rules, FIELD_RULES);
    List<Predicate<Message>> proofs = new ArrayList<>();
    boolean isMessage = field.getJavaType() == JavaType.MESSAGE;
    if (rules.getRequired()) {
      QuickValues.require(isMessage && !field.isRepeated());
      proofs.add(message -> message.hasField(field));
    }
    if (field.isRepeated()) {
      QuickValues.require(!field.isMapField());
      proofs.addAll(repeatedProofs(field, rules.getRepeated()));
    } else if (isMessage) {
      proofs.add(
          message -> !message.hasField(field) || surelyKept((Message) message.getField(field)));
    } else {
      List<Predicate<Object>> values = QuickValues.proofs(field, rules);
      boolean mayBeUnset = field.hasPresence();
      for (Predicate<Object> value : values) {
        proofs.add(message ->
            (mayBeUnset && !message.hasField(field)) || value.test(message.getField(field)));
      }
    }
    return proofs;
  }

  private List<Predicate<Message>> repeatedProofs(FieldDescriptor field, RepeatedRules rules) {
    QuickValues.requireOnly(rules, REPEATED_RULES);
    QuickValues.requireOnly(rules.getItems(), ITEM_RULES);
    List<Predicate<Message>> proofs = new ArrayList<>();
    long most = rules.hasMaxItems() ? rules.getMaxItems() : Integer.MAX_VALUE;
    if (rules.hasMinItems() || rules.hasMaxItems()) {
      proofs.add(message -> {
        int count = message.getRepeatedFieldCount(field);
        return count >= rules.getMinItems() && count <= most;
      });
    }
    Predicate<Object> item =
        field.getJavaType() == JavaType.MESSAGE
            ? value -> surelyKept((Message) value)
            : QuickValues.proofs(field, rules.getItems()).stream()
                .reduce(Predicate::and)
                .orElse(value -> true);
    proofs.add(message -> all((List<?>) message.getField(field), item));
    return proofs;
  }

  private static boolean all(List<?> values, Predicate<Object> proof) {
    for (int i = 0; i < values.size(); i++) {
      if (!proof.test(values.get(i))) {
        return false;
      }
    }
    return true;
  }

  /** From the year 1 to 9999, as the type's own documentation says; protovalidate fails beyond. */
  private static boolean isInTheCalendar(Message message) {
    return message instanceof Timestamp time
        && time.getSeconds() >= FIRST_SECOND
        && time.getSeconds() <= LAST_SECOND
        && time.getNanos() >= 0
        && time.getNanos() < NANOS_PER_SECOND;
  }

  private static Predicate<Message> notEmpty(Descriptor type, String name) {
    FieldDescriptor field = field(type, name);
    QuickValues.require(field.isRepeated());
    return message -> message.getRepeatedFieldCount(field) > 0;
  }

  private static Predicate<Message> isZero(Descriptor type, String name) {
    FieldDescriptor field = field(type, name);
    QuickValues.require(field.getJavaType() == JavaType.INT && !field.isRepeated());
    return message -> (Integer) message.getField(field) == 0;
  }

  private static Predicate<Message> has(Descriptor type, String name) {
    FieldDescriptor field = field(type, name);
    QuickValues.require(field.hasPresence());
    return message -> message.hasField(field);
  }

  private static FieldDescriptor field(Descriptor type, String name) {
    FieldDescriptor field = type.findFieldByName(name);
    if (field == null) {
      throw new QuickValues.NotUnderstood();
    }
    return field;
  }
}
