package eu.socle;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaParameterizedType;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/// The shape of the house: who may import whom, who may print, what nobody may hold.
@AnalyzeClasses(packages = "eu.socle", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {

    /// Package -> the packages it may import; the order is the order data flows.
    private static final Map<String, List<String>> LAW =
            new TreeMap<>(
                    Map.ofEntries(
                            Map.entry("core", List.of()),
                            Map.entry("energy", List.of("core")),
                            Map.entry("data", List.of("core")),
                            Map.entry("tensor", List.of("core")),
                            Map.entry("dossier", List.of("core")),
                            Map.entry("token", List.of("core")),
                            Map.entry("model", List.of("core", "tensor", "token")),
                            Map.entry(
                                    "infer", List.of("core", "energy", "tensor", "token", "model")),
                            Map.entry("eval", List.of("core", "token", "infer")),
                            Map.entry(
                                    "train",
                                    List.of(
                                            "core", "energy", "data", "token", "tensor", "model",
                                            "infer", "eval")),
                            Map.entry(
                                    "erase", List.of("core", "data", "token", "train", "dossier")),
                            Map.entry("serve", List.of("core", "energy", "token", "infer", "eval")),
                            Map.entry(
                                    "telecom",
                                    List.of(
                                            "core", "energy", "tensor", "model", "train",
                                            "eval"))));

    @ArchTest
    static final ArchRule each_package_imports_only_what_the_law_allows =
            classes()
                    .that()
                    .resideInAPackage("eu.socle..")
                    .should(
                            new ArchCondition<>("keep the import law") {
                                @Override
                                public void check(JavaClass item, ConditionEvents events) {
                                    String from = room(item);
                                    if (from.equals("cli")) {
                                        return;
                                    }
                                    List<String> allowed = LAW.getOrDefault(from, List.of());
                                    item.getDirectDependenciesFromSelf()
                                            .forEach(dependency -> {
                                                JavaClass target = dependency.getTargetClass();
                                                if (!target.getPackageName()
                                                        .startsWith("eu.socle")) {
                                                    return;
                                                }
                                                String to = room(target);
                                                boolean good =
                                                        to.equals(from) || allowed.contains(to);
                                                events.add(
                                                        new SimpleConditionEvent(
                                                                item,
                                                                good,
                                                                dependency.getDescription()));
                                            });
                                }
                            });

    @ArchTest
    static final ArchRule there_are_no_cycles =
            slices().matching("eu.socle.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule only_tensor_cpu_sees_the_vector_api_and_onednn =
            noClasses()
                    .that()
                    .resideOutsideOfPackage("eu.socle.tensor.cpu..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("jdk.incubator.vector..", "org.bytedeco..");

    @ArchTest
    static final ArchRule only_the_command_line_prints =
            noClasses()
                    .that()
                    .resideOutsideOfPackage("eu.socle.cli..")
                    .should()
                    .accessField(System.class, "out")
                    .orShould()
                    .accessField(System.class, "err")
                    .orShould()
                    .callMethod(Throwable.class, "printStackTrace");

    @ArchTest
    static final ArchRule only_core_and_the_command_line_read_the_clock =
            noClasses()
                    .that()
                    .resideOutsideOfPackages("eu.socle.core..", "eu.socle.cli..")
                    .should()
                    .callMethod(System.class, "currentTimeMillis")
                    .orShould()
                    .callMethod(Instant.class, "now")
                    .orShould()
                    .callMethod(LocalDate.class, "now")
                    .orShould()
                    .callMethod(LocalDateTime.class, "now")
                    .orShould()
                    .callMethod(ZonedDateTime.class, "now")
                    .orShould()
                    .callMethod(Clock.class, "systemUTC");

    @ArchTest
    static final ArchRule nobody_makes_random_generators =
            noClasses()
                    .should()
                    .dependOnClassesThat()
                    .areAssignableTo(Random.class)
                    .orShould()
                    .dependOnClassesThat()
                    .areAssignableTo(RandomGenerator.class)
                    .orShould()
                    .callMethod(Math.class, "random");

    @ArchTest
    static final ArchRule nobody_uses_ambient_threads =
            noClasses()
                    .should()
                    .dependOnClassesThat()
                    .areAssignableTo(ThreadLocal.class)
                    .orShould()
                    .callMethodWhere(named("parallelStream", "parallel", "commonPool"));

    @ArchTest
    static final ArchRule static_state_does_not_change =
            fields().that()
                    .areStatic()
                    .and()
                    .areDeclaredInClassesThat()
                    .resideInAPackage("eu.socle..")
                    .should(
                            new ArchCondition<>("be final") {
                                @Override
                                public void check(JavaField field, ConditionEvents events) {
                                    boolean good =
                                            field.getModifiers().contains(JavaModifier.FINAL)
                                                    || field.getName().startsWith("$");
                                    events.add(
                                            new SimpleConditionEvent(
                                                    field, good, field.getFullName()));
                                }
                            });

    @ArchTest
    static final ArchRule no_public_map_of_objects =
            methods()
                    .that()
                    .arePublic()
                    .should(
                            new ArchCondition<>("not speak Map<String, Object>") {
                                @Override
                                public void check(JavaMethod method, ConditionEvents events) {
                                    boolean bad =
                                            isBag(method.getReturnType())
                                                    || method.getParameterTypes().stream()
                                                            .anyMatch(ArchitectureTest::isBag);
                                    events.add(
                                            new SimpleConditionEvent(
                                                    method, !bad, method.getFullName()));
                                }
                            });

    /// The first word after `eu.socle.`, or nothing for the root.
    private static String room(JavaClass item) {
        String inner = item.getPackageName().substring("eu.socle".length());
        int end = inner.indexOf('.', 1);
        return inner.isEmpty() ? "" : inner.substring(1, end < 0 ? inner.length() : end);
    }

    private static boolean isBag(JavaType type) {
        return type instanceof JavaParameterizedType p
                && p.toErasure().isAssignableTo(Map.class)
                && p.getActualTypeArguments().size() == 2
                && p.getActualTypeArguments().get(1).toErasure().isEquivalentTo(Object.class);
    }

    private static DescribedPredicate<JavaCall<?>> named(String... names) {
        return DescribedPredicate.describe(
                "call " + Arrays.toString(names),
                call ->
                        Arrays.asList(names).contains(call.getName())
                                && call.getTargetOwner().getPackageName().startsWith("java.util"));
    }
}
