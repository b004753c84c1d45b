package io.amiclean.aws.internal;

import io.amiclean.api.model.EvidenceDeniedException;
import io.amiclean.api.model.EvidenceException;
import io.amiclean.api.model.EvidenceUnavailableException;
import io.amiclean.aws.internal.call.AwsFailures;
import io.amiclean.aws.internal.call.CheckedClient;
import io.amiclean.aws.internal.call.CredentialsException;
import io.amiclean.aws.internal.call.UnknownOperationException;
import io.amiclean.aws.internal.call.UnusableAnswerException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.AwsRequest;
import software.amazon.awssdk.awscore.AwsResponse;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.exception.SdkServiceException;
import software.amazon.awssdk.services.sts.model.StsException;

/**
 * An operation of AWS that a source reads with: turns its failures into those of evidence, and
 * follows its pages.
 *
 * @param source the name of the source
 * @param permission the IAM action that the operation needs, which names it as well
 */
public record ReadOperation(String source, String permission) {

  private static final Set<String> DENIED =
      Set.of(
          "UnauthorizedOperation",
          "AuthFailure",
          "AccessDenied",
          "AccessDeniedException",
          "ForbiddenException");

  private static final Set<String> BAD_CREDENTIALS =
      Set.of(
          "ExpiredToken",
          "ExpiredTokenException",
          "InvalidClientTokenId",
          "InvalidSignatureException",
          "MissingAuthenticationToken",
          "RequestExpired",
          "SignatureDoesNotMatch",
          "UnrecognizedClientException");

  private static final Set<String> NOT_OFFERED =
      Set.of(
          "InvalidAction",
          "MissingAction",
          "UnknownOperation",
          "UnknownOperationException",
          "UnsupportedOperation",
          // What another service answers in a form that the client of this one cannot read.
          "http-400",
          "http-404",
          "http-405");

  private static final Pattern ASSUME_ROLE = Pattern.compile("sts:AssumeRole\\w*");

  /** How IAM says whose denial it is (IAM User Guide, "access denied error messages"). */
  private static final String SERVICE_CONTROL_POLICY = "service control policy";

  private static final String ADVICE_ON_ROLE =
      "allow it to the credentials that assume the role, and let the role's trust policy trust"
          + " them, with the external id if it asks for one";

  private static final int HTTP_UNAUTHORIZED = 401;
  private static final int HTTP_FORBIDDEN = 403;
  private static final int HTTP_NOT_IMPLEMENTED = 501;

  /**
   * Calls the operation once.
   *
   * @param <C> the interface of the client
   * @param <Q> the request
   * @param <P> the answer
   * @param client the client
   * @param operation the operation, such as {@code Ec2Client::describeImages}
   * @param request the request
   * @return the answer
   * @throws EvidenceException if it is denied, fails, passes a limit, or is answered by something
   *     other than the service; its cause is what the SDK or the client threw
   * @throws io.amiclean.api.model.ReadingInterruptedException if this thread is interrupted
   */
  public <C extends SdkClient, Q extends AwsRequest, P extends AwsResponse> P call(
      CheckedClient<C> client, BiFunction<C, Q, P> operation, Q request) {
    try {
      return client.read(source, operation, request);
    } catch (SdkException e) {
      throw known(client, request, failure(e));
    } catch (UnusableAnswerException e) {
      throw known(client, request, failure(e));
    }
  }

  /** An endpoint does not forget an operation; something else answers in its place then. */
  private EvidenceException known(
      CheckedClient<?> client, AwsRequest request, EvidenceException failure) {
    return failure instanceof EvidenceUnavailableException
            && client.watch().wasAnswered(CheckedClient.nameOf(request))
        ? new EvidenceException(
            source,
            permission
                + " was answered before, and now the endpoint does not know it: check the endpoint,"
                + " and proxies and portals on the way to it",
            failure.getCause())
        : failure;
  }

