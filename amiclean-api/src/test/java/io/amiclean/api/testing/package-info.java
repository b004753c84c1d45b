/**
 * Contract tests for those who implement the interfaces of amiclean, and samples to run them with.
 *
 * <p>For every interface {@code X} there is an abstract class {@code XContract}. A test class that
 * extends it and supplies an implementation inherits the tests:
 *
 * <pre>{@code
 * class PinnedFilterTest extends ExclusionFilterContract {
 *   protected ExclusionFilter strategy() {
 *     return new PinnedFilter("ami-00000001");
 *   }
 *
 *   protected Image protectedImage() {
 *     return Samples.imageBuilder(1).id(ImageId.of("ami-00000001")).build();
 *   }
 *
 *   protected Image unprotectedImage() {
 *     return Samples.image(2);
 *   }
 * }
 * }</pre>
 *
 * <p>They are published as amiclean-api's {@code test-jar} and need JUnit Jupiter and AssertJ on
 * the class path: Maven resolves no dependencies of a test-jar.
 */
@NullMarked
package io.amiclean.api.testing;

import org.jspecify.annotations.NullMarked;
