package dev.fiducia.app;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;

import java.util.Set;

/// The directions of docs/architecture.md, checked on the compiled classes of all modules.
@AnalyzeClasses(packages = "dev.fiducia", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
    private static final Set<String> PROVIDER_CHOOSING =
            Set.of(
                    "java.security.Signature",
                    "java.security.MessageDigest",
                    "java.security.KeyFactory",
                    "java.security.KeyPairGenerator",
                    "java.security.AlgorithmParameters",
                    "javax.crypto.Cipher",
                    "javax.crypto.KeyAgreement",
                    "javax.crypto.Mac",
                    "javax.crypto.KDF");

    @ArchTest
    static final ArchRule modulesDependDownwardsOnly =
            layeredArchitecture()
                    .consideringOnlyDependenciesInLayers()
                    .layer("policy-engine")
                    .definedBy("dev.fiducia.policy..")
                    .layer("initdata")
                    .definedBy("dev.fiducia.initdata..")
                    .layer("ha")
                    .definedBy("dev.fiducia.ha..")
                    .layer("rvps")
                    .definedBy("dev.fiducia.rvps..")
                    .layer("attestation")
                    .definedBy("dev.fiducia.attestation..", "dev.fiducia.crypto..")
                    .layer("server")
                    .definedBy("dev.fiducia.kbs..", "dev.fiducia.guest..")
                    .layer("bench")
                    .definedBy("dev.fiducia.bench..")
                    .layer("app")
                    .definedBy("dev.fiducia.app..")
                    .whereLayer("app")
                    .mayNotBeAccessedByAnyLayer()
                    .whereLayer("bench")
                    .mayOnlyBeAccessedByLayers("app")
                    .whereLayer("server")
                    .mayOnlyBeAccessedByLayers("bench", "app")
                    .whereLayer("attestation")
                    .mayOnlyBeAccessedByLayers("server", "bench", "app")
                    .whereLayer("rvps")
                    .mayOnlyBeAccessedByLayers("attestation", "server", "bench", "app")
                    .whereLayer("ha")
                    .mayOnlyBeAccessedByLayers("rvps", "attestation", "server", "bench", "app")
                    .whereLayer("initdata")
                    .mayOnlyBeAccessedByLayers("rvps", "attestation", "server", "bench", "app");

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("dev.fiducia.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule policyEngineAndInitdataArePureLibraries =
            noClasses()
                    .that()
                    .resideInAnyPackage("dev.fiducia.policy..", "dev.fiducia.initdata..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "java.nio.file..", "java.net.http..", "java.sql..", "io.vertx..");

    @ArchTest
    static final ArchRule onlyTheServerKnowsVertx =
            noClasses()
                    .that()
                    .resideOutsideOfPackage("dev.fiducia.kbs..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("io.vertx..", "io.netty..");

    @ArchTest
    static final ArchRule vertxIsUsedByItsPublicSide =
            noClasses()
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("io.vertx.core.impl..", "io.vertx.core.internal..");

    @ArchTest
    static final ArchRule everyCryptoCallNamesItsProvider =
            noClasses().should(callGetInstanceWithoutProvider());

    @ArchTest
    static final ArchRule providersAreNeverInstalledGlobally =
            noClasses()
                    .should()
                    .callMethod(
                            "java.security.Security",
                            "insertProviderAt",
                            "java.security.Provider",
                            "int")
                    .orShould()
                    .callMethod("java.security.Security", "addProvider", "java.security.Provider");

    private static ArchCondition<JavaClass> callGetInstanceWithoutProvider() {
        return new ArchCondition<>("call getInstance without naming a provider") {
            @Override
            public void check(JavaClass origin, ConditionEvents events) {
                origin.getMethodCallsFromSelf().stream()
                        .filter(ArchitectureTest::choosesNoProvider)
                        .forEach(call ->
                                events.add(
                                        SimpleConditionEvent.satisfied(
                                                call, call.getDescription())));
            }
        };
    }

    private static boolean choosesNoProvider(JavaCall<?> call) {
        return call.getName().equals("getInstance")
                && PROVIDER_CHOOSING.contains(call.getTargetOwner().getName())
                && call.getTarget().getRawParameterTypes().size() == 1;
    }
}
