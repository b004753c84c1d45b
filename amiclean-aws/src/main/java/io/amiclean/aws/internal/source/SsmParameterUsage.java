package io.amiclean.aws.internal.source;

import io.amiclean.api.model.Evidence;
import io.amiclean.api.model.EvidenceException;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.ImageReference;
import io.amiclean.api.model.ImageUsage;
import io.amiclean.api.source.ImageUsageSource;
import io.amiclean.aws.internal.EvidenceSources;
import io.amiclean.aws.internal.Ids;
import io.amiclean.aws.internal.Parameters;
import io.amiclean.aws.internal.ReadOperation;
import io.amiclean.aws.internal.SideBySide;
import io.amiclean.aws.internal.SourceContext;
import io.amiclean.aws.internal.Usage;
import io.amiclean.aws.internal.call.CheckedClient;
import io.amiclean.aws.source.ReadingOptions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.DescribeParametersRequest;
import software.amazon.awssdk.services.ssm.model.Parameter;
import software.amazon.awssdk.services.ssm.model.ParameterMetadata;
import software.amazon.awssdk.services.ssm.model.ParameterType;

/**
 * Usage by parameters of Systems Manager, by their current values, whose text is searched for image
 * ids, be it an id, a list, JSON or any other. All are listed, and all of the types {@code String}
 * and {@code StringList} are read; with {@link ReadingOptions#ssmPaths()} only those that it
 * chooses, and those of the data type {@code aws:ec2:image}. Thread-safe.
 *
 * <p>Values of the type {@code SecureString} are not read, so that images that only they name are
 * not protected; the evidence notes how many there are. A parameter that vanishes while it is read
 * uses nothing. A value is read again only if its parameter was written since.
 */
final class SsmParameterUsage implements ImageUsageSource {

  /** The kind of reference that this source gives. */
  public static final String KIND = "ssm-parameter";

  private static final ReadOperation LIST =
      new ReadOperation(EvidenceSources.SSM_PARAMETERS, "ssm:DescribeParameters");

  private static final String IMAGE_TYPE = "aws:ec2:image";

  /** The largest page (Systems Manager API Reference, "DescribeParameters"). */
  private static final int LIST_PAGE = 50;

  /** As many standard parameters as a region can have (AWS General Reference, quotas of SSM). */
  private static final int MOST_VALUES = 10_000;

  private static final String ANY = "*";

  private static final Pattern SLASHES_AT_END = Pattern.compile("/+$");

  private final Supplier<CheckedClient<SsmClient>> ssm;
  private final SourceContext context;
  private final List<Choice> choices;
  private final int mostValues;

  /** What was read last, by names. */
  private volatile Map<String, Value> known = Map.of();

  /**
   * A path or a pattern of names.
   *
   * @param path how it was given
   * @param matches whether it means a name
   */
  private record Choice(String path, Predicate<String> matches) {

    static Choice of(String path) {
      return new Choice(path, path.contains(ANY) ? pattern(path) : hierarchy(path));
    }

    private static Predicate<String> pattern(String path) {
      return Pattern.compile(
              Arrays.stream(path.split(Pattern.quote(ANY), -1))
                  .map(Pattern::quote)
                  .collect(Collectors.joining(".*")))
          .asMatchPredicate();
    }

    /** Hierarchies start with a slash (Systems Manager User Guide, "parameter hierarchies"). */
    private static Predicate<String> hierarchy(String path) {
      String at = SLASHES_AT_END.matcher(path).replaceFirst("");
      return path.startsWith("/")
          ? name -> name.equals(at) || name.startsWith(at + "/")
          : name -> name.equals(at);
    }

    String noteOfNone() {
      return path.contains(ANY)
          ? "No parameter has a name like '" + path + "'"
          : "No parameter is at '" + path + "' or below";
    }
  }

  /**
   * Identifies a value of a parameter: the versions of one that is deleted and made again restart
   * at 1.
   */
  private record Written(long version, Instant at) {

    static Optional<Written> of(ParameterMetadata listed) {
      return of(listed.version(), listed.lastModifiedDate());
    }

    static Optional<Written> of(@Nullable Long version, @Nullable Instant at) {
      return version == null || at == null
          ? Optional.empty()
          : Optional.of(new Written(version, at));
    }
  }

  /**
   * What a value says.
   *
   * @param written which one it is, if Systems Manager returns it
   * @param references the images that it names
   */
  private record Value(Optional<Written> written, List<ImageReference> references) {}

  /**
   * Creates a source.
   *
   * @param ssm returns the client, when it is needed; the caller owns it
   * @param context scope, clock and progress
   * @param options which text parameters are read
   */
  public SsmParameterUsage(
      Supplier<CheckedClient<SsmClient>> ssm, SourceContext context, ReadingOptions options) {
    this(ssm, context, options, MOST_VALUES);
  }

  /** Reads no more than that many values. */
  SsmParameterUsage(
      Supplier<CheckedClient<SsmClient>> ssm,
      SourceContext context,
      ReadingOptions options,
      int mostValues) {
    this.ssm = Objects.requireNonNull(ssm, "ssm");
    this.context = Objects.requireNonNull(context, "context");
    this.choices = options.ssmPaths().stream().map(Choice::of).toList();
    this.mostValues = mostValues;
  }

