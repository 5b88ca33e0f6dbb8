package dev.fiducia.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Constructs of the language whose reading is easy to get wrong, each with its document.
class LanguageTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '\0',
            value = {
                // A bar in brackets begins a body only after a single term, else it is a union.
                "a := {1}\\nx := [a | {2}, 3] ~ {'a':[1],'x':[[1,2],3]}",
                "a := {1}\\nx if { [a | {2}, 3] } ~ {'a':[1],'x':true}",
                "x := {'k': {1} | {2}, 'l': 3} ~ {'x':{'k':[1,2],'l':3}}",
                "x := [1 | 1, 2 in [7]] ~ {'x':[]}",
                "x := {1 + 2: 3} ~ {'x':{'3':3}}",
                // Pairs before `in` where a comma can mean nothing else.
                "x := 1, 2 in {1: 2} ~ {'x':true}",
                "x := [1, 2 in [2]] ~ {'x':[1,true]}",
                "f(a, b) := [a, b]\\nx := f(1, 2 in [2]) ~ {'x':[1,true]}",
                // Minus before references, numbers apart from their sign or without a nought.
                "a := 4\\nx := -a + 3 ~ {'a':4,'x':-1}",
                "x := [- 2, .5] ~ {'x':[-2,0.5]}",
                "x := [, 1, 2] ~ {'x':[1,2]}",
                // A literal after `if` may begin with a brace; a set there is a body.
                "x if {1: 2}[1] == 2 ~ {'x':true}",
                "x if {y | y := 1}[1] ~ {'x':true}",
                "x if { 1 } ~ {'x':true}",
                "x if { false } ~ {}",
                "x if { false } { true } ~ {'x':true}",
                // Keywords as names in references.
                "if.a := 1\\nin['x'] := data.p.if.a ~ {'if':{'a':1},'in':{'x':1}}",
                "not['x'] := 1\\nx if { not['x'] == 1 } ~ {'not':{'x':1},'x':true}",
                // Heads.
                "a.b[c] := 1 if c := 'd'\\na.b.e := 2 ~ {'a':{'b':{'d':1,'e':2}}}",
                "a[b] contains c if { b := 'k'; c := 1 }\\na.k contains 2 ~ {'a':{'k':[1,2]}}",
                "default f(_) := 0\\nf(1) := 2\\nx := [f(1), f(3)] ~ {'x':[2,0]}",
                "f(x) := y if { y := x + 1 } else := 0\\nx := [f(1), f('a')] ~ {'x':[2,0]}",
                "f() := 1\\nx := [f, f()] ~ {'f':1,'x':[1,1]}",
                "x if every k, v in {'a': 1} { k == 'a'; v > 0 } ~ {'x':true}",
                "x if every _ in null { true } ~ {}",
                "x := $'a{ {1,2}[1] }b{[z | z := 1]}{input.no}' ~ {'x':'a1b[1]<undefined>'}",
                // Built-ins in the place of built-ins, also those with dots in their names.
                "x if { base64.encode('a') == '61' with base64.encode as hex.encode } ~ {'x':true}",
                "x if { y := [4, 5]; count(y) == 9 with count as sum } ~ {'x':true}",
                "import future.keywords.not\\nx if not { y := 1; y == 2 } ~ {'x':true}",
            })
    void means(String text, String document) {
        String policy = "package p\n" + text.strip().replace("\\n", "\n").replace('\'', '"');
        EvalResult result = Policies.evaluate(policy, "data.p", "{}");
        assertThat(result).isInstanceOf(EvalResult.Value.class);
        assertThat(((EvalResult.Value) result).value().toJson())
                .isEqualTo(document.strip().replace('\'', '"'));
    }
}
