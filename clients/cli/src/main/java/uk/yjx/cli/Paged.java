package uk.yjx.cli;

import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;

/** Listings that come in pages. */
final class Paged {

  /** Pages of one listing, at most: more means that the exchange goes round in a circle. */
  private static final int PAGES_MAX = 100_000;

  private Paged() {}

  /** The pages one after the other, each asked for when it is needed. */
  static <P> Stream<P> stream(Function<String, P> page, Function<P, String> nextToken) {
    return Stream.iterate(
            page.apply(""),
            Objects::nonNull,
            one -> {
              String token = nextToken.apply(one);
              return token.isEmpty() ? null : page.apply(token);
            })
        .limit(PAGES_MAX);
  }
}
