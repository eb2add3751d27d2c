package uk.yjx.client.papers;

/** Is told how a document gets on; on the sending thread, and must be quick. */
public interface SendListener {
  /** Tells nobody. */
  SendListener NONE =
      new SendListener() {
        @Override
        public void committed(long bytes) {}

        @Override
        public void cut(String why, long committed) {}
      };

  /** So many bytes of the document are durable at the exchange. */
  void committed(long bytes);

  /** An attempt ended before its time and another follows: why, and what is known to be durable. */
  void cut(String why, long committed);
}
