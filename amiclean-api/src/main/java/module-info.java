/** The interfaces and values of amiclean. */
// javac does not see the modules that have access to the internal package.
@SuppressWarnings("module")
module io.amiclean.api {
  requires static java.compiler;
  requires static org.immutables.value.annotations;
  requires transitive org.jspecify;

  exports io.amiclean.api.exclusion;
  exports io.amiclean.api.execution;
  exports io.amiclean.api.journal;
  exports io.amiclean.api.lifecycle;
  exports io.amiclean.api.mapping;
  exports io.amiclean.api.model;
  exports io.amiclean.api.plan;
  exports io.amiclean.api.policy;
  exports io.amiclean.api.report;
  exports io.amiclean.api.retention;
  exports io.amiclean.api.snapshot;
  exports io.amiclean.api.source;
  exports io.amiclean.api.internal to
      io.amiclean.core,
      io.amiclean.aws;
}
