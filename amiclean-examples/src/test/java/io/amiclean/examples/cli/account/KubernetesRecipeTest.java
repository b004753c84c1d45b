package io.amiclean.examples.cli.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.api.model.ImageId;
import io.amiclean.core.source.PinnedImages;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the recipe of docs/evidence.md, with a stand-in for kubectl that prints sample objects. */
class KubernetesRecipeTest {

  private static final Pattern RECIPE =
      Pattern.compile("(?ms)^## Kubernetes\n.*?^```sh\n(.*?)^```$");

  @TempDir private Path folder;

  /** It prints what a file holds that is named for the kind of objects. */
  @BeforeEach
  void standInForKubectl() throws IOException {
    Path bin = Files.createDirectory(folder.resolve("bin"));
    Path kubectl =
        Files.writeString(
            bin.resolve("kubectl"),
            """
            #!/bin/sh
            [ "$1" = get ] && [ "$#" -ge 4 ] || exit 2
            case "$*" in *"--output json") ;; *) exit 2 ;; esac
            exec cat "$KUBERNETES/$2.json"
            """);
    Files.setPosixFilePermissions(kubectl, PosixFilePermissions.fromString("rwxr-xr-x"));
    for (String kind : new String[] {"ec2nodeclasses", "awsmachinetemplates"}) {
      try (InputStream sample = OWN.getResourceAsStream("../kubernetes/" + kind + ".json")) {
        Files.copy(Objects.requireNonNull(sample, kind), folder.resolve(kind + ".json"));
      }
    }
  }

  private static final Class<?> OWN = KubernetesRecipeTest.class;

  private static String recipe() throws IOException {
    Matcher found = RECIPE.matcher(Files.readString(Path.of("../docs/evidence.md")));
    assertThat(found.find()).isTrue();
    return found.group(1);
  }

  private int run() throws IOException, InterruptedException {
    ProcessBuilder shell = new ProcessBuilder("sh", "-c", recipe());
    shell.directory(folder.toFile()).redirectErrorStream(true);
    shell.redirectOutput(folder.resolve("out.txt").toFile());
    shell.environment().put("KUBERNETES", folder.toString());
    shell.environment().merge("PATH", "", (path, none) -> folder.resolve("bin") + ":" + path);
    Process process = shell.start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return process.exitValue();
  }

  @Test
  void pinsWhatNodeClassesAndMachineTemplatesName() throws IOException, InterruptedException {
    assertThat(run()).as(Files.readString(folder.resolve("out.txt"))).isZero();

    assertThat(PinnedImages.idsIn(folder.resolve("pinned-ids.txt")))
        .containsExactlyInAnyOrder(
            ImageId.of("ami-0000aaaa"),
            ImageId.of("ami-0123456789abcdef0"),
            ImageId.of("ami-0000bbbb"),
            ImageId.of("ami-0000cccc"),
            ImageId.of("ami-0000dddd"));
  }

  @Test
  void pinsNothingWhereKarpenterHasNotFoundTheImages() throws IOException, InterruptedException {
    Path classes = folder.resolve("ec2nodeclasses.json");
    String before = Files.readString(classes);
    Files.writeString(
        classes,
        before.replaceFirst("(?s)\"amis\": \\[\n.*?\n                \\]\n", "\"amis\": []\n"));
    assertThat(Files.readString(classes)).isNotEqualTo(before).contains("\"amis\": []");

    assertThat(run()).isEqualTo(1);
    assertThat(folder.resolve("out.txt")).content().contains("has not found the images");
    assertThat(folder.resolve("pinned-ids.txt")).doesNotExist();
  }

  @Test
  void pinsNothingWhereKubectlFails() throws IOException, InterruptedException {
    Files.delete(folder.resolve("awsmachinetemplates.json"));

    assertThat(run()).isNotZero();
    assertThat(folder.resolve("pinned-ids.txt")).doesNotExist();
  }

  @Test
  void worksForAClusterWithoutNodeClasses() throws IOException, InterruptedException {
    Files.writeString(
        folder.resolve("ec2nodeclasses.json"),
        "{\n    \"items\": [],\n    \"kind\": \"List\"\n}\n");

    assertThat(run()).isZero();
    assertThat(PinnedImages.idsIn(folder.resolve("pinned-ids.txt")))
        .containsExactlyInAnyOrder(ImageId.of("ami-0000aaaa"), ImageId.of("ami-0000dddd"));
  }
}
