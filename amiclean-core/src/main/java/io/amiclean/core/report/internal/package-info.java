/** What renderers of reports share. */
@NullMarked
package io.amiclean.core.report.internal;

import org.jspecify.annotations.NullMarked;
