/** A program that runs on the module path. */
module outside.modules {
  requires io.amiclean.aws;
  requires io.amiclean.core;

  provides io.amiclean.api.plan.StrategyProvider with
      outside.modules.OwnRetention;
  provides io.amiclean.aws.source.UsageSourceProvider with
      outside.modules.PinnedByWiki;
}
