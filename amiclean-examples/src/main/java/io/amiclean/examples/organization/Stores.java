package io.amiclean.examples.organization;

import io.amiclean.aws.AwsClients;
import java.nio.file.Path;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.s3.S3Client;

/** Opens the store that a place names. */
public final class Stores {

  private static final Pattern S3 =
      Pattern.compile("s3://(?<bucket>[a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:/(?<prefix>.*))?");

  private Stores() {}

  /**
   * Opens a store.
   *
   * @param place {@code s3://BUCKET/PREFIX}, or a folder
   * @param clients returns the clients of AWS, which the caller closes; called only for a bucket
   * @return the store
   * @throws IllegalArgumentException if the place names no bucket
   */
  public static ObjectStore open(String place, Supplier<AwsClients> clients) {
    if (!place.startsWith("s3:")) {
      return new FolderStore(Path.of(place));
    }
    Matcher name = S3.matcher(place);
    if (!name.matches()) {
      throw new IllegalArgumentException(
          "'" + place + "' is no place for a store: expected s3://BUCKET/PREFIX, or a folder");
    }
    String prefix = name.group("prefix");
    return new S3Store(
        clients.get().client(S3Client.builder()),
        name.group("bucket"),
        prefix == null || prefix.isEmpty() || prefix.endsWith("/")
            ? (prefix == null ? "" : prefix)
            : prefix + "/");
  }
}
