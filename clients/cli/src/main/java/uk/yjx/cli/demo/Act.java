package uk.yjx.cli.demo;

import java.util.List;

/** One act of the story, played over the real contract. */
interface Act {

  /** Its name on the command line. */
  String name();

  /** What it shows, in one line. */
  String title();

  /** Whose panes there are: of who is told, of who sends, and of who looks on. */
  default List<String> panes() {
    return List.of("worker", "police", "operator");
  }

  /** Plays it; what did not happen as it must, empty when everything did. */
  List<String> play(Stage stage) throws Exception;
}
