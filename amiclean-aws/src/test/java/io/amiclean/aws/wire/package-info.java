/**
 * EC2, Auto Scaling, Systems Manager, Image Builder, Organizations and STS on a loopback port, for
 * tests that drive the real SDK clients: an HTTP server that speaks the protocols of AWS over the
 * regions and accounts that the test describes.
 */
@NullMarked
package io.amiclean.aws.wire;

import org.jspecify.annotations.NullMarked;
