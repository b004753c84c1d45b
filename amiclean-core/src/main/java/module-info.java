/** The planner, the executor, the built-in strategies and the in-memory account of amiclean. */
module io.amiclean.core {
  requires static java.compiler;
  requires static org.immutables.value.annotations;
  requires com.fasterxml.jackson.core;
  requires com.google.common;
  requires com.samskivert.jmustache;
  requires transitive io.amiclean.api;
  requires jdk.jfr;
  requires transitive org.jspecify;
  requires org.slf4j;

  exports io.amiclean.core.backtest;
  exports io.amiclean.core.cost;
  exports io.amiclean.core.diff;
  exports io.amiclean.core.document;
  exports io.amiclean.core.exclusion;
  exports io.amiclean.core.execution;
  exports io.amiclean.core.inmemory;
  exports io.amiclean.core.inventory;
  exports io.amiclean.core.journal;
  exports io.amiclean.core.json;
  exports io.amiclean.core.lifecycle;
  exports io.amiclean.core.mapping;
  exports io.amiclean.core.plan;
  exports io.amiclean.core.policy;
  exports io.amiclean.core.report;
  exports io.amiclean.core.report.html;
  exports io.amiclean.core.retention;
  exports io.amiclean.core.scope;
  exports io.amiclean.core.snapshot;
  exports io.amiclean.core.source;

  uses io.amiclean.api.plan.StrategyProvider;

  // The JSON Schemas are resources for users.
  opens io.amiclean.core.json;
  // Templates read the page's values.
  opens io.amiclean.core.report.html to
      com.samskivert.jmustache;
}
