package io.amiclean.aws.internal;

import io.amiclean.api.model.AccountId;
import io.amiclean.api.model.ServiceCall;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/** A call of a service in a flight recording; not to be touched unless there is one. */
@Name("io.amiclean.Call")
@Label("AWS Call")
@Category("amiclean")
@Description("An operation of a service was called, with all attempts")
@StackTrace(false)
final class CallEvent extends Event {

  @Label("Account")
  @Nullable String account;

  @Label("Region")
  @Nullable String region;

  @Label("Service")
  @Nullable String service;

  @Label("Operation")
  @Nullable String operation;

  @Label("Attempts")
  int attempts;

  @Label("Throttled")
  @Description("Attempts that the service refused because of the request rate")
  int throttled;

  @Label("Error")
  @Description("Why the call failed")
  @Nullable String error;

  static CallEvent begun() {
    CallEvent event = new CallEvent();
    event.begin();
    return event;
  }

  void ended(ServiceCall call) {
    account = call.account().map(AccountId::value).orElse(null);
    region = call.region();
    service = call.service();
    operation = call.operation();
    attempts = call.attempts();
    throttled = call.throttled();
    error = call.error().orElse(null);
    commit();
  }
}
