package dev.fiducia.attestation.appraisal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Map;

class TrustVectorTest {
    @Test
    void refusesToBeEmpty() {
        assertThatIllegalArgumentException().isThrownBy(() -> new TrustVector(Map.of()));
    }

    @ParameterizedTest
    @CsvSource({
        "-128,CONTRAINDICATED",
        "-97,CONTRAINDICATED",
        "-96,WARNING",
        "-33,WARNING",
        "-32,AFFIRMING",
        "-2,AFFIRMING",
        "-1,NONE",
        "0,NONE",
        "1,NONE",
        "2,AFFIRMING",
        "31,AFFIRMING",
        "32,WARNING",
        "95,WARNING",
        "96,CONTRAINDICATED",
        "127,CONTRAINDICATED"
    })
    void tiersHaveTheirBounds(byte value, TrustTier tier) {
        assertThat(TrustTier.of(value)).isEqualTo(tier);
    }

    @Test
    void statusOfTheDefaultsIsContraindicated() {
        TrustVector vector =
                new TrustVector(
                        Map.of(
                                TrustClaim.EXECUTABLES,
                                (byte) 33,
                                TrustClaim.HARDWARE,
                                (byte) 97,
                                TrustClaim.CONFIGURATION,
                                (byte) 36));
        assertThat(vector.status()).isEqualTo(TrustTier.CONTRAINDICATED);
    }

    @Test
    void silenceIsNoAffirmation() {
        assertThat(TrustVector.silent().status()).isEqualTo(TrustTier.NONE);
        assertThat(TrustVector.silent().toJson()).hasSize(8);
    }

    @Property
    void statusIsNeverBetterThanItsWorstClaim(@ForAll byte a, @ForAll byte b) {
        TrustVector vector =
                new TrustVector(Map.of(TrustClaim.HARDWARE, a, TrustClaim.EXECUTABLES, b));
        assertThat(vector.status())
                .isGreaterThanOrEqualTo(TrustTier.of(a))
                .isGreaterThanOrEqualTo(TrustTier.of(b));
    }

    @Test
    void writesOnlyWhatIsSetInKeyOrder() {
        TrustVector vector =
                new TrustVector(
                        Map.of(TrustClaim.HARDWARE, (byte) -2, TrustClaim.CONFIGURATION, (byte) 3));
        assertThat(vector.toJson()).hasToString("{\"configuration\":3,\"hardware\":-2}");
    }
}
