package io.amiclean.examples.cli;

import java.util.Optional;

/**
 * Where the result of an execution is written to.
 *
 * @param file the file
 * @param earlier what it holds of an earlier run of the same plan
 */
record ResultFile(OutputFile file, Optional<EarlierResult> earlier) {}
