/** A program that runs on the module path. */
module outside.modules {
  requires io.amiclean.aws;
  requires io.amiclean.core;
}
