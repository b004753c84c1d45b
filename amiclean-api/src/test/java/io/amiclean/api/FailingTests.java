package io.amiclean.api;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/** Runs a test class, to find out that a contract notices what breaks it. */
public final class FailingTests {

  private FailingTests() {}

  /**
   * Runs a test class.
   *
   * @param testClass the class
   * @return the names of the test methods that failed, with their parentheses
   */
  public static Set<String> of(Class<?> testClass) {
    return failures(testClass).keySet();
  }

  /**
   * Runs a test class.
   *
   * @param testClass the class
   * @return the messages of the failures by the names of the test methods
   */
  public static Map<String, String> failures(Class<?> testClass) {
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request().selectors(selectClass(testClass)).build();
    SummaryGeneratingListener listener = new SummaryGeneratingListener();
    LauncherFactory.create().execute(request, listener);
    return listener.getSummary().getFailures().stream()
        .collect(
            Collectors.toMap(
                failure -> failure.getTestIdentifier().getDisplayName(),
                failure -> String.valueOf(failure.getException().getMessage())));
  }
}
