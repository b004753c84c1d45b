package io.amiclean.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.api.model.Image;
import java.io.File;
import java.io.StringWriter;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassPathTest {

  private static final String USER =
      """
      import static io.amiclean.api.exclusion.ExclusionFilter.when;

      import io.amiclean.api.exclusion.ExclusionFilter;
      import io.amiclean.api.mapping.GroupKey;
      import io.amiclean.api.mapping.ImageMapper;
      import io.amiclean.api.model.*;
      import io.amiclean.api.plan.CleanupPlan;
      import io.amiclean.api.report.*;
      import io.amiclean.api.retention.*;
      import java.util.Set;

      class User {
        static final CleanupScope SCOPE = CleanupScope.of(AccountId.of("123456789012"), "here");
        static final Image IMAGE =
            Image.builder().id(ImageId.of("ami-00000001")).putTags("role", "front").build();
        static final ExclusionFilter FILTER =
            when("pinned", "It is pinned.", image -> image.id().equals(IMAGE.id()));
        static final ImageMapper MAPPER =
            (image, context) -> Set.of(GroupKey.of("name", image.name()));
        static final RetentionStrategy RETENTION =
            (group, context) ->
                RetentionDecision.keep(group.candidates(), image -> Reason.of("all", "All stay."));
        static final ReportSink SINK = report -> System.out.println(report.plans().get(0).plan().summary());

        static Reason why(CleanupPlan plan) {
          return plan.explain(IMAGE.id()).reasons().get(0);
        }
      }
      """;

  @Test
  void aUserNeedsNothingButJSpecifyToCompileWithoutAWarning(@TempDir Path classes)
      throws URISyntaxException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter complaints = new StringWriter();

    compiler
        .getTask(
            complaints,
            null,
            null,
            List.of(
                "-Xlint:all",
                "-proc:none",
                "-d",
                classes.toString(),
                "-classpath",
                placeOf(Image.class) + File.pathSeparator + placeOf(NullMarked.class)),
            null,
            List.of(new Source(USER)))
        .call();

    assertThat(complaints.toString()).isEmpty();
  }

  private static String placeOf(Class<?> type) throws URISyntaxException {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
  }

  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(String text) {
      super(URI.create("string:///User.java"), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }
}
