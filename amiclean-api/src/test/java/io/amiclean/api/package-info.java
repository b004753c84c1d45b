/**
 * Contract tests for those who implement the interfaces of amiclean, and samples to run them with.
 *
 * <p>For every interface {@code X} there is an abstract class {@code XContract} in the package of
 * the interface. A test class that extends it and supplies an implementation inherits the tests:
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
 * <p>They stand in the jar of amiclean-api with the type {@code test-jar}, and need JUnit Jupiter
 * and AssertJ on the class path, which a test-jar cannot bring along.
 */
@NullMarked
package io.amiclean.api;

import org.jspecify.annotations.NullMarked;
