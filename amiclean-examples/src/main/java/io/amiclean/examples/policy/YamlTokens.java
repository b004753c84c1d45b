package io.amiclean.examples.policy;

import io.amiclean.core.document.BrokenSyntaxException;
import io.amiclean.core.document.DocumentTokens;
import io.amiclean.core.document.Place;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.SpecVersion;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * The tokens of YAML 1.2 with the core schema, as far as JSON could say the same: one document,
 * keys that are texts, no anchors, aliases and tags. So no part of it can stand for more than it
 * shows. Not thread-safe.
 */
final class YamlTokens implements DocumentTokens {

  /** What YAML 1.1 and 1.2 read alike. */
  private static final Pattern DECIMAL_DIGITS = Pattern.compile("-?(?:0|[1-9][0-9]*)");

  private static final String MERGE = "<<";

  private final ScalarResolver resolver = new CoreSchema().getScalarResolver();
  private final PolicyText source;
  private final Iterator<Event> events;
  private final Deque<Open> open = new ArrayDeque<>();
  private Place place = new Place(1, 1, "");
  private @Nullable Token current;
  private String text = "";

  /** Opens a document. */
  YamlTokens(PolicyText source) {
    this.source = source;
    LoadSettings settings =
        LoadSettings.builder()
            .setLabel("policy")
            .setSchema(new CoreSchema())
            .setCodePointLimit((int) PolicyFiles.MOST_BYTES)
            .build();
    this.events = new Parse(settings).parseString(source.text()).iterator();
  }

  @Override
  public @Nullable Token next() throws BrokenSyntaxException {
    current = token();
    return current;
  }

  @Override
  public @Nullable Token current() {
    return current;
  }

  @Override
  public String text() {
    return text;
  }

  @Override
  public Place place() {
    return place;
  }

  private @Nullable Token token() throws BrokenSyntaxException {
    for (Event event = event(); event != null; event = event()) {
      Open inside = open.peek();
      if (inside != null) {
        inside.forgetKey();
      }
      place = place(event.getStartMark());
      Token token = token(event);
      if (token != null) {
        return token;
      }
    }
    return null;
  }

  /** Returns the token that an event is, if it is one. */
  private @Nullable Token token(Event event) throws BrokenSyntaxException {
    if (event instanceof ScalarEvent scalar) {
      return scalar(scalar);
    }
    if (event instanceof CollectionStartEvent start) {
      return begin(start, event.getEventId() == Event.ID.MappingStart);
    }
    if (event instanceof CollectionEndEvent) {
      open.pop();
      place = place.at(pointer());
      return event.getEventId() == Event.ID.MappingEnd ? Token.END_OBJECT : Token.END_LIST;
    }
    if (event instanceof AliasEvent alias) {
      throw broken(
          "the alias '*"
              + alias.getAlias().getValue()
              + "' stands for another part: expected that part itself");
    }
    if (event instanceof DocumentStartEvent start) {
      requireOneOfThisVersion(start);
    }
    return null;
  }

  private @Nullable Event event() throws BrokenSyntaxException {
    try {
      return events.hasNext() ? events.next() : null;
    } catch (MarkedYamlEngineException e) {
      place = place(e.getProblemMark().or(e::getContextMark));
      throw new BrokenSyntaxException(place, "it is not well-formed YAML: " + problem(e), e);
    } catch (ReaderException e) {
      place = source.place(e.getPosition(), pointer());
      throw new BrokenSyntaxException(
          place,
          String.format(
              "the character U+%04X is not allowed in YAML: expected it left out, or escaped in"
                  + " double quotes",
              e.getCodePoint()),
          e);
    } catch (YamlEngineException e) {
      throw new BrokenSyntaxException(place, "it is not usable YAML: " + e.getMessage(), e);
    }
  }

  private String problem(MarkedYamlEngineException failure) {
    Optional<Mark> mark = failure.getProblemMark();
    if (mark.isPresent() && source.isTab(mark.get().getIndex())) {
      return "a tab: expected spaces";
    }
    String context = failure.getContext();
    return (context == null ? "" : context + ", ") + failure.getProblem();
  }

  /** A second document, or YAML 1.1, in which {@code no} and {@code on} are flags. */
  private void requireOneOfThisVersion(DocumentStartEvent event) throws BrokenSyntaxException {
    if (current != null) {
      throw broken("a second document begins: expected one");
    }
    Optional<SpecVersion> version = event.getSpecVersion();
    if (version.isPresent() && version.get().getMinor() != 2) {
      throw broken(
          "it is YAML " + version.get().getRepresentation() + ": expected YAML 1.2, or no %YAML");
    }
  }

