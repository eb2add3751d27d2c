package uk.yjx.server.storage;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A few objects that are costly to make and not thread-safe, reused without waiting. A slot per
 * thread number rather than a thread local, because a virtual thread lives too short to reuse
 * anything. An object that failed is simply not given back.
 */
final class Slots<T> {

  private static final int SLOTS = 64;

  private final AtomicReferenceArray<@Nullable T> idle = new AtomicReferenceArray<>(SLOTS);
  private final Supplier<T> maker;

  Slots(Supplier<T> maker) {
    this.maker = maker;
  }

  T take() {
    T found = idle.getAndSet(slot(), null);
    return found == null ? maker.get() : found;
  }

  void giveBack(T value) {
    idle.set(slot(), value);
  }

  private static int slot() {
    return (int) Thread.currentThread().threadId() & (SLOTS - 1);
  }
}
