package uk.yjx.cli.demo;

import java.util.List;

/** One act of the story, played over the real contract. */
interface Act {

  /** Its name on the command line. */
  String name();

  /** What it shows, in one line. */
  String title();

  /** Plays it; what did not happen as it must, empty when everything did. */
  List<String> play(Stage stage) throws Exception;
}
