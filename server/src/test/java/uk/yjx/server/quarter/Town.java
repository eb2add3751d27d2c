package uk.yjx.server.quarter;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import uk.yjx.agreements.v1.DataCategory;
import uk.yjx.common.v1.Role;
import uk.yjx.server.safeguarding.Care;

/**
 * A service, its police and its children's social care, and what happens there: events come in, and
 * people look at them, or do not. All of it by the numbers of one seed; for one thread.
 */
final class Town {
  private static final int CHILDREN = 15;

  private final Servers servers;
  private final Random random;
  private final Care care;
  private final List<Worker> workers = new ArrayList<>();
  private final List<Worker> offices = new ArrayList<>();
  private final List<String> children = new ArrayList<>();
  private final Events events;
  private final Concerns concerns;

  /** Sets the town up, with everybody that a ladder may tell. */
  Town(Servers servers, Random random) {
    this.servers = servers;
    this.random = random;
    care = Care.agreed(servers);
    String service = care.area.service;
    care.agree(service, care.agency, List.of(DataCategory.DATA_CATEGORY_CONCERN));
    for (String name : List.of("cat", "dan", "eve")) {
      staff(service + "/user/" + name, Role.ROLE_CASE_MANAGER, service);
    }
    staff(service + "/user/hal", Role.ROLE_HEAD_OF_SERVICE, service);
    staff(service + "/user/ora", Role.ROLE_ON_CALL, service);
    staff(care.agency + "/user/pat", Role.ROLE_PARTNER_MANAGER, "");
    staff(care.agency + "/user/hob", Role.ROLE_PARTNER_HEAD, "");
    staff(care.agency + "/user/dia", Role.ROLE_DIRECTOR, "");
    for (String name : List.of("ann", "ben", "cat", "dan", "eve")) {
      workers.add(Worker.of(servers, service + "/user/" + name, random));
    }
    for (String name : List.of("dee", "max", "ora")) {
      offices.add(Worker.of(servers, service + "/user/" + name, random));
    }
    for (int child = 0; child < CHILDREN; child++) {
      children.add(care.area.child(child, workers.get(child % workers.size()).id()));
    }
    events = new Events(servers, care, random, CHILDREN);
    concerns = new Concerns(servers, care, random);
  }

  /** Principals of the case managers. */
  List<String> workers() {
    return workers.stream().map(Worker::id).toList();
  }

  String service() {
    return care.area.service;
  }

  /** Lets so many events happen now, and people do what they do. */
  void live(int happening, boolean open, Instant now) {
    for (int i = 0; i < happening; i++) {
      if (random.nextInt(5) > 0) {
        events.happen(now);
      } else {
        int child = random.nextInt(CHILDREN);
        concerns.raise(children.get(child), workers.get(child % workers.size()).id());
      }
    }
    events.goOn(now);
    concerns.goOn();
    for (Worker worker : workers) {
      worker.maybeLook(open ? 40 : 3);
    }
    for (Worker office : offices) {
      office.maybeLook(open ? 20 : 10);
    }
  }

  private void staff(String who, Role role, String of) {
    care.area.principal(who);
    care.area.grant(who, role, of);
  }
}
