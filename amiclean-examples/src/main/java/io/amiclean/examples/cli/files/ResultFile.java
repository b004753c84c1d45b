package io.amiclean.examples.cli.files;

import java.util.Optional;

/**
 * Where the result of an execution is written to.
 *
 * @param file the file
 * @param earlier what it holds of an earlier run of the same plan
 */
public record ResultFile(OutputFile file, Optional<EarlierResult> earlier) {}