  /**
   * Reads every page. A page may be short or even empty and still not be the last: only a missing
   * token ends the list (EC2 API Reference, "Query requests"). While a page is taken, the next one
   * is asked for.
   *
   * @param <C> the interface of the client
   * @param <Q> the request
   * @param <P> the answer
   * @param client the client, called by one thread at a time, and not always by the same
   * @param operation the operation, such as {@code Ec2Client::describeImages}
   * @param request makes the request for the page that a token stands for; the first page has none
   * @param nextToken takes the token of the next page from an answer
   * @param consumer takes each page, in their order; called by this thread
   * @throws EvidenceException if the operation is denied, fails, or is answered by something other
   *     than the service, if a token comes twice, or if a limit is passed
   * @throws io.amiclean.api.model.ReadingInterruptedException if this thread is interrupted
   */
  public <C extends SdkClient, Q extends AwsRequest, P extends AwsResponse> void pages(
      CheckedClient<C> client,
      BiFunction<C, Q, P> operation,
      Function<@Nullable String, Q> request,
      Function<P, @Nullable String> nextToken,
      Consumer<P> consumer) {
    client
        .watch()
        .withinReading(
            () -> {
              list(client, operation, request, nextToken, consumer);
              return this;
            });
  }

  /**
   * Reads every page of an operation that names its tokens as most do, as {@link
   * #pages(CheckedClient, BiFunction, Function, Function, Consumer)} does.
   *
   * @param <C> the interface of the client
   * @param <Q> the request
   * @param <P> the answer
   * @param client the client, called by one thread at a time, and not always by the same
   * @param operation the operation, such as {@code Ec2Client::describeImages}
   * @param first the request for the first page
   * @param consumer takes each page, in their order; called by this thread
   * @throws IllegalArgumentException if request or answer have no member {@code NextToken}
   * @throws EvidenceException as the other does
   * @throws io.amiclean.api.model.ReadingInterruptedException if this thread is interrupted
   */
  public <C extends SdkClient, Q extends AwsRequest, P extends AwsResponse> void pages(
      CheckedClient<C> client, BiFunction<C, Q, P> operation, Q first, Consumer<P> consumer) {
    pages(
        client, operation, token -> PageTokens.following(first, token), PageTokens::next, consumer);
  }

  private <C extends SdkClient, Q extends AwsRequest, P extends AwsResponse> void list(
      CheckedClient<C> client,
      BiFunction<C, Q, P> operation,
      Function<@Nullable String, Q> request,
      Function<P, @Nullable String> nextToken,
      Consumer<P> consumer) {
    ListLimits list = new ListLimits(this, client.watch().limits());
    P page = call(client, operation, request.apply(null));
    Optional<String> token = list.following(page, nextToken.apply(page));
    if (token.isEmpty()) {
      consumer.accept(page);
      return;
    }
    ExecutorService ahead = Executors.newSingleThreadExecutor(SideBySide::daemon);
    try {
      while (token.isPresent()) {
        String asked = token.get();
        Future<P> next =
            ahead.submit(SideBySide.carried(() -> call(client, operation, request.apply(asked))));
        consumer.accept(page);
        page = SideBySide.answer(source, next);
        token = list.following(page, nextToken.apply(page));
      }
    } finally {
      ahead.shutdownNow();
    }
    consumer.accept(page);
  }

  /**
   * Returns the failure of an answer that cannot be understood.
   *
   * @param what what it was answered with, such as {@code no id for an image}
   * @return the failure, to be thrown
   */
  public EvidenceException misunderstood(String what) {
    return new EvidenceException(
        source, permission + " answered with " + what + ": nothing is decided on that");
  }

  /**
   * Returns the failure that the same call means for this source, after another one has made it.
   *
   * @param known the failure of the other source
   * @return the failure, to be thrown
   */
  public EvidenceException again(EvidenceException known) {
    if (known.getCause() instanceof SdkException failure) {
      return failure(failure);
    }
    return known.getCause() instanceof UnusableAnswerException failure ? failure(failure) : known;
  }

