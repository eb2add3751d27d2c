package uk.yjx.server.journal;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.lang.invoke.LambdaMetafactory;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Reads fields of one generated class by its own getters, at the cost of a call: reading them
 * through their descriptors costs ten times as much. A field whose getter is not found is not
 * understood.
 */
final class FieldAccess {
  private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();

  private final Class<?> type;

  FieldAccess(Class<? extends Message> type) {
    this.type = type;
  }

  /** Whether a field with presence is set. */
  @SuppressWarnings("unchecked") // the lambda made here has this very type
  Predicate<Message> has(FieldDescriptor field) {
    return (Predicate<Message>)
        accessor(Predicate.class, "test", boolean.class, "has" + capitals(field), boolean.class);
  }

  /** A text field. */
  Function<Message, Object> text(FieldDescriptor field) {
    return object("get" + capitals(field), String.class);
  }

  /** A field of messages. */
  Function<Message, Object> message(FieldDescriptor field) {
    return object("get" + capitals(field), null);
  }

  /** A repeated field; enums as their numbers. */
  Function<Message, Object> list(FieldDescriptor field) {
    boolean isEnum = field.getJavaType() == FieldDescriptor.JavaType.ENUM;
    return object("get" + capitals(field) + (isEnum ? "ValueList" : "List"), null);
  }

  /** A number, or the number of an enum. */
  @SuppressWarnings("unchecked") // as above
  ToIntFunction<Message> number(FieldDescriptor field) {
    boolean isEnum = field.getJavaType() == FieldDescriptor.JavaType.ENUM;
    String name = "get" + capitals(field) + (isEnum ? "Value" : "");
    return (ToIntFunction<Message>)
        accessor(ToIntFunction.class, "applyAsInt", int.class, name, int.class);
  }

  /** A floating-point number. */
  @SuppressWarnings("unchecked") // as above
  ToDoubleFunction<Message> real(FieldDescriptor field) {
    return (ToDoubleFunction<Message>)
        accessor(
            ToDoubleFunction.class,
            "applyAsDouble",
            double.class,
            "get" + capitals(field),
            double.class);
  }

  @SuppressWarnings("unchecked") // as above
  private Function<Message, Object> object(String getter, @Nullable Class<?> returned) {
    return (Function<Message, Object>)
        accessor(Function.class, "apply", Object.class, getter, returned);
  }

  private Object accessor(
      Class<?> shape, String method, Class<?> result, String getter, @Nullable Class<?> returned) {
    try {
      MethodHandle handle = LOOKUP.unreflect(type.getMethod(getter));
      QuickValues.require(returned == null || handle.type().returnType() == returned);
      return LambdaMetafactory.metafactory(
              LOOKUP,
              method,
              MethodType.methodType(shape),
              MethodType.methodType(result, Object.class),
              handle,
              handle.type())
          .getTarget()
          .invoke();
    } catch (Throwable e) {
      throw new QuickValues.NotUnderstood();
    }
  }

  /** As the generator names it: a letter after an underscore or a digit is a capital. */
  private static String capitals(FieldDescriptor field) {
    StringBuilder name = new StringBuilder();
    boolean capital = true;
    for (char c : field.getName().toCharArray()) {
      if (c == '_') {
        capital = true;
      } else {
        name.append(capital ? Character.toUpperCase(c) : c);
        capital = Character.isDigit(c);
      }
    }
    return name.toString();
  }
}
