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
import java.util.function.DoublePredicate;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Proves of most good messages that they keep their contract's rules, at a tenth of what evaluating
 * the rules costs. It reads the same rules from the same descriptors and understands the kinds that
 * notices use. Whatever it does not understand, or finds in the least doubtful, it does not prove;
 * then protovalidate decides, which alone says what is broken.
 */
final class QuickRules {
  /** Proves one message. */
  private interface Proof {
    boolean of(Message message);
  }

  /** Makes the proof of a rule over a whole message. */
  private interface Known {
    Proof in(Descriptor type, FieldAccess access);
  }

  /** Rules over whole messages, by their very text: another text is not understood. */
  private static final Map<String, Known> EXPRESSIONS =
      Map.of(
          "this.names.size() > 0 || this.identifiers.size() > 0",
          (type, access) -> {
            Function<Message, Object> names = access.list(field(type, "names"));
            Function<Message, Object> identifiers = access.list(field(type, "identifiers"));
            return m ->
                !((List<?>) names.apply(m)).isEmpty()
                    || !((List<?>) identifiers.apply(m)).isEmpty();
          },
          "this.day == 0 || this.month != 0",
          (type, access) -> {
            ToIntFunction<Message> day = access.number(field(type, "day"));
            ToIntFunction<Message> month = access.number(field(type, "month"));
            return m -> day.applyAsInt(m) == 0 || month.applyAsInt(m) != 0;
          },
          "!has(this.latest) || this.latest >= this.earliest",
          (type, access) -> {
            Predicate<Message> latest = access.has(field(type, "latest"));
            return m -> !latest.test(m);
          });

  private static final Set<String> FIELD_RULES =
      Set.of("required", "string", "int32", "double", "enum", "repeated");
  private static final Set<String> ITEM_RULES = Set.of("string", "int32", "double", "enum");
  private static final Set<String> REPEATED_RULES = Set.of("min_items", "max_items", "items");
  private static final long FIRST_SECOND = -62_135_596_800L;
  private static final long LAST_SECOND = 253_402_300_799L;
  private static final int NANOS_PER_SECOND = 1_000_000_000;
  private static final Proof DOUBTFUL = message -> false;

  private final ConcurrentMap<Class<?>, Proof> proofs = new ConcurrentHashMap<>();

  /** Whether the message surely keeps every rule; false says nothing. */
  boolean surelyKept(Message message) {
    Proof proof = proofs.get(message.getClass());
    if (proof == null) {
      proof = proofOf(message.getDescriptorForType(), message.getClass());
      proofs.put(message.getClass(), proof);
    }
    return proof.of(message);
  }

  private Proof proofOf(Descriptor type, Class<? extends Message> messages) {
    if (type.equals(Timestamp.getDescriptor())) {
      return QuickRules::isInTheCalendar;
    }
    FieldAccess access = new FieldAccess(messages);
    List<Proof> all = new ArrayList<>();
    try {
      MessageRules rules = type.getOptions().getExtension(ValidateProto.message);
      QuickValues.requireOnly(rules, Set.of("cel"));
      for (Rule rule : rules.getCelList()) {
        Known known = EXPRESSIONS.get(rule.getExpression());
        if (known == null) {
          return DOUBTFUL;
        }
        all.add(known.in(type, access));
      }
      for (OneofDescriptor oneof : type.getOneofs()) {
        if (oneof.getOptions().hasExtension(ValidateProto.oneof)) {
          return DOUBTFUL;
        }
      }
      type.getFields().forEach(field -> addProofs(field, access, all));
    } catch (QuickValues.NotUnderstood e) {
      return DOUBTFUL;
    }
    Proof[] proofsOfAll = all.toArray(Proof[]::new);
    return message -> {
      for (Proof each : proofsOfAll) {
        if (!each.of(message)) {
          return false;
        }
      }
      return true;
    };
  }

