package dev.millrace.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import dev.millrace.core.access.Access;
import dev.millrace.core.access.PublicAccess;
import io.grpc.BindableService;
import io.grpc.stub.StreamObserver;
import jakarta.ws.rs.HttpMethod;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The rules of the house that a compiler cannot check. */
class ArchitectureTest {

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.millrace");

  @Test
  void featuresHaveNoCycles() {
    slices().matching("dev.millrace.(**)").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void coreKnowsNoFramework() {
    noClasses()
        .that()
        .resideInAPackage("dev.millrace.core..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "jakarta..", "io.quarkus..", "org.hibernate..", "io.vertx..", "org.jboss..")
        .check(CLASSES);
  }

  @Test
  void onlyStoresTouchTheDatabase() {
    noClasses()
        .that()
        .haveSimpleNameNotEndingWith("Store")
        .and(areNotInsideAStore())
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("jakarta.persistence.EntityManager")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("javax.sql.DataSource")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("io.agroal.api.AgroalDataSource")
        .check(CLASSES);
  }

  @Test
  void entitiesStayInTheirStore() {
    noClasses()
        .that()
        .haveSimpleNameNotEndingWith("Store")
        .and(areNotInsideAStore())
        .and()
        .areNotAnnotatedWith("jakarta.persistence.Entity")
        .and()
        .haveSimpleNameNotEndingWith("_")
        .should()
        .dependOnClassesThat(
            new DescribedPredicate<>("are entities") {
              @Override
              public boolean test(JavaClass type) {
                return type.isAnnotatedWith("jakarta.persistence.Entity");
              }
            })
        .allowEmptyShould(true)
        .check(CLASSES);
    methods()
        .that()
        .areDeclaredInClassesThat()
        .haveSimpleNameEndingWith("Store")
        .and()
        .arePublic()
        .should(notReturnAnEntity())
        .allowEmptyShould(true)
        .check(CLASSES);
  }

  @Test
  void onlyResourcesAndThePlatformSpeakHttp() {
    noClasses()
        .that()
        .haveSimpleNameNotEndingWith("Resource")
        .and()
        .resideOutsideOfPackage("dev.millrace.platform..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("jakarta.ws.rs..")
        .check(CLASSES);
  }

  @Test
  void thePlatformKnowsNoFeature() {
    noClasses()
        .that()
        .resideInAPackage("dev.millrace.platform..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "dev.millrace.tracking..",
            "dev.millrace.artifacts..",
            "dev.millrace.registry..",
            "dev.millrace.serving..")
        .check(CLASSES);
  }

  @Test
  void everyRouteStatesItsAccessPolicy() {
    Set<String> routes = new TreeSet<>();
    Set<String> gaps = new TreeSet<>();
    for (JavaClass type : CLASSES) {
      for (JavaMethod method : type.getMethods()) {
        boolean route =
            method.getAnnotations().stream()
                .anyMatch(a -> a.getRawType().isAnnotatedWith(HttpMethod.class));
        if (!route) {
          continue;
        }
        String policy =
            method
                .tryGetAnnotationOfType(Access.class)
                .map(access -> access.needs() + " on " + access.on())
                .orElse(method.isAnnotatedWith(PublicAccess.class) ? "public" : "");
        (policy.isEmpty() ? gaps : routes)
            .add(type.getSimpleName() + "." + method.getName() + " " + policy);
      }
    }
    assertThat(routes).as("routes with a policy").isNotEmpty();
    assertThat(gaps).as("routes without @Access or @PublicAccess").isEmpty();
  }

  @Test
  void everyGrpcMethodStatesItsAccessPolicy() {
    Set<String> methods = new TreeSet<>();
    Set<String> gaps = new TreeSet<>();
    for (JavaClass type : CLASSES) {
      if (type.isInterface() || !type.isAssignableTo(BindableService.class)) {
        continue;
      }
      for (JavaMethod method : type.getMethods()) {
        boolean answers =
            method.getRawParameterTypes().stream()
                .anyMatch(parameter -> parameter.isEquivalentTo(StreamObserver.class));
        if (!answers || method.getModifiers().contains(JavaModifier.PRIVATE)) {
          continue;
        }
        boolean stated =
            method.isAnnotatedWith(Access.class) || method.isAnnotatedWith(PublicAccess.class);
        (stated ? methods : gaps).add(type.getSimpleName() + "." + method.getName());
      }
    }
    assertThat(methods).as("methods with a policy").isNotEmpty();
    assertThat(gaps).as("methods without @Access or @PublicAccess").isEmpty();
  }

  private static DescribedPredicate<JavaClass> areNotInsideAStore() {
    return new DescribedPredicate<>("are not inside a Store") {
      @Override
      public boolean test(JavaClass type) {
        return type.getEnclosingClass()
            .map(outer -> !outer.getSimpleName().endsWith("Store") && test(outer))
            .orElse(true);
      }
    };
  }

  private static ArchCondition<JavaMethod> notReturnAnEntity() {
    return new ArchCondition<>("not return an entity") {
      @Override
      public void check(JavaMethod method, ConditionEvents events) {
        boolean entity =
            method.getReturnType().getAllInvolvedRawTypes().stream()
                .anyMatch(type -> type.isAnnotatedWith("jakarta.persistence.Entity"));
        events.add(
            new SimpleConditionEvent(
                method, !entity, method.getFullName() + " returns " + method.getReturnType()));
      }
    };
  }
}
