/**
 * What Fedora's release system knows of images: the messages of its archive, and what composes say
 * of themselves.
 *
 * <p>{@link io.amiclean.examples.fedora.archive.DatagrepperImageSource} joins it to what EC2 says
 * of the images, as facts.
 */
@NullMarked
package io.amiclean.examples.fedora.archive;

import org.jspecify.annotations.NullMarked;
