package io.amiclean.aws;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaModifier.PROTECTED;
import static com.tngtech.archunit.core.domain.JavaModifier.PUBLIC;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.members;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import software.amazon.awssdk.core.SdkClient;

@AnalyzeClasses(packages = "io.amiclean.aws", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  private static final String INTERNAL = "io.amiclean.aws.internal..";

  /** Methods of the SDK's clients that call no service. */
  private static final Set<String> NO_OPERATIONS =
      Set.of("builder", "close", "serviceClientConfiguration", "serviceName");

  /** What stands beneath all stages of this module. */
  private static final List<String> SHARED = List.of("internal", "internal.call", "source");

  private static final List<String> SOURCES =
      List.of(
          "internal.source",
          "internal.source.launch",
          "internal.source.scaling",
          "internal.source.further");

  @ArchTest
  static final ArchRule everyClassStandsInARoomOfTheDesign =
      classes()
          .should()
          .resideInAnyPackage(
              Stream.of(
                      List.of("budget", "lifecycle", "internal.plan", "internal.execution"),
                      List.of("internal.lifecycle"),
                      SHARED,
                      SOURCES)
                  .flatMap(Collection::stream)
                  .map(room -> "io.amiclean.aws." + room)
                  .toArray(String[]::new))
          .orShould()
          .resideInAPackage("io.amiclean.aws");

  @ArchTest
  static final ArchRule noPackageDependsOnItself =
      slices().matching("io.amiclean.(aws..)").should().beFreeOfCycles();

  @ArchTest static final ArchRule theCheckedCallKnowsNothing = room("internal.call").mayUse();

  @ArchTest
  static final ArchRule whatIsSharedKnowsNoStage = room("internal").mayUse("internal.call");

  @ArchTest
  static final ArchRule optionsKnowNamesOnly = room("source").mayUse("internal", "internal.call");

  @ArchTest static final ArchRule theBudgetKnowsNoStage = room("budget").mayUse("internal.call");

  @ArchTest
  static final ArchRule launchTemplatesKnowNoOtherSource =
      room("internal.source.launch").mayUse("internal", "internal.call", "source");

  @ArchTest
  static final ArchRule groupsKnowLaunchTemplatesOnly =
      room("internal.source.scaling")
          .mayUse("internal", "internal.call", "source", "internal.source.launch");

  @ArchTest
  static final ArchRule sourcesOfProvidersKnowNoOtherSource =
      room("internal.source.further")
          .mayUse("internal", "internal.call", "source", "internal.source.launch");

  @ArchTest
  static final ArchRule sourcesKnowNothingOfWhatComesAfterThem =
      room("internal.source")
          .mayUse(
              "internal",
              "internal.call",
              "source",
              "internal.source.launch",
              "internal.source.scaling",
              "internal.source.further");

  @ArchTest
  static final ArchRule theLastLookKnowsTheSourcesOnly =
      room("internal.plan").mayUse("internal", "internal.call", "source", "internal.source");

  @ArchTest
  static final ArchRule theExecutionKnowsTheSourcesOnly =
      room("internal.execution").mayUse("internal", "internal.call", "internal.source");

  @ArchTest
  static final ArchRule theLifecycleKnowsTheSourcesOnly =
      room("internal.lifecycle")
          .mayUse("internal", "internal.call", "internal.source", "lifecycle");

  @ArchTest static final ArchRule theRecycleBinKnowsTheApiOnly = room("lifecycle").mayUse();

  @ArchTest
  static final ArchRule noStageKnowsOfTheBudgetOfItsRequests =
      classes()
          .that()
          .resideInAPackage("io.amiclean.aws.budget")
          .should()
          .onlyHaveDependentClassesThat()
          .resideInAnyPackage("io.amiclean.aws", "io.amiclean.aws.budget");

  @ArchTest
  static final ArchRule signaturesForUsersNameNothingInternal =
      members()
          .that()
          .areDeclaredInClassesThat(areForUsers())
          .and(areVisible())
          .should(nameNothingInternal());

  @ArchTest
  static final ArchRule typesForUsersExtendNothingInternal =
      noClasses().that(areForUsers()).should().beAssignableTo(resideInAPackage(INTERNAL));

  /** {@code CheckedClient} is given operations as references to methods, and calls them. */
  @ArchTest
  static final ArchRule operationsOfAServiceAreCalledThroughTheCheckOfAnswersOnly =
      noClasses()
          .should()
          .callMethodWhere(
              DescribedPredicate.describe(
                  "an operation of a client of the SDK",
                  (JavaMethodCall call) ->
                      call.getTargetOwner().isAssignableTo(SdkClient.class)
                          && !NO_OPERATIONS.contains(call.getName())));

  @ArchTest
  static final ArchRule nothingButTheApiTheSdkAndSlf4jIsUsed =
      classes()
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java..",
              "jdk.jfr",
              "org.jspecify..",
              "org.slf4j",
              "software.amazon.awssdk..",
              "io.amiclean.api..",
              "io.amiclean.aws..");

  private static Room room(String name) {
    return new Room("io.amiclean.aws." + name);
  }

  /** A package, and which others of this module it may use. */
  private record Room(String name) {

    ArchRule mayUse(String... others) {
      String[] allowed =
          Stream.concat(
                  Stream.of(name), Arrays.stream(others).map(other -> "io.amiclean.aws." + other))
              .toArray(String[]::new);
      return noClasses()
          .that()
          .resideInAPackage(name)
          .should()
          .dependOnClassesThat(
              resideInAPackage("io.amiclean.aws..")
                  .and(DescribedPredicate.not(JavaClass.Predicates.resideInAnyPackage(allowed))));
    }
  }

  private static DescribedPredicate<JavaClass> areForUsers() {
    return JavaClass.Predicates.resideOutsideOfPackage(INTERNAL)
        .and(
            DescribedPredicate.describe(
                "public",
                type ->
                    type.getModifiers().contains(PUBLIC)
                        && type.getEnclosingClass()
                            .map(outer -> outer.getModifiers().contains(PUBLIC))
                            .orElse(true)));
  }

  private static DescribedPredicate<JavaMember> areVisible() {
    return DescribedPredicate.describe(
        "public or protected",
        member ->
            member.getModifiers().contains(PUBLIC) || member.getModifiers().contains(PROTECTED));
  }

  private static ArchCondition<JavaMember> nameNothingInternal() {
    return new ArchCondition<>("name nothing internal") {
      @Override
      public void check(JavaMember member, ConditionEvents events) {
        typesOf(member)
            .flatMap(type -> type.getAllInvolvedRawTypes().stream())
            .filter(resideInAPackage(INTERNAL))
            .forEach(
                type ->
                    events.add(
                        SimpleConditionEvent.violated(
                            member, member.getFullName() + " names " + type.getName())));
      }
    };
  }

  private static Stream<JavaType> typesOf(JavaMember member) {
    if (member instanceof JavaField field) {
      return Stream.of(field.getType());
    }
    JavaCodeUnit unit = (JavaCodeUnit) member;
    return Stream.concat(
        Stream.of(unit.getReturnType()),
        Stream.concat(unit.getParameterTypes().stream(), unit.getExceptionTypes().stream()));
  }
}
