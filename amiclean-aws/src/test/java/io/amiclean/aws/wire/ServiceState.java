package io.amiclean.aws.wire;

/**
 * What a service holds in a region of an account: resources by their ids, in the order in which
 * they were made. Guarded by the {@link WireState} that it is a part of.
 */
abstract class ServiceState {

  final WireState state;
  final String account;
  final String region;

  ServiceState(WireState state) {
    this.state = state;
    account = state.account();
    region = state.region();
  }
}
