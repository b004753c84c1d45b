package io.amiclean.examples.cli.files;

import com.google.common.io.CharStreams;
import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.core.json.PlanDigest;
import io.amiclean.core.json.PlanDocument;
import io.amiclean.core.json.PlanJson;
import io.amiclean.core.source.InputFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the plans of many scopes, and what became of them, are kept until they are needed: files of
 * a temporary folder that only its owner can open. What is kept of one scope alone stays in memory.
 *
 * <p>Thread-safe.
 */
public final class Spool implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Spool.class);

  /** A plan that is read when it is needed. */
  @FunctionalInterface
  public interface StoredPlan {

    /**
     * Reads the plan.
     *
     * @throws IOException if its file cannot be read, or was changed
     */
    CleanupPlan read() throws IOException;
  }

  /** Lines that are printed when they are needed. */
  @FunctionalInterface
  public interface Lines {
    void printTo(Appendable out) throws IOException;
  }

  private final boolean inMemory;
  private @Nullable Path folder;
  private int files;

  private Spool(boolean inMemory) {
    this.inMemory = inMemory;
  }

  /** Begins to keep what many scopes come to; no file is made yet. */
  public static Spool inFiles() {
    return new Spool(false);
  }

  /** Begins to keep what one scope comes to. */
  public static Spool inMemory() {
    return new Spool(true);
  }

  /** Keeps a plan. */
  public StoredPlan keep(CleanupPlan plan) throws IOException {
    if (inMemory) {
      return () -> plan;
    }
    Path file = newFile();
    try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW)) {
      return in(file, PlanJson.write(plan, out));
    }
  }

  /** Returns the plan that a file holds, which must not change until it is read. */
  public static StoredPlan in(Path file, PlanDigest digest) {
    return () -> {
      try (InputStream in = InputFile.open(file, InputFile.DOCUMENT_BYTES)) {
        PlanDocument document = PlanJson.open(in);
        if (!document.digest().equals(digest)) {
          throw new IOException("'" + file + "' was changed since it was written");
        }
        return document.plan();
      }
    };
  }

  /** Keeps lines. */
  public Lines keep(Lines lines) throws IOException {
    if (inMemory) {
      return lines;
    }
    Path file = newFile();
    try (Writer out =
        new OutputStreamWriter(
            Files.newOutputStream(file, StandardOpenOption.CREATE_NEW), StandardCharsets.UTF_8)) {
      lines.printTo(out);
    }
    return out -> {
      try (Reader in = Files.newBufferedReader(file)) {
        CharStreams.copy(in, out);
      }
    };
  }

  synchronized Optional<Path> folder() {
    return Optional.ofNullable(folder);
  }

  private synchronized Path newFile() throws IOException {
    if (folder == null) {
      folder = Files.createTempDirectory("amiclean-");
      // What is executed when Ctrl-C stops the JVM still needs its files.
      folder.toFile().deleteOnExit();
    }
    Path file = folder.resolve(String.valueOf(files++));
    file.toFile().deleteOnExit();
    return file;
  }

  @Override
  public synchronized void close() {
    if (folder != null) {
      try {
        MoreFiles.deleteRecursively(folder, RecursiveDeleteOption.ALLOW_INSECURE);
      } catch (IOException e) {
        LOG.debug("The temporary folder {} cannot be removed", folder, e);
      }
      folder = null;
    }
  }
}