  private void addProofs(FieldDescriptor field, FieldAccess access, List<Proof> proofs) {
    FieldRules rules = field.getOptions().getExtension(ValidateProto.field);
    QuickValues.requireOnly(rules, FIELD_RULES);
    boolean isMessage = field.getJavaType() == JavaType.MESSAGE;
    if (rules.getRequired()) {
      QuickValues.require(isMessage && !field.isRepeated());
    }
    if (field.isRepeated()) {
      QuickValues.require(!field.isMapField());
      proofs.add(repeatedProof(field, access.list(field), rules.getRepeated()));
    } else if (isMessage) {
      Predicate<Message> has = access.has(field);
      Function<Message, Object> value = access.message(field);
      boolean required = rules.getRequired();
      proofs.add(m -> has.test(m) ? surelyKept((Message) value.apply(m)) : !required);
    } else {
      Proof value = valueProof(field, access, rules);
      if (value != null) {
        Predicate<Message> has = field.hasPresence() ? access.has(field) : message -> true;
        proofs.add(field.hasPresence() ? m -> !has.test(m) || value.of(m) : value);
      }
    }
  }

  /** Null where the value has no rules. */
  private static @Nullable Proof valueProof(
      FieldDescriptor field, FieldAccess access, FieldRules rules) {
    if (rules.hasString()) {
      Predicate<Object> holds = QuickValues.text(field, rules.getString());
      Function<Message, Object> text = access.text(field);
      return m -> holds.test(text.apply(m));
    }
    if (rules.hasDouble()) {
      DoublePredicate holds = QuickValues.real(field, rules.getDouble());
      ToDoubleFunction<Message> real = access.real(field);
      return m -> holds.test(real.applyAsDouble(m));
    }
    IntPredicate holds = QuickValues.number(field, rules);
    if (holds == null) {
      return null;
    }
    ToIntFunction<Message> number = access.number(field);
    return m -> holds.test(number.applyAsInt(m));
  }

  private Proof repeatedProof(
      FieldDescriptor field, Function<Message, Object> list, RepeatedRules rules) {
    QuickValues.requireOnly(rules, REPEATED_RULES);
    QuickValues.requireOnly(rules.getItems(), ITEM_RULES);
    long least = rules.getMinItems();
    long most = rules.hasMaxItems() ? rules.getMaxItems() : Integer.MAX_VALUE;
    Predicate<Object> item = itemProof(field, rules.getItems());
    return message -> {
      List<?> items = (List<?>) list.apply(message);
      int count = items.size();
      if (count < least || count > most) {
        return false;
      }
      for (int i = 0; i < count; i++) {
        if (!item.test(items.get(i))) {
          return false;
        }
      }
      return true;
    };
  }

  private Predicate<Object> itemProof(FieldDescriptor field, FieldRules rules) {
    if (field.getJavaType() == JavaType.MESSAGE) {
      return value -> surelyKept((Message) value);
    }
    if (rules.hasString()) {
      return QuickValues.text(field, rules.getString());
    }
    if (rules.hasDouble()) {
      DoublePredicate holds = QuickValues.real(field, rules.getDouble());
      return value -> holds.test((Double) value);
    }
    IntPredicate holds = QuickValues.number(field, rules);
    return holds == null ? value -> true : value -> holds.test((Integer) value);
  }

  /** From the year 1 to 9999, as the type's own documentation says; protovalidate fails beyond. */
  private static boolean isInTheCalendar(Message message) {
    return message instanceof Timestamp time
        && time.getSeconds() >= FIRST_SECOND
        && time.getSeconds() <= LAST_SECOND
        && time.getNanos() >= 0
        && time.getNanos() < NANOS_PER_SECOND;
  }

  private static FieldDescriptor field(Descriptor type, String name) {
    FieldDescriptor field = type.findFieldByName(name);
    if (field == null) {
      throw new QuickValues.NotUnderstood();
    }
    return field;
  }
}
