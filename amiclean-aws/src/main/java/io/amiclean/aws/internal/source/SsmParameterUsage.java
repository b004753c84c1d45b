package io.amiclean.aws.internal.source;

import io.amiclean.api.model.Evidence;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.ImageReference;
import io.amiclean.api.model.ImageUsage;
import io.amiclean.api.model.Progress;
import io.amiclean.api.source.ImageUsageSource;
import io.amiclean.aws.internal.CheckedClient;
import io.amiclean.aws.internal.EvidenceSources;
import io.amiclean.aws.internal.Ids;
import io.amiclean.aws.internal.Parameters;
import io.amiclean.aws.internal.ReadOperation;
import io.amiclean.aws.internal.SourceContext;
import io.amiclean.aws.internal.Usage;
import io.amiclean.aws.source.ReadingOptions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.DescribeParametersRequest;
import software.amazon.awssdk.services.ssm.model.DescribeParametersResponse;
import software.amazon.awssdk.services.ssm.model.GetParametersByPathRequest;
import software.amazon.awssdk.services.ssm.model.GetParametersByPathResponse;
import software.amazon.awssdk.services.ssm.model.Parameter;
import software.amazon.awssdk.services.ssm.model.ParameterMetadata;
import software.amazon.awssdk.services.ssm.model.ParameterStringFilter;
import software.amazon.awssdk.services.ssm.model.ParameterType;

/**
 * Usage by parameters of Systems Manager, by their current values: those of the data type {@code
 * aws:ec2:image}, and those that {@link ReadingOptions#ssmPaths()} chooses, whose text is searched
 * for image ids, be it an id, a list, JSON or any other. Thread-safe.
 *
 * <p>Values of the type {@code SecureString} are not decrypted, so that images that only they name
 * are not protected; the evidence notes how many there were. A parameter that vanishes while it is
 * read uses nothing.
 */
final class SsmParameterUsage implements ImageUsageSource {

  /** The kind of reference that this source gives. */
  public static final String KIND = "ssm-parameter";

  private static final ReadOperation LIST =
      new ReadOperation(EvidenceSources.SSM_PARAMETERS, "ssm:DescribeParameters");

  private static final ReadOperation BY_PATH =
      new ReadOperation(EvidenceSources.SSM_PARAMETERS, "ssm:GetParametersByPath");

  private static final String IMAGE_TYPE = "aws:ec2:image";

  /** The largest pages (Systems Manager API Reference). */
  private static final int LIST_PAGE = 50;

  private static final int PATH_PAGE = 10;

  private static final String ANY = "*";

  private static final Pattern SLASHES_AT_END = Pattern.compile("/+$");

  private final Supplier<CheckedClient<SsmClient>> ssm;
  private final SourceContext context;
  private final List<String> paths;

  /**
   * Creates a source.
   *
   * @param ssm tells the client, when it is needed; the caller owns it
   * @param context scope, clock and progress
   * @param options which text parameters are read
   */
  public SsmParameterUsage(
      Supplier<CheckedClient<SsmClient>> ssm, SourceContext context, ReadingOptions options) {
    this.ssm = Objects.requireNonNull(ssm, "ssm");
    this.context = Objects.requireNonNull(context, "context");
    this.paths = options.ssmPaths();
  }

  /**
   * Reads the parameters of the region: one call lists fifty of the data type {@code
   * aws:ec2:image}, one reads ten of them. A path takes one call for ten parameters; a pattern
   * lists those whose names begin with what is before its first asterisk.
   *
   * @return a reference for each image that a parameter names, with the version of the parameter as
   *     the detail; evidence of all parameters that were read, and of each path
   * @throws io.amiclean.api.model.EvidenceException if it could not be read to its end
   */
  @Override
  public ImageUsage loadUsage() {
    Instant readAt = context.now();
    Reading reading = new Reading();
    Parameters parameters = new Parameters(ssm, EvidenceSources.SSM_PARAMETERS);
    SortedSet<String> odd = new TreeSet<>();
    Set<String> ofImages = list(filter("DataType", "Equals", IMAGE_TYPE), name -> true);
    for (Parameter parameter : parameters.read(ofImages)) {
      if (!reading.add(parameter) && IMAGE_TYPE.equals(parameter.dataType())) {
        if (Ids.isMissing(parameter.value())) {
          throw parameters.operation().misunderstood("no value for " + parameter.name());
        }
        odd.add("The parameter '" + parameter.name() + "' holds no id and protects nothing");
      }
    }
    List<Evidence> byPath = new ArrayList<>();
    for (String path : paths) {
      Map<String, Parameter> found =
          path.contains(ANY) ? readPattern(path, parameters) : readPath(path, parameters);
      found.values().forEach(reading::add);
      byPath.add(
          Usage.complete(
              EvidenceSources.named(EvidenceSources.SSM_PARAMETERS, path),
              found.size(),
              readAt,
              notes(path, found.values())));
    }
    context.report(Progress.of(EvidenceSources.SSM_PARAMETERS, reading.names.size()));
    ImageUsage usage =
        Usage.of(
            context,
            EvidenceSources.SSM_PARAMETERS,
            readAt,
            reading.names.size(),
            reading.references,
            List.copyOf(odd));
    return ImageUsage.builder().from(usage).addAllEvidence(byPath).build();
  }

