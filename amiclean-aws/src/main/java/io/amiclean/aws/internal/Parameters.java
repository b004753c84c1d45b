package io.amiclean.aws.internal;

import io.amiclean.api.model.EvidenceException;
import io.amiclean.aws.internal.call.CheckedClient;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Supplier;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.GetParametersRequest;
import software.amazon.awssdk.services.ssm.model.GetParametersResponse;
import software.amazon.awssdk.services.ssm.model.Parameter;

/** Parameters of Systems Manager by their names, for any source that needs some. */
public final class Parameters {

  /** The IAM action, and the operation, that parameters are read by. */
  public static final String PERMISSION = "ssm:GetParameters";

  /** The most names in one request (Systems Manager API Reference, "GetParameters"). */
  public static final int NAMES = 10;

  private final Supplier<CheckedClient<SsmClient>> ssm;
  private final ReadOperation operation;

  /**
   * Creates a reader.
   *
   * @param source the name of the source that reads, which errors show
   */
  public Parameters(Supplier<CheckedClient<SsmClient>> ssm, String source) {
    this.ssm = ssm;
    this.operation = new ReadOperation(source, PERMISSION);
  }

  /** The operation that is used, for who does not understand a value. */
  public ReadOperation operation() {
    return operation;
  }

  /**
   * Reads one parameter.
   *
   * @param reference a name or an ARN, which a version or a label may follow after a colon
   * @return the parameter; empty if Systems Manager says that there is none
   * @throws EvidenceException if it is denied or fails
   */
  public Optional<Parameter> find(String reference) {
    return get(List.of(reference)).stream().findFirst();
  }

  /**
   * Reads parameters by their names. Those that do not exist (any more) are missing in the answer.
   *
   * @param names the names
   * @param calls makes the calls
   * @return the parameters, in the order of their names
   * @throws EvidenceException if it is denied or fails
   */
  public List<Parameter> read(Collection<String> names, SideBySide calls) {
    return calls.ask(Batches.of(new TreeSet<>(names), NAMES), this::get, List::size).stream()
        .flatMap(List::stream)
        .toList();
  }

  /** Every name is answered for, by its parameter or by being called invalid. */
  private List<Parameter> get(List<String> names) {
    GetParametersResponse answer =
        operation.call(
            ssm.get(),
            SsmClient::getParameters,
            GetParametersRequest.builder().names(names).build());
    if (answer.parameters().size() + answer.invalidParameters().size() != names.size()) {
      throw operation.misunderstood(
          answer.parameters().size()
              + " parameters and "
              + answer.invalidParameters().size()
              + " invalid names for "
              + names);
    }
    return answer.parameters();
  }
}