  /** Returns what an answer that nothing is decided on means for the evidence. */
  EvidenceException failure(UnusableAnswerException failure) {
    if (failure instanceof UnknownOperationException) {
      return unknown(" (it " + failure.said() + ")", failure);
    }
    return new EvidenceException(source, permission + " " + failure.said(), failure);
  }

  /** Returns what the failure of a call means for the evidence. */
  EvidenceException failure(SdkException failure) {
    if (failure instanceof CredentialsException credentials) {
      return credentials.isDenied()
          ? new EvidenceDeniedException(
              source, CredentialsException.PERMISSION, credentials.sentence(), credentials)
          : new EvidenceException(source, credentials.sentence(), credentials);
    }
    Optional<String> assuming = assuming(failure);
    if (assuming.isPresent() && !assuming.get().equals(permission)) {
      return new ReadOperation(source, assuming.get()).failure(failure);
    }
    String sentence = AwsFailures.sentence(failure);
    if (!(failure instanceof SdkServiceException service)) {
      return new EvidenceException(
          source,
          permission + " could not be called: " + sentence + adviceWithoutAnswer(failure),
          failure);
    }
    String code = AwsFailures.code(service);
    String answer = " (" + code + ": " + sentence + ")";
    if (BAD_CREDENTIALS.contains(code)) {
      return new EvidenceException(
          source,
          "AWS does not accept the credentials for "
              + permission
              + answer
              + ": renew them, and check this machine's time",
          failure);
    }
    int status = service.statusCode();
    if (NOT_OFFERED.contains(code) || status == HTTP_NOT_IMPLEMENTED) {
      return unknown(answer, failure);
    }
    if (DENIED.contains(code) || status == HTTP_FORBIDDEN || status == HTTP_UNAUTHORIZED) {
      return new EvidenceDeniedException(
          source,
          permission,
          permission
              + " is denied"
              + answer
              + ": "
              + adviceOnDenial(code, status, sentence)
              + orSkip(),
          failure);
    }
    return new EvidenceException(
        source, permission + " failed" + answer + ": run it again later" + orSkip(), failure);
  }

  private EvidenceUnavailableException unknown(String answer, Throwable cause) {
    return new EvidenceUnavailableException(
        source,
        permission,
        "The endpoint does not know " + permission + answer + ": use another one" + orSkip(),
        cause);
  }

  /**
   * STS also answers callers of other services, whose credentials are those of a role; and no
   * policy denies what it is asked for here (STS API Reference, "GetCallerIdentity").
   */
  private static Optional<String> assuming(SdkException failure) {
    return failure instanceof StsException sts
        ? Optional.of(AwsFailures.sentence(sts))
            .map(ASSUME_ROLE::matcher)
            .filter(Matcher::find)
            .map(Matcher::group)
        : Optional.empty();
  }

  private String adviceOnDenial(String code, int status, String sentence) {
    if (sentence.contains(SERVICE_CONTROL_POLICY)) {
      return "a service control policy of the organization closes it, such as for a whole region:"
          + " leave the region out, or have that policy changed";
    }
    if (ASSUME_ROLE.matcher(permission).matches()) {
      return ADVICE_ON_ROLE;
    }
    return code.equals("AuthFailure") || status == HTTP_UNAUTHORIZED
        ? "check the credentials in use, and allow it to them"
        : "allow it to the credentials in use";
  }

  private static String adviceWithoutAnswer(SdkException failure) {
    if (AwsFailures.isUnreachable(failure)) {
      return ": check the network, the region and the endpoint";
    }
    String message = String.valueOf(failure.rawMessage());
    if (ASSUME_ROLE.matcher(message).find()) {
      return ": " + ADVICE_ON_ROLE;
    }
    return message.contains("credentials")
        ? ": give credentials by environment, profile or role"
        : ": run it again later";
  }

  private String orSkip() {
    return EvidenceSources.maySkip(source) && !ASSUME_ROLE.matcher(permission).matches()
        ? ", or skip the source '" + source + "'"
        : "";
  }
}
