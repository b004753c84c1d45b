package io.amiclean.api.internal;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import javax.annotation.processing.Generated;
import org.immutables.value.Value;

/**
 * How every value of amiclean is generated: the implementation is hidden, so that the abstract type
 * and its builder are all that callers see.
 *
 * <p>Source retention keeps Immutables out of the class path of those who compile against the API.
 */
@Target({ElementType.TYPE, ElementType.PACKAGE})
@Retention(RetentionPolicy.SOURCE)
@Value.Style(
    visibility = Value.Style.ImplementationVisibility.PACKAGE,
    builderVisibility = Value.Style.BuilderVisibility.PACKAGE,
    overshadowImplementation = true,
    jdkOnly = true,
    deferCollectionAllocation = true,
    allowedClasspathAnnotations = {Generated.class})
public @interface AmicleanStyle {}
