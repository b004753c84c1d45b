package io.amiclean.aws.wire;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Cuts lists into pages. Later pages list what the first one found, whatever came or went in
 * between; a token may be sent again, as a client does after a lost answer.
 */
final class WirePages {

  final Map<String, Integer> sizes = new ConcurrentHashMap<>();
  final Set<String> withEmptyPages = ConcurrentHashMap.newKeySet();
  final Set<String> endless = ConcurrentHashMap.newKeySet();

  private final Map<String, Cursor> cursors = new HashMap<>();

  private record Cursor(String action, List<?> items, int offset, boolean emptyPageShown) {}

  /**
   * One page, as the elements of an answer.
   *
   * @param size at most so many items, or fewer where the endpoint was told so
   * @param tokenName how the service calls the token in its answer, and with a capital in its
   *     request
   * @param items read for the first page only; resources, or what stands for them in the answer
   */
  synchronized Map<String, Object> page(
      WireRequest request, String listName, String tokenName, int size, Supplier<List<?>> items) {
    String action = request.action();
    Cursor at =
        request
            .parameter(Json.capitalized(tokenName))
            .map(token -> cursor(action, token))
            .orElseGet(() -> new Cursor(action, List.copyOf(items.get()), 0, false));
    int end =
        (int)
            Math.min(
                (long) at.offset + Math.min(size, sizes.getOrDefault(action, size)),
                at.items.size());
    List<?> page = at.items.subList(at.offset, end);
    Cursor next = new Cursor(action, at.items, end, false);
    boolean more = end < at.items.size();

    if (endless.contains(action)) {
      next = at;
      more = true;
    } else if (withEmptyPages.contains(action)) {
      // An empty page before each other one, and one at the end.
      boolean empty = !at.emptyPageShown;
      page = empty ? List.of() : page;
      more = !empty || at.offset < at.items.size();
      next = empty ? new Cursor(action, at.items, at.offset, true) : next;
    }

    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put(listName, page.stream().map(WirePages::view).toList());
    if (more) {
      String token = action + (endless.contains(action) ? "-again" : "-" + cursors.size());
      cursors.put(token, next);
      answer.put(tokenName, token);
    }
    return answer;
  }

  /**
   * Written as late as this, because all resources of a large account take much memory when written
   * out.
   */
  private static Object view(Object item) {
    return item instanceof Resource<?> resource ? resource.view() : item;
  }

  private Cursor cursor(String action, String token) {
    Cursor cursor = cursors.get(token);
    if (cursor == null || !cursor.action.equals(action)) {
      throw WireFault.of("InvalidNextToken", "The token '" + token + "' is invalid");
    }
    return cursor;
  }
}
