package io.amiclean.core;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.amiclean.api.model.Reason;
import io.amiclean.api.model.Refusal;
import io.amiclean.api.plan.ImageTrace;
import io.amiclean.api.policy.Strategy;
import io.amiclean.api.policy.StrategySpec;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;

@AnalyzeClasses(packages = "io.amiclean.core", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  /** The stages in the order of the flow, by the names of their packages. */
  private static final List<String> STAGES =
      List.of(
          "source", "exclusion", "mapping", "retention", "snapshot", "plan", "execution", "report");

  /** What stands beside the stages. */
  private static final List<String> BESIDE =
      List.of(
          "backtest",
          "cost",
          "diff",
          "document",
          "inmemory",
          "internal",
          "inventory",
          "journal",
          "json",
          "lifecycle",
          "policy",
          "scope");

  @ArchTest
  static final ArchRule packagesAreFreeOfCycles =
      slices().matching("io.amiclean.core.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule everyClassStandsInAStageOrBeside =
      classes()
          .should()
          .resideInAnyPackage(
              Stream.concat(STAGES.stream(), BESIDE.stream())
                  .map(ArchitectureTest::core)
                  .toArray(String[]::new));

  @ArchTest
  static final ArchRule nothingIsUsedButTheApiAndTheFewLibraries =
      classes()
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java..",
              "javax.annotation.processing..",
              "jdk.jfr",
              "com.fasterxml.jackson.core..",
              "com.google.common..",
              "com.samskivert.mustache",
              "org.immutables.value",
              "org.jspecify..",
              "org.slf4j",
              "io.amiclean.api..",
              "io.amiclean.core..");

  @ArchTest
  static final ArchRule whatIsSharedKnowsNoStage =
      noClasses()
          .that()
          .resideInAPackage(core("internal"))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(STAGES.stream().map(ArchitectureTest::core).toArray(String[]::new));

  /** Planning and execution use it. */
  @ArchTest
  static final ArchRule theLifecycleKnowsNoStageOfTheCore =
      noClasses()
          .that()
          .resideInAPackage(core("lifecycle"))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(STAGES.stream().map(ArchitectureTest::core).toArray(String[]::new));

  @ArchTest
  static final ArchRule noStageKnowsTheAccountInMemory =
      noClasses()
          .that()
          .resideInAnyPackage(STAGES.stream().map(ArchitectureTest::core).toArray(String[]::new))
          .should()
          .dependOnClassesThat()
          .resideInAPackage(core("inmemory"));

  @ArchTest
  static final ArchRule whatStagesShareKnowsNoStage =
      noClasses()
          .that()
          .resideInAPackage(core("internal"))
          .and()
          // Outcomes stand in results and in journals.
          .haveNameNotMatching(".*\\.OutcomeJson.*")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              STAGES.stream().flatMap(ArchitectureTest::both).toArray(String[]::new));

  /** The first event class of a process takes long, so that each is behind a question. */
  @ArchTest
  static final ArchRule onlyEventsAndThatQuestionKnowTheFlightRecorder =
      noClasses()
          .that()
          .haveSimpleNameNotEndingWith("Event")
          .and()
          .doNotHaveSimpleName("FlightRecording")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("jdk.jfr");

  /** It is a port of the stages 1, 6 and 7, and no part of the others. */
  @ArchTest
  static final ArchRule theAccountInMemoryKnowsNoStrategyAndNoPlanner =
      noClasses()
          .that()
          .resideInAPackage(core("inmemory"))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(STAGES.stream().map(ArchitectureTest::core).toArray(String[]::new));

  /** The classes of the plan that help the planner know single stages each. */
  @ArchTest
  static final ArchRule onlyThePlannerKnowsTheOrderOfTheStages =
      noClasses()
          .that()
          .haveNameNotMatching(
              "io\\.amiclean\\.core\\.plan\\.(CleanupPlanner|CleanupPlannerBuilder|PlannerSettings|PolicyEvaluation)")
          .and()
          // What makes strategies, and what names their kinds, asks none of them.
          .haveSimpleNameNotEndingWith("BuiltInStrategies")
          .and()
          .haveSimpleNameNotEndingWith("StrategyRegistry")
          .and()
          .haveSimpleNameNotEndingWith("PolicyJsonReader")
          .should(
              dependOnAll(
                  Stream.of("exclusion", "mapping", "retention", "snapshot")
                      .map(stage -> "io.amiclean.api." + stage)
                      .toList()));

  /** Drift and outcomes give the reasons of a new plan in their own. */
  @ArchTest
  static final ArchRule messagesAreReadByRenderersOrPassedOn =
      noClasses()
          .that()
          .resideOutsideOfPackages(core("report"), core("json"), core("internal.json"))
          .and()
          .haveNameNotMatching(".*\\.(PlanDrift|LifecycleEvaluation|Recheck|RecheckRounds)(\\$.*)?")
          .should()
          .accessTargetWhere(reads(Reason.class, "message").or(reads(Refusal.class, "message")));

  @ArchTest
  static final ArchRule tracesAreReadByRenderers =
      noClasses()
          .that()
          .resideOutsideOfPackages(core("report"), core("json"))
          .should()
          .accessTargetWhere(reads(ImageTrace.Answer.class, "strategy"));

  @ArchTest
  static final ArchRule executionsReadNoDescriptions =
      noClasses()
          .that()
          .resideInAPackage(core("execution"))
          .should()
          .accessTargetWhere(
              reads(Strategy.class, "description").or(reads(StrategySpec.class, "description")));

  private static DescribedPredicate<JavaAccess<?>> reads(Class<?> type, String text) {
    return DescribedPredicate.describe(
        "the target is " + type.getSimpleName() + "." + text,
        access -> access.getName().equals(text) && access.getTargetOwner().isAssignableTo(type));
  }

  @ArchTest
  static final ArchRule packagesAreNullMarked = classes().should(standInANullMarkedPackage());

  @ArchTest
  static final ArchRule nothingIsPrinted =
      noClasses()
          .should()
          .accessField(System.class, "out")
          .orShould()
          .accessField(System.class, "err");

  @ArchTest
  static void stagesUseEarlierStagesOnly(JavaClasses classes) {
    for (int stage = 0; stage < STAGES.size() - 1; stage++) {
      noClasses()
          .that()
          .resideInAPackage(core(STAGES.get(stage)))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              STAGES.subList(stage + 1, STAGES.size()).stream()
                  .flatMap(ArchitectureTest::both)
                  .toArray(String[]::new))
          .allowEmptyShould(true)
          .check(classes);
    }
  }

  private static String core(String stage) {
    return "io.amiclean.core." + stage + "..";
  }

  private static Stream<String> both(String stage) {
    return Stream.of("io.amiclean.api." + stage, core(stage));
  }

  private static ArchCondition<JavaClass> dependOnAll(List<String> packages) {
    return new ArchCondition<>("depend on all of " + packages) {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        boolean dependsOnAll =
            packages.stream()
                .allMatch(
                    name ->
                        type.getDirectDependenciesFromSelf().stream()
                            .anyMatch(
                                dependency ->
                                    JavaClass.Predicates.resideInAPackage(name)
                                        .test(dependency.getTargetClass())));
        events.add(
            new SimpleConditionEvent(
                type, dependsOnAll, type.getName() + " depends on all of " + packages));
      }
    };
  }

  private static ArchCondition<JavaClass> standInANullMarkedPackage() {
    return new ArchCondition<>("stand in a package that is @NullMarked") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        events.add(
            new SimpleConditionEvent(
                type,
                type.getPackage().isAnnotatedWith(NullMarked.class),
                type.getPackageName() + " of " + type.getSimpleName() + " is not @NullMarked"));
      }
    };
  }
}
