package io.amiclean.examples.organization;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import software.amazon.awssdk.core.BytesWrapper;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Objects in a bucket of S3. {@link #create} is a conditional write ({@code If-None-Match: *}),
 * which S3 answers with 412 where the object is there, and with 409 where another request is
 * writing it (Amazon S3 User Guide, "How to prevent object overwrites with conditional writes").
 */
public final class S3Store implements ObjectStore {

  private static final int CONFLICT = 409;
  private static final int PRECONDITION_FAILED = 412;
  private static final int ATTEMPTS = 5;

  private final S3Client s3;
  private final String bucket;
  private final String prefix;

  /**
   * Keeps objects in a bucket.
   *
   * @param s3 the client, which the caller closes
   * @param bucket the bucket
   * @param prefix what stands before every key, such as {@code amiclean/}; may be empty
   */
  public S3Store(S3Client s3, String bucket, String prefix) {
    this.s3 = s3;
    this.bucket = bucket;
    this.prefix = prefix;
  }

  @Override
  public boolean create(String key, byte[] content) throws IOException {
    return call(
        "s3:PutObject",
        key,
        () -> {
          try {
            return putNew(key, content);
          } catch (S3Exception e) {
            if (e.statusCode() == PRECONDITION_FAILED) {
              return false;
            }
            throw e;
          }
        });
  }

  private boolean putNew(String key, byte[] content) {
    for (int attempt = 1; ; attempt++) {
      try {
        return put(key, RequestBody.fromBytes(content), request -> request.ifNoneMatch("*"));
      } catch (S3Exception e) {
        // Another request was under way for the key: S3 asks to repeat this one.
        if (e.statusCode() != CONFLICT || attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  @Override
  public void put(String key, byte[] content) throws IOException {
    put(key, RequestBody.fromBytes(content));
  }

  @Override
  public void put(String key, Path file) throws IOException {
    put(key, RequestBody.fromFile(file));
  }

  private void put(String key, RequestBody content) throws IOException {
    call("s3:PutObject", key, () -> put(key, content, request -> {}));
  }

  private boolean put(
      String key, RequestBody content, Consumer<PutObjectRequest.Builder> condition) {
    s3.putObject(request -> condition.accept(request.bucket(bucket).key(prefix + key)), content);
    return true;
  }

  @Override
  public Optional<byte[]> get(String key) throws IOException {
    return get(key, ResponseTransformer.toBytes()).map(BytesWrapper::asByteArray);
  }

  @Override
  public Optional<InputStream> open(String key) throws IOException {
    return get(key, ResponseTransformer.toInputStream()).map(content -> content);
  }

  private <T> Optional<T> get(String key, ResponseTransformer<GetObjectResponse, T> form)
      throws IOException {
    return call(
        "s3:GetObject",
        key,
        () -> {
          try {
            return Optional.of(
                s3.getObject(request -> request.bucket(bucket).key(prefix + key), form));
          } catch (NoSuchKeyException e) {
            return Optional.empty();
          }
        });
  }

  /** The SDK would abort the call of a thread that is interrupted, which is to end in order. */
  private <T> T call(String permission, String key, Supplier<T> request) throws IOException {
    boolean interrupted = Thread.interrupted();
    try {
      return request.get();
    } catch (SdkException e) {
      throw new IOException(
          permission + " of s3://" + bucket + "/" + prefix + key + " failed: " + e.getMessage(), e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
