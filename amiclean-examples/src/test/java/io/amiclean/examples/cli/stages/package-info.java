/** Tests of the stages of a lifecycle, over the wire. */
@NullMarked
package io.amiclean.examples.cli.stages;

import org.jspecify.annotations.NullMarked;
