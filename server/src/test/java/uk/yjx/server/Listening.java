package uk.yjx.server;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.AppenderBase;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import org.slf4j.LoggerFactory;

/** Hears every logger of the process, ours from TRACE on, for as long as it is open. */
final class Listening implements AutoCloseable {
  final Queue<String> logged = new ConcurrentLinkedQueue<>();
  private final Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
  private final Logger ours = (Logger) LoggerFactory.getLogger("uk.yjx");
  private final java.util.logging.Logger libraries = java.util.logging.Logger.getLogger("");
  private final AppenderBase<ILoggingEvent> appender =
      new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
          StringBuilder text = new StringBuilder(event.getThreadName());
          text.append(' ').append(event.getFormattedMessage());
          for (IThrowableProxy t = event.getThrowableProxy(); t != null; t = t.getCause()) {
            text.append(' ').append(t.getClassName()).append(' ').append(t.getMessage());
          }
          logged.add(text.toString());
        }
      };
  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord entry) {
          logged.add(entry.getMessage() + " " + entry.getThrown());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  Listening() {
    appender.start();
    root.addAppender(appender);
    ours.setLevel(Level.TRACE);
    libraries.addHandler(handler);
  }

  @Override
  public void close() {
    libraries.removeHandler(handler);
    ours.setLevel(null);
    root.detachAppender(appender);
  }
}
