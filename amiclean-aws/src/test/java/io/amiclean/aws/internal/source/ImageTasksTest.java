package io.amiclean.aws.internal.source;

import static io.amiclean.aws.AccountOverWire.NOW;
import static io.amiclean.aws.AccountOverWire.ami;
import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.api.model.Evidence;
import io.amiclean.api.model.ImageReference;
import io.amiclean.api.model.ImageUsage;
import io.amiclean.aws.AccountOverWire;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageTasksTest {

  private static final String EXPORT = "export-ami-0123456789abcdef0";

  @AutoClose private final AccountOverWire account = new AccountOverWire();

  private ImageUsage stored() {
    return TaskUsage.ofStoring(account.ec2(), account.context);
  }

  private ImageUsage exported() {
    return TaskUsage.ofExporting(account.ec2(), account.context);
  }

  @ParameterizedTest
  @ValueSource(strings = {"InProgress", "new"})
  void countsTasksThatStoreAnImage(String state) {
    account.state.storeImageTask(ami(1).value()).state(state);

    ImageUsage usage = stored();

    assertThat(usage.references())
        .containsExactly(
            ImageReference.of(ami(1), "store-image-task", "s3://images/" + ami(1) + ".bin", state));
    assertThat(usage.evidence()).containsExactly(Evidence.complete("store-image-tasks", 1, NOW));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Completed", "Failed"})
  void doesNotCountImagesThatAreStored(String state) {
    account.state.storeImageTask(ami(1).value()).state(state);

    assertThat(stored().references()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"active", "deleting", "new"})
  void countsTasksThatExportAnImage(String state) {
    account.state.exportImageTask(EXPORT).image(ami(1).value()).state(state);

    ImageUsage usage = exported();

    assertThat(usage.references())
        .containsExactly(ImageReference.of(ami(1), "export-image-task", EXPORT, state));
    assertThat(usage.evidence()).containsExactly(Evidence.complete("export-image-tasks", 1, NOW));
  }

  @ParameterizedTest
  @ValueSource(strings = {"completed", "deleted"})
  void doesNotCountImagesThatAreExported(String state) {
    account.state.exportImageTask(EXPORT).image(ami(1).value()).state(state);

    assertThat(exported().references()).isEmpty();
  }

  @Test
  void takesATaskWithoutAnImage() {
    account.state.exportImageTask(EXPORT);

    assertThat(exported().references()).isEmpty();
  }

  @Test
  void readsToTheLastPage() {
    IntStream.rangeClosed(1, 5)
        .forEach(
            n -> {
              account.state.storeImageTask(ami(n).value());
              account.state.exportImageTask("export-" + n).image(ami(n).value());
            });
    account.endpoint.pageSize("DescribeStoreImageTasks", 2).emptyPages("DescribeStoreImageTasks");
    account.endpoint.pageSize("DescribeExportImageTasks", 2);

    assertThat(stored().references()).hasSize(5);
    assertThat(exported().references()).hasSize(5);
  }
}
