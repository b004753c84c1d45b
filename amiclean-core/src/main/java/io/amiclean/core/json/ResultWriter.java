package io.amiclean.core.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.google.common.io.Closer;
import com.google.common.io.CountingOutputStream;
import io.amiclean.api.execution.ActionOutcome;
import io.amiclean.api.execution.ExecutionSummary;
import io.amiclean.core.internal.json.JsonWriting;
import io.amiclean.core.internal.json.OutcomeJson;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The result of an execution as JSON, of which no outcome stays in memory: outcomes go to a
 * temporary file as they arrive, and the document is put together when all is known.
 *
 * <pre>{@code
 * try (ResultWriter spool = ResultWriter.in(Path.of("result.json.tmp"))) {
 *   ExecutionSummary summary = executor.execute(plan, spool);
 *   spool.write(summary, output);
 * }
 * }</pre>
 *
 * <p>A failure to write an outcome does not end the execution: {@link #write} throws it. Where the
 * system can, the temporary file has no name, so that not even a process that is killed leaves it
 * behind. Not thread-safe.
 */
public final class ResultWriter implements Consumer<ActionOutcome>, Closeable {

  private final InputStream input;
  private final OutputStream output;
  private final JsonGenerator json;

  /** Where the first outcome begins. */
  private final long begin;

  private @Nullable IOException failure;

  private ResultWriter(InputStream input, OutputStream output) throws IOException {
    this.input = input;
    this.output = output;
    CountingOutputStream counted = new CountingOutputStream(output);
    this.json = JsonWriting.generator(counted);
    // The document but for what is known at its end only, which stands before the outcomes.
    json.writeStartObject();
    ResultJsonWriter.beginOutcomes(json);
    json.flush();
    this.begin = counted.getCount();
  }

  /**
   * Begins a result.
   *
   * @param temporary a file that does not exist, in a folder with room for the result; it is
   *     deleted at the latest when this is closed
   * @return the result, to be closed when it is written or not needed any more
   * @throws IOException if the file exists or cannot be written
   */
  public static ResultWriter in(Path temporary) throws IOException {
    Objects.requireNonNull(temporary, "temporary");
    Files.createFile(temporary);
    Closer opened = Closer.create();
    try {
      return new ResultWriter(
          opened.register(Files.newInputStream(temporary)),
          opened.register(
              Files.newOutputStream(
                  temporary, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE)));
    } catch (IOException e) {
      try (opened) {
        Files.deleteIfExists(temporary);
      }
      throw e;
    }
  }

  /** Takes the next outcome, in the order of a result. */
  @Override
  public void accept(ActionOutcome outcome) {
    Objects.requireNonNull(outcome, "outcome");
    if (failure == null) {
      try {
        OutcomeJson.write(outcome, json);
      } catch (IOException e) {
        failure = e;
      }
    }
  }

  /**
   * Writes the result, as {@link ResultJson#write} writes one with these outcomes. To be called
   * once, after the last outcome.
   *
   * @param summary the summary of the execution
   * @param result where to, in UTF-8; it is flushed, not closed
   * @throws IOException if the result or, before, an outcome could not be written
   */
  public void write(ExecutionSummary summary, OutputStream result) throws IOException {
    if (failure != null) {
      throw failure;
    }
    ResultJsonWriter.endOutcomes(summary, json);
    JsonWriting.end(json);
    JsonGenerator head = JsonWriting.generator(result);
    ResultJsonWriter.writeHead(summary, head);
    ResultJsonWriter.beginOutcomes(head);
    // Not closed, which would end the document here.
    head.flush();
    input.skipNBytes(begin);
    input.transferTo(result);
    result.flush();
  }

  @Override
  public void close() throws IOException {
    try (input) {
      output.close();
    }
  }
}