  /** What the parameters so far say. */
  private final class Reading {

    final Set<String> names = new TreeSet<>();
    final Set<ImageReference> references = new LinkedHashSet<>();

    /** Adds a parameter, and says whether it names an image. */
    boolean add(Parameter parameter) {
      names.add(parameter.name());
      if (names.size() % Parameters.NAMES == 0) {
        context.report(Progress.of(EvidenceSources.SSM_PARAMETERS, names.size()));
      }
      if (parameter.type() == ParameterType.SECURE_STRING) {
        return false;
      }
      List<ImageId> images = ImageId.findIn(Objects.requireNonNullElse(parameter.value(), ""));
      for (ImageId image : images) {
        references.add(
            ImageReference.of(
                image,
                KIND,
                Objects.requireNonNullElse(parameter.arn(), parameter.name()),
                "version " + parameter.version()));
      }
      return !images.isEmpty();
    }
  }

  /**
   * Reads all below a path, and the parameter that has it as its name. Hierarchies start with a
   * slash (Systems Manager API Reference, "GetParametersByPath").
   */
  private Map<String, Parameter> readPath(String path, Parameters parameters) {
    Map<String, Parameter> found = new TreeMap<>();
    if (path.startsWith("/")) {
      BY_PATH.pages(
          ssm.get(),
          SsmClient::getParametersByPath,
          token ->
              GetParametersByPathRequest.builder()
                  .path(path)
                  .recursive(true)
                  .maxResults(PATH_PAGE)
                  .nextToken(token)
                  .build(),
          GetParametersByPathResponse::nextToken,
          page -> page.parameters().forEach(parameter -> found.put(parameter.name(), parameter)));
    }
    String name = SLASHES_AT_END.matcher(path).replaceFirst("");
    if (!name.isEmpty()) {
      parameters.find(name).ifPresent(parameter -> found.put(parameter.name(), parameter));
    }
    return found;
  }

  private Map<String, Parameter> readPattern(String pattern, Parameters parameters) {
    Predicate<String> matches =
        Pattern.compile(
                Arrays.stream(pattern.split(Pattern.quote(ANY), -1))
                    .map(Pattern::quote)
                    .collect(Collectors.joining(".*")))
            .asMatchPredicate();
    String beginning = pattern.substring(0, pattern.indexOf(ANY));
    Set<String> names =
        list(beginning.isEmpty() ? List.of() : filter("Name", "BeginsWith", beginning), matches);
    Map<String, Parameter> found = new TreeMap<>();
    parameters.read(names).forEach(parameter -> found.put(parameter.name(), parameter));
    return found;
  }

  private Set<String> list(List<ParameterStringFilter> filters, Predicate<String> wanted) {
    Set<String> names = new TreeSet<>();
    LIST.pages(
        ssm.get(),
        SsmClient::describeParameters,
        token -> {
          DescribeParametersRequest.Builder request =
              DescribeParametersRequest.builder().maxResults(LIST_PAGE).nextToken(token);
          return (filters.isEmpty() ? request : request.parameterFilters(filters)).build();
        },
        DescribeParametersResponse::nextToken,
        page -> {
          for (ParameterMetadata parameter : page.parameters()) {
            if (Ids.isMissing(parameter.name())) {
              throw LIST.misunderstood("a parameter without a name");
            }
            if (wanted.test(parameter.name())) {
              names.add(parameter.name());
            }
          }
        });
    return names;
  }

  private static List<ParameterStringFilter> filter(String key, String option, String value) {
    return List.of(ParameterStringFilter.builder().key(key).option(option).values(value).build());
  }

  private static List<String> notes(String path, Collection<Parameter> found) {
    if (found.isEmpty()) {
      return List.of(
          path.contains(ANY)
              ? "No parameter has a name like '" + path + "'"
              : "No parameter is at '" + path + "' or below");
    }
    long secure = found.stream().filter(one -> one.type() == ParameterType.SECURE_STRING).count();
    return secure == 0
        ? List.of()
        : List.of(
            "Not decrypted, and protecting nothing, are parameters of type SecureString: "
                + secure);
  }
}
