package io.amiclean.core.inventory;

import io.amiclean.api.model.Evidence;
import io.amiclean.api.model.Reason;
import java.util.List;

/**
 * What a check answered about one image or one snapshot.
 *
 * @param reasons why it must stay; none if it may go
 * @param evidence what was read for it, one entry for each source
 */
record RecordedAnswer(List<Reason> reasons, List<Evidence> evidence) {

  /** Takes copies. */
  RecordedAnswer {
    reasons = List.copyOf(reasons);
    evidence = List.copyOf(evidence);
  }
}
