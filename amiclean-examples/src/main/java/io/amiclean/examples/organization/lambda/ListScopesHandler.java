package io.amiclean.examples.organization.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import io.amiclean.examples.organization.OrganizationReport;
import java.util.Map;

/** Lists the scopes of the organization into one object of the store, for the map to read. */
public final class ListScopesHandler extends StateHandler {

  /** Creates the handler, as Lambda does. */
  public ListScopesHandler() {
    this(Environment.of(System.getenv()));
  }

  ListScopesHandler(Environment environment) {
    super(environment);
  }

  @Override
  Map<String, Object> handle(Environment with, Input input, Context context) throws Exception {
    OrganizationReport report = with.report(input.run());
    int pages = report.list(with.source(), Integer.MAX_VALUE);
    return Map.of("pages", pages, "scopes", report.scopesKey(0));
  }
}
