/** amiclean's interfaces over the AWS SDK for Java. */
module io.amiclean.aws {
  requires static java.compiler;
  requires static org.immutables.value.annotations;
  requires static software.amazon.awssdk.services.batch;
  requires static software.amazon.awssdk.services.cloudformation;
  requires static software.amazon.awssdk.services.rbin;
  requires transitive io.amiclean.api;
  requires jdk.jfr;
  requires transitive org.jspecify;
  requires org.slf4j;
  requires transitive software.amazon.awssdk.auth;
  requires transitive software.amazon.awssdk.awscore;
  requires transitive software.amazon.awssdk.core;
  requires transitive software.amazon.awssdk.http;
  requires transitive software.amazon.awssdk.services.autoscaling;
  requires transitive software.amazon.awssdk.services.ec2;
  requires transitive software.amazon.awssdk.services.imagebuilder;
  requires transitive software.amazon.awssdk.services.organizations;
  requires transitive software.amazon.awssdk.services.ssm;
  requires transitive software.amazon.awssdk.services.sts;
  requires software.amazon.awssdk.http.urlconnection;
  requires software.amazon.awssdk.profiles;
  requires software.amazon.awssdk.regions;
  requires software.amazon.awssdk.retries;
  requires software.amazon.awssdk.retries.api;
  requires transitive software.amazon.awssdk.utils;

  exports io.amiclean.aws;
  exports io.amiclean.aws.budget;
  exports io.amiclean.aws.lifecycle;
  exports io.amiclean.aws.source;

  uses io.amiclean.aws.source.UsageSourceProvider;

  provides io.amiclean.aws.source.UsageSourceProvider with
      io.amiclean.aws.internal.source.further.BatchComputeEnvironments,
      io.amiclean.aws.internal.source.further.CloudFormationStacks;
}
