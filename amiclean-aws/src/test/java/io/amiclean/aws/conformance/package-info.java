/** What amiclean needs of an endpoint that is not AWS's, such as that of an emulator. */
@NullMarked
package io.amiclean.aws.conformance;

import org.jspecify.annotations.NullMarked;
