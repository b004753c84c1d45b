/**
 * Stage 1, source: the versions of launch templates, and what they launch from.
 *
 * <p>In: clients of EC2 and Systems Manager, and which versions count. Out: the versions, each read
 * once for all who launch from it. Next: {@link io.amiclean.aws.internal.source}, whose groups and
 * fleets launch from them.
 */
@NullMarked
package io.amiclean.aws.internal.source.launch;

import org.jspecify.annotations.NullMarked;
