package dev.fiducia.attestation.launch.snp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fiducia.attestation.evidence.RefusedException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VcpuTypeTest {

    @ParameterizedTest
    @CsvSource({
        "EPYC,0x800f12",
        "EPYC-IBPB,0x800f12",
        "epyc-v4,0x800f12",
        "EPYC-Rome,0x830f10",
        "EPYC-Milan,0xa00f11",
        "EPYC-Milan-v2,0xa00f11",
        "EPYC-Genoa,0xa10f10",
        "EPYC-Turin,0xb00f00"
    })
    void knowsTheModelsOfQemu(String name, String signature) throws Exception {
        assertThat(VcpuType.named(name).signature()).isEqualTo(Long.decode(signature));
    }

    @ParameterizedTest
    @CsvSource({"25,1,1,0xa00f11", "6,0x9e,3,0x906e3", "15,0,0,0xf00", "270,255,15,0xfff0fff"})
    void encodesFamilyModelAndStepping(
            String family, String model, String stepping, String signature) throws Exception {
        VcpuType type =
                VcpuType.of(
                        Integer.decode(family), Integer.decode(model), Integer.decode(stepping));
        assertThat(type.signature()).isEqualTo(Long.decode(signature));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "host", "EPYC-", "EPYC-v0", "EPYC-v10", "EPYC-Milan-IBPB-v2", "max"})
    void refusesNamesThatItDoesNotKnow(String name) {
        assertThatThrownBy(() -> VcpuType.named(name))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("give the signature");
    }

    @Test
    void refusesNumbersThatNoCpuHas() {
        assertThatThrownBy(() -> VcpuType.of(0)).isInstanceOf(RefusedException.class);
        assertThatThrownBy(() -> VcpuType.of(1L << 32)).isInstanceOf(RefusedException.class);
        assertThatThrownBy(() -> VcpuType.of(271, 0, 0)).isInstanceOf(RefusedException.class);
        assertThatThrownBy(() -> VcpuType.of(25, 256, 0)).isInstanceOf(RefusedException.class);
        assertThatThrownBy(() -> VcpuType.of(25, 1, 16)).isInstanceOf(RefusedException.class);
        assertThatThrownBy(() -> VcpuType.of(-1, 1, 1)).isInstanceOf(RefusedException.class);
    }
}
