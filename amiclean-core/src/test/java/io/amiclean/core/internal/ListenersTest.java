package io.amiclean.core.internal;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class ListenersTest {

  private final Logger logger = (Logger) LoggerFactory.getLogger(Listeners.class);
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final List<String> received = new ArrayList<>();

  @BeforeEach
  void listen() {
    log.start();
    logger.addAppender(log);
  }

  @AfterEach
  void leave() {
    logger.detachAppender(log);
  }

  private static Consumer<String> throwing(Error error) {
    return event -> {
      throw error;
    };
  }

  @Test
  void whatOneThrowsKeepsNothingFromTheOthers() {
    Listeners<Consumer<String>> listeners =
        new Listeners<>(List.of(throwing(new NoClassDefFoundError("Registry")), received::add));

    listeners.call(listener -> listener.accept("event"));

    assertThat(received).containsExactly("event");
  }

  @Test
  void eachThatFailsIsLoggedOnce() {
    Listeners<Consumer<String>> listeners =
        new Listeners<>(
            List.of(throwing(new AssertionError("One")), throwing(new AssertionError("Other"))));

    listeners.call(listener -> listener.accept("event"));
    listeners.call(listener -> listener.accept("another"));

    assertThat(log.list)
        .extracting(line -> line.getLevel() + " " + line.getThrowableProxy().getMessage())
        .containsExactly("WARN One", "WARN Other");
  }
}
