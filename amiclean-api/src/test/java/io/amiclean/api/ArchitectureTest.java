package io.amiclean.api;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;

@AnalyzeClasses(packages = "io.amiclean.api", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  /** The stages in the order of the flow; {@code model} stands before the first. */
  private static final List<String> STAGES =
      List.of(
          "model",
          "policy",
          "source",
          "exclusion",
          "mapping",
          "retention",
          "snapshot",
          "plan",
          "execution",
          "lifecycle",
          "journal",
          "report");

  @ArchTest
  static final ArchRule packagesAreFreeOfCycles =
      slices().matching("io.amiclean.api.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule everyClassStandsInAStage =
      classes()
          .should()
          .resideInAnyPackage(
              Stream.concat(STAGES.stream(), Stream.of("internal"))
                  .map(stage -> "io.amiclean.api." + stage)
                  .toArray(String[]::new));

  /** Immutables' annotations are there at compile time only. */
  @ArchTest
  static final ArchRule nothingButTheJdkAndJSpecifyIsUsed =
      classes()
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java..",
              "javax.annotation.processing..",
              "org.jspecify..",
              "org.immutables.value",
              "io.amiclean.api..");

  @ArchTest
  static final ArchRule packagesAreNullMarked = classes().should(standInANullMarkedPackage());

  @ArchTest
  static void stagesUseTheModelAndEarlierStagesOnly(JavaClasses classes) {
    for (int stage = 0; stage < STAGES.size() - 1; stage++) {
      noClasses()
          .that()
          .resideInAPackage("io.amiclean.api." + STAGES.get(stage))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              STAGES.subList(stage + 1, STAGES.size()).stream()
                  .map(later -> "io.amiclean.api." + later)
                  .toArray(String[]::new))
          .check(classes);
    }
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
