/**
 * Fedora's process: a release system, not tags, says what the images of an account are, and images
 * go in two runs, with ten days between them in which users may object.
 *
 * <p>{@link io.amiclean.examples.fedora.archive.DatagrepperImageSource} joins what Fedora's message
 * archive says of published images to what EC2 says of them, as facts; {@link
 * io.amiclean.examples.fedora.ComposeFilter} decides on these facts, and {@link
 * io.amiclean.examples.fedora.PagureReportSink} takes the report to an issue tracker. Nothing of it
 * needs more than the library's public interfaces.
 *
 * <p>The original script removes images of composes whose label is unknown. Here they stay, and the
 * report names them: an unreadable label may be that of a release.
 */
@NullMarked
package io.amiclean.examples.fedora;

import org.jspecify.annotations.NullMarked;
