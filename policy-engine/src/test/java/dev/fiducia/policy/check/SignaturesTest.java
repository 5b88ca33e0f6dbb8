package dev.fiducia.policy.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fiducia.policy.builtin.Builtin;
import dev.fiducia.policy.builtin.BuiltinSet;
import dev.fiducia.policy.builtin.Builtins;
import dev.fiducia.policy.builtin.HostPower;

import org.junit.jupiter.api.Test;

import java.util.EnumSet;
import java.util.Objects;

/// The table of signatures and the catalogue of functions tell the same.
class SignaturesTest {
    private static final Builtins ALL = Builtins.of(BuiltinSet.OPA, EnumSet.allOf(HostPower.class));

    @Test
    void knowsEveryFunctionWithItsArity() {
        for (String name : ALL.names()) {
            Builtin builtin = Objects.requireNonNull(ALL.find(name));
            Signature signature = Signatures.of(name);
            assertThat(signature).as(name).isNotNull();
            assertThat(signature.parameters()).as(name).hasSize(builtin.arity());
            assertThat(signature.result()).as(name).isNotNull();
        }
        assertThat(Signatures.names()).hasSizeGreaterThan(200);
        assertThat(Signatures.of("no.such.function")).isNull();
    }

    @Test
    void writesSignaturesAsMessagesShowThem() {
        assertThat(Objects.requireNonNull(Signatures.of("count")).wanted())
                .isEqualTo(
                        "(collection: any<string, array[any], object[any: any], set[any]>, n: number)");
        assertThat(Objects.requireNonNull(Signatures.of("rego.metadata.chain")).wanted())
                .isEqualTo("(chain: array[any])");
        assertThat(Objects.requireNonNull(Signatures.of("io.jwt.decode")).wanted())
                .isEqualTo(
                        "(jwt: string, output: array<object[any: any], object[any: any], string>)");
    }
}
