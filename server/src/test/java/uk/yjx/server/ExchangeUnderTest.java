package uk.yjx.server;

import io.grpc.Channel;
import java.time.InstantSource;

/** An exchange that tests set up areas in: in this process or over the wire. */
public interface ExchangeUnderTest {
  /** A channel of a principal. */
  Channel as(String principal);

  /** A number nobody had before. */
  int number();

  /** The one authority all agencies of the tests trust. */
  String anchorPem();

  /** The clock of the exchange. */
  InstantSource clock();
}
