package uk.yjx.history;

import java.util.List;

/**
 * What clients did and saw, in the order in which each of them did.
 *
 * @param observations of all clients; those of one client are in their order
 */
public record History(List<Observation> observations) {

  /** Copies the list. */
  public History {
    observations = List.copyOf(observations);
  }

  /** The observations of one kind, in their order. */
  <T extends Observation> List<T> of(Class<T> kind) {
    return observations.stream().filter(kind::isInstance).map(kind::cast).toList();
  }
}