  /**
   * Reads the parameters of the region: one call lists fifty, and one reads ten of them whose
   * values are not known from the reading before.
   *
   * @return a reference for each image that a parameter names, with the version of the parameter as
   *     the detail; evidence of all parameters that were read, and of each path
   * @throws EvidenceException if it could not be read to its end, or if there are more than 10,000
   *     values to read
   */
  @Override
  public ImageUsage loadUsage() {
    Instant readAt = context.now();
    SortedMap<String, ParameterMetadata> listed = list();
    SortedMap<String, ParameterMetadata> wanted = new TreeMap<>(listed);
    wanted.values().removeIf(parameter -> isSecret(parameter) || !isWanted(parameter));
    checkBound(wanted.size());
    Map<String, Value> values = values(wanted);
    Set<ImageReference> references = new LinkedHashSet<>();
    values.values().forEach(value -> references.addAll(value.references()));
    List<String> notes = new ArrayList<>();
    wanted.forEach(
        (name, parameter) -> {
          Value value = values.get(name);
          if (value != null && value.references().isEmpty() && isOfImage(parameter)) {
            notes.add("The parameter '" + name + "' holds no id and protects nothing");
          }
        });
    if (choices.isEmpty()) {
      noteOfSecrets(listed.values().stream()).ifPresent(notes::add);
    }
    ImageUsage usage =
        Usage.of(context, EvidenceSources.SSM_PARAMETERS, readAt, values.size(), references, notes);
    return ImageUsage.builder()
        .from(usage)
        .addAllEvidence(choices.stream().map(choice -> evidence(choice, listed, readAt)).toList())
        .build();
  }

  private boolean isWanted(ParameterMetadata parameter) {
    return choices.isEmpty()
        || isOfImage(parameter)
        || choices.stream().anyMatch(choice -> choice.matches().test(parameter.name()));
  }

  private static boolean isOfImage(ParameterMetadata parameter) {
    return IMAGE_TYPE.equals(parameter.dataType());
  }

  private static boolean isSecret(ParameterMetadata parameter) {
    return parameter.type() == ParameterType.SECURE_STRING;
  }

  private void checkBound(int values) {
    if (values > mostValues) {
      throw new EvidenceException(
          EvidenceSources.SSM_PARAMETERS,
          "Systems Manager has "
              + values
              + " parameters to be read, and no more than "
              + mostValues
              + " are: choose those that name images by their paths, or skip the source '"
              + EvidenceSources.SSM_PARAMETERS
              + "'");
    }
  }

  private Evidence evidence(
      Choice choice, SortedMap<String, ParameterMetadata> listed, Instant readAt) {
    List<ParameterMetadata> chosen =
        listed.values().stream()
            .filter(parameter -> choice.matches().test(parameter.name()))
            .toList();
    return Usage.complete(
        EvidenceSources.named(EvidenceSources.SSM_PARAMETERS, choice.path()),
        chosen.size(),
        readAt,
        chosen.isEmpty()
            ? List.of(choice.noteOfNone())
            : noteOfSecrets(chosen.stream()).stream().toList());
  }

  private static Optional<String> noteOfSecrets(Stream<ParameterMetadata> parameters) {
    long secrets = parameters.filter(SsmParameterUsage::isSecret).count();
    return secrets == 0
        ? Optional.empty()
        : Optional.of(
            "Not read, and protecting nothing, are parameters of type SecureString: " + secrets);
  }

  /** Returns what the parameters say that there still are, by their names. */
  private Map<String, Value> values(SortedMap<String, ParameterMetadata> wanted) {
    Map<String, Value> before = known;
    SortedMap<String, Value> values = new TreeMap<>();
    List<String> unknown = new ArrayList<>();
    wanted.forEach(
        (name, parameter) -> {
          Value value = before.get(name);
          Optional<Written> written = Written.of(parameter);
          if (value != null && written.isPresent() && value.written().equals(written)) {
            values.put(name, value);
          } else {
            unknown.add(name);
          }
        });
    Parameters parameters = new Parameters(ssm, EvidenceSources.SSM_PARAMETERS);
    for (Parameter parameter :
        parameters.read(unknown, new SideBySide(context, EvidenceSources.SSM_PARAMETERS))) {
      values.put(parameter.name(), value(parameter, parameters.operation()));
    }
    known = values;
    return values;
  }

  private static Value value(Parameter parameter, ReadOperation operation) {
    Optional<Written> written = Written.of(parameter.version(), parameter.lastModifiedDate());
    if (parameter.type() == ParameterType.SECURE_STRING) {
      return new Value(written, List.of());
    }
    if (Ids.isMissing(parameter.value())) {
      throw operation.misunderstood("no value for " + parameter.name());
    }
    return new Value(
        written,
        ImageId.findIn(parameter.value()).stream()
            .map(
                image ->
                    ImageReference.of(
                        image,
                        KIND,
                        Objects.requireNonNullElse(parameter.arn(), parameter.name()),
                        "version " + parameter.version()))
            .toList());
  }

  private SortedMap<String, ParameterMetadata> list() {
    SortedMap<String, ParameterMetadata> listed = new TreeMap<>();
    LIST.pages(
        ssm.get(),
        SsmClient::describeParameters,
        DescribeParametersRequest.builder().maxResults(LIST_PAGE).build(),
        page -> {
          for (ParameterMetadata parameter : page.parameters()) {
            if (Ids.isMissing(parameter.name())) {
              throw LIST.misunderstood("a parameter without a name");
            }
            listed.put(parameter.name(), parameter);
          }
        });
    return listed;
  }
}