  private Token scalar(ScalarEvent event) throws BrokenSyntaxException {
    requirePlainNode(event, event.getTag());
    Tag tag = event.isPlain() ? resolver.resolve(event.getValue(), true) : Tag.STR;
    Open parent = open.peek();
    if (parent != null && parent.awaitsKey) {
      return key(parent, event.getValue(), tag);
    }
    enter(parent);
    text = event.getValue();
    if (tag.equals(Tag.INT)) {
      if (!DECIMAL_DIGITS.matcher(text).matches()) {
        throw broken(
            ("the number %s is not plain decimal: expected digits without +, 0x, 0o and"
                    + " leading 0, or quotes if it is a text")
                .formatted(text));
      }
      return Token.WHOLE;
    }
    if (tag.equals(Tag.FLOAT)) {
      return Token.DECIMAL;
    }
    if (tag.equals(Tag.BOOL)) {
      return text.startsWith("t") || text.startsWith("T") ? Token.TRUE : Token.FALSE;
    }
    if (tag.equals(Tag.NULL)) {
      text = text.isEmpty() ? "no value" : text;
      return Token.NULL;
    }
    return Token.TEXT;
  }

  private Token key(Open object, String key, Tag tag) throws BrokenSyntaxException {
    if (!tag.equals(Tag.STR)) {
      throw broken(
          key.equals(MERGE)
              ? "the key '<<' stands for the keys of another part: expected those keys"
              : "the key '" + key + "' is no text: expected it in quotes");
    }
    object.key = key;
    object.awaitsKey = false;
    place = place.at(pointer());
    if (!object.keys.add(key)) {
      throw broken("the key '" + key + "' stands twice: expected it once");
    }
    text = key;
    return Token.KEY;
  }

  private Token begin(CollectionStartEvent event, boolean isObject) throws BrokenSyntaxException {
    requirePlainNode(event, event.getTag());
    Open parent = open.peek();
    if (parent != null && parent.awaitsKey) {
      throw broken(
          "a key is " + (isObject ? "an object" : "a list") + ": expected a text as the key");
    }
    enter(parent);
    open.push(new Open(isObject));
    return isObject ? Token.OBJECT : Token.LIST;
  }

  /** The next value of what is open begins. */
  private void enter(@Nullable Open parent) {
    if (parent != null) {
      parent.enter();
      place = place.at(pointer());
    }
  }

  private void requirePlainNode(NodeEvent event, Optional<String> tag)
      throws BrokenSyntaxException {
    if (event.getAnchor().isPresent()) {
      throw broken(
          "the anchor '&"
              + event.getAnchor().get().getValue()
              + "' marks a part for aliases: expected the part without it");
    }
    if (tag.isPresent()) {
      throw broken(
          "the tag '"
              + tag.get()
              + "' gives a type: expected the value alone, in quotes if it is a text");
    }
  }

  private BrokenSyntaxException broken(String problem) {
    return new BrokenSyntaxException(place, problem, null);
  }

  private Place place(Optional<Mark> mark) {
    return mark.map(at -> new Place(at.getLine() + 1, at.getColumn() + 1, pointer())).orElse(place);
  }

  private String pointer() {
    StringBuilder pointer = new StringBuilder();
    open.descendingIterator().forEachRemaining(part -> part.appendTo(pointer));
    return pointer.toString();
  }

  /** An object or a list whose end was not read yet. */
  private static final class Open {
    private final boolean isObject;
    private final Set<String> keys = new HashSet<>();
    private @Nullable String key;
    private boolean awaitsKey;
    private int index = -1;

    Open(boolean isObject) {
      this.isObject = isObject;
      this.awaitsKey = isObject;
    }

    /** A value begins, after which an object has another key. */
    void enter() {
      awaitsKey = isObject;
      index++;
    }

    /** Between two keys, an object stands at none. */
    void forgetKey() {
      if (awaitsKey) {
        key = null;
      }
    }

    void appendTo(StringBuilder pointer) {
      if (isObject && key != null) {
        pointer.append('/').append(key.replace("~", "~0").replace("/", "~1"));
      } else if (!isObject && index >= 0) {
        pointer.append('/').append(index);
      }
    }
  }
}
