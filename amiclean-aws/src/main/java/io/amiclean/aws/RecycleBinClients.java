package io.amiclean.aws;

import io.amiclean.aws.internal.EvidenceSources;
import io.amiclean.aws.internal.SourceContext;
import io.amiclean.aws.internal.source.RetentionRuleReader;
import io.amiclean.aws.internal.source.RetentionRules;
import io.amiclean.aws.source.ReadingOptions;

/**
 * What reads the rules of the Recycle Bin, by a client that not every class path has: only code
 * that runs after the class path was searched names it.
 */
final class RecycleBinClients {

  private RecycleBinClients() {}

  static RetentionRules rules(
      AccountClients clients, SourceContext context, ReadingOptions options) {
    if (options.skips(EvidenceSources.RECYCLE_BIN_RULES)) {
      return RetentionRules.notAsked(context);
    }
    if (!RetentionRules.hasClient()) {
      return RetentionRules.withoutClient(context);
    }
    return clients.clients().isEmpty()
            && clients.given().keySet().stream()
                .noneMatch(type -> type.getName().equals(RetentionRules.CLIENT))
        ? RetentionRules.notAsked(context)
        : RetentionRules.readBy(RetentionRuleReader.with(clients), context);
  }
}
