package uk.yjx.cli;

import uk.yjx.cli.output.Screen;
import uk.yjx.cli.output.Tone;
import uk.yjx.common.v1.Receipt;

/**
 * Shows what the exchange answers to a change.
 *
 * @param screen where
 */
record Receipts(Screen screen) {

  /** Shows what was done and where it stands in the log. */
  void show(String done, Receipt receipt) {
    if (screen.json()) {
      screen.json(receipt);
    } else {
      screen.say(
          done + " (position " + receipt.getPosition() + ", leaf " + receipt.getLeafIndex() + ")",
          Tone.GOOD);
    }
  }
}
