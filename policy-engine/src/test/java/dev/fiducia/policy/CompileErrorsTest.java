package dev.fiducia.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.ArrayList;
import java.util.List;

/// What a well-formed policy may still not do.
class CompileErrorsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '\0',
            value = {
                "x if y > 1 ~ rego_unsafe_var_error ~ var y is unsafe ~ 2:6",
                "x := y ~ rego_unsafe_var_error ~ var y is unsafe ~ 2:6",
                "x if { not input.y[_] } ~ rego_unsafe_var_error ~ var _ is unsafe ~ 2:20",
                "x if { not y ; y := [1] } ~ rego_compile_error ~ var y referenced above ~ 2:16",
                "x if { a = b ; b = a } ~ rego_unsafe_var_error ~ is unsafe ~ 2:8",
                "f(x) := y ~ rego_unsafe_var_error ~ var y is unsafe ~ 2:9",
                "x if { count(y, n) } ~ rego_unsafe_var_error ~ var y is unsafe ~ 2:14",
                "x := y\\ny := x ~ rego_recursion_error ~ data.p.x -> data.p.y -> data.p.x ~ 2:1",
                "f(a) := f(a) ~ rego_recursion_error ~ data.p.f is recursive ~ 2:1",
                "x if data.p[_] ~ rego_recursion_error ~ data.p.x is recursive ~ 2:1",
                "f(a) := 1\\nf(a, b) := 2 ~ rego_type_error ~ conflicting rules data.p.f ~ 2:1",
                "x := 1\\nx contains 2 ~ rego_type_error ~ conflicting rules data.p.x ~ 2:1",
                "x := 1\\nx.y := 2 ~ rego_type_error ~ rule data.p.x conflicts with: ~ 2:1",
                "default x := 1\\ndefault x := 2 ~ rego_type_error ~ found at p.rego:2, p.rego:3 ~ 3:1",
                "f(a) := a\\nx := f(1, 2, 3) ~ rego_type_error ~ function data.p.f has arity 1, got 3 arguments ~ 3:6",
                "x := count() ~ rego_type_error ~ arity mismatch ~ 2:6",
                "x := foo.bar(1) ~ rego_type_error ~ undefined function foo.bar ~ 2:6",
                "x if { y := 1 ; y := 2 } ~ rego_compile_error ~ var y assigned above ~ 2:17",
                "x if { y == 1 ; y := 2 } ~ rego_compile_error ~ var y referenced above ~ 2:17",
                "f(a) if { a := 1 } ~ rego_compile_error ~ arg a redeclared ~ 2:11",
                "x if { some y ; true } ~ rego_compile_error ~ declared var y unused ~ 2:13",
                "x if { input := 1 ; input } ~ rego_compile_error ~ must not shadow input ~ 2:8",
                "f(data) := 1 ~ rego_compile_error ~ must not shadow data ~ 2:3",
                "input := 1 ~ rego_compile_error ~ must not shadow input ~ 2:1",
                "import data.a\\nimport data.b.a ~ rego_compile_error ~ must not shadow ~ 3:1",
                "x if { true with y as 1 } ~ rego_type_error ~ with keyword target ~ 2:18",
                "y := {1: 2}\\nx if { y with data.p.y.a as 1 } ~ rego_compile_error ~ partially ~ 3:15",
                "x if { 1 := 2 } ~ rego_compile_error ~ cannot assign to number ~ 2:8",
                "x if { input.y := 2 } ~ rego_compile_error ~ cannot assign to ref ~ 2:8",
                "default x := input.y ~ rego_parse_error ~ illegal default rule ~ 2:1",
                "f(x) := x\\nx if { f := 1; f(2) } ~ rego_compile_error ~ called function f shadowed ~ 3:16",
                "x if { not y := 1 } ~ rego_compile_error ~ assign vars inside negated expression ~ 2:8",
                "x if { some y, y; y = 1 } ~ rego_compile_error ~ var y declared above ~ 2:16",
                "x if { y = 1; some y in [1] } ~ rego_compile_error ~ var y referenced above ~ 2:20",
                "x if { print(1, y) == 2 } ~ rego_type_error ~ print(1, y) used as value ~ 2:8",
                "x if { true with walk as 1 } ~ rego_compile_error ~ must not be a relation ~ 2:18",
                "x if { true with eq as 1 } ~ rego_compile_error ~ replacement of \"eq\" invalid ~ 2:18",
                "x if { true with print as 1 } ~ rego_compile_error ~ must not be a void function ~ 2:18",
                "a := b\\nb := c\\nc := a ~ rego_recursion_error ~ data.p.c is recursive: data.p.c -> data.p.a -> data.p.b -> data.p.c ~ 4:1",
                "x := 1e999999999 ~ rego_compile_error ~ too large ~ 2:6",
            })
    void refuses(String text, String code, String message, String place) {
        List<Diagnostic> errors =
                Policies.errors("package p\n" + text.strip().replace("\\n", "\n"));
        assertThat(errors).isNotEmpty();
        assertThat(errors)
                .anySatisfy(error -> {
                    assertThat(error.code()).isEqualTo(code.strip());
                    assertThat(error.message()).contains(message.strip());
                    assertThat(error.at().line() + ":" + error.at().column())
                            .isEqualTo(place.strip());
                });
    }

    @Test
    void refusesPackagesThatAreRules() {
        CompileResult result =
                RegoCompiler.builder()
                        .build()
                        .compile(
                                List.of(
                                        PolicySource.of("a.rego", "package a\nb := 1"),
                                        PolicySource.of("b.rego", "package a.b\nc := 1")));
        assertThat(result.policy()).isEmpty();
        assertThat(result.errors().getFirst().message()).contains("conflicts with rule data.a.b");
    }

    @Test
    void showsTheTypesOfWrongNumbersOfArguments() {
        assertThat(Policies.errors("package p\nx := count([1], input.y)").getFirst().message())
                .isEqualTo(
                        """
                        count: arity mismatch
                        \thave: (array<number>, any)
                        \twant: (collection: any<string, array[any], object[any: any], set[any]>, n: number)\
                        """);
    }

    @Test
    void saysOncePerClauseWhatPreventsIt() {
        assertThat(Policies.errors("package p\nx if { some y, y; z > 1 }")).hasSize(1);
    }

    @Test
    void stopsAfterTenErrors() {
        StringBuilder text = new StringBuilder("package p\n");
        for (int i = 0; i < 30; i++) {
            text.append("x%d := y\n".formatted(i));
        }
        List<Diagnostic> errors = Policies.errors(text.toString());
        assertThat(errors).hasSize(11);
        assertThat(errors.getLast().message()).isEqualTo("error limit reached");
    }

    @Test
    void boundsWhatItTellsOfCycles() {
        StringBuilder text = new StringBuilder("package p\n");
        for (int i = 0; i < 3_000; i++) {
            text.append("x%d if { x%d; x0 }\n".formatted(i, i + 1));
        }
        assertThat(Policies.errors(text.append("x3000 if x0\n").toString()))
                .isNotEmpty()
                .hasSizeLessThan(12);
    }

    @Test
    void letsModulesOfOnePackageSeeEachOthersRules() {
        CompileResult result =
                RegoCompiler.builder()
                        .build()
                        .compile(
                                List.of(
                                        PolicySource.of("a.rego", "package a\nx := y + 1"),
                                        PolicySource.of("b.rego", "package a\ny := 1")));
        assertThat(result.errors()).isEmpty();
        EvalResult value =
                result.policy()
                        .orElseThrow()
                        .prepareRule("data.a.x")
                        .evaluate(EvalRequest.builder().build());
        assertThat(value).hasToString("Value[value=2]");
    }

    @Test
    void letsImportsGoBeforeRulesOfTheirName() {
        String text = "package p\nimport input.y\ny := 1\nx := y";
        assertThat(Policies.evaluate(text, "data.p.x", "{\"y\": 2}")).hasToString("Value[value=2]");
    }

    @Test
    void ordersLongBodiesFromTheirEnd() {
        StringBuilder text = new StringBuilder("package p\nx if {\n");
        for (int i = 0; i < 15_000; i++) {
            text.append("v%d = v%d\n".formatted(i, i + 1));
        }
        text.append("v15000 = 1\n}\n");
        PolicySet policy = Policies.compile(text.toString());
        assertThat(policy.prepareRule("data.p.x").evaluate(EvalRequest.builder().build()).isTrue())
                .isTrue();
    }

    @Test
    void boundsTheWorkOfOrdering() {
        List<String> left = new ArrayList<>();
        List<String> right = new ArrayList<>();
        for (int i = 0; i < 15_000; i++) {
            left.add("v" + i + "\n");
            right.add("v" + (i + 1) + "\n");
        }
        String text = "package p\nx if {\n%s = %s\nv15000 = 1\n}\n".formatted(left, right);
        assertThat(Policies.errors(text))
                .isNotEmpty()
                .allSatisfy(error -> assertThat(error.code()).isEqualTo("rego_limit_error"));
    }

    @Test
    void boundsChainsOfOperators() {
        assertThat(Policies.errors("package p\nx := 1" + " + 1".repeat(10_000)).getFirst().code())
                .isEqualTo("rego_limit_error");
    }

    @Test
    void reportsSeveralErrorsAtOnce() {
        assertThat(Policies.errors("package p\nx := y\nz := q\nw if { v > 1 }")).hasSize(3);
    }

    @Test
    void allowsInVersion0WhatVersion1Refuses() {
        String text = "package p\nimport data.a\nimport data.a\nx { input := 1; input == 1 }";
        assertThat(Policies.errors(RegoVersion.V0, text)).isEmpty();
        assertThat(Policies.errors(RegoVersion.V1, text)).isNotEmpty();
    }

    @Test
    void refusesDeprecatedFunctionsInVersion1Only() {
        assertThat(
                        Policies.errors(RegoVersion.V1, "package p\nx if any([true])")
                                .getFirst()
                                .message())
                .contains("deprecated");
        assertThat(Policies.errors(RegoVersion.V0, "package p\nx { any([true]) }")).isEmpty();
    }
}
