package outside.embedding;

import io.amiclean.api.model.ImageId;
import java.time.Instant;
import java.util.Optional;

/** What the tool knows of releases. */
interface ReleaseCalendar {

  /** Returns the release that needs an image at a time, if there is one. */
  Optional<String> releaseOf(ImageId image, Instant time);
}
