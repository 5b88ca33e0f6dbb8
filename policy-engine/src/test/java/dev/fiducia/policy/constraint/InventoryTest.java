package dev.fiducia.policy.constraint;

import static dev.fiducia.policy.constraint.Documents.accepted;
import static dev.fiducia.policy.constraint.Documents.object;
import static dev.fiducia.policy.constraint.Documents.pod;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

class InventoryTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{apiVersion: v1, kind: Pod}",
                "{apiVersion: v1, kind: Pod, metadata: {}}",
                "{apiVersion: v1, metadata: {name: p}}",
                "{kind: Pod, metadata: {name: p}}",
                "{apiVersion: v1, kind: Pod, metadata: {name: 5}}",
            })
    void refusesObjectsWithoutAPlace(String object) {
        assertThat(Inventory.of(List.of(object(object))).value()).isEmpty();
        assertThat(Inventory.EMPTY.with(object(object)).value()).isEmpty();
    }

    @Test
    void isTheSameWhetherBuiltAtOnceOrOneByOne() {
        List<String> texts =
                List.of(
                        pod("{name: a, namespace: x}"),
                        pod("{name: b, namespace: x}"),
                        pod("{name: a}"),
                        pod("{name: a, namespace: x, labels: {k: v}}"));
        Inventory single = Inventory.EMPTY;
        for (String text : texts) {
            single = accepted(single.with(object(text)));
        }
        Inventory atOnce = accepted(Inventory.of(texts.stream().map(Documents::object).toList()));
        assertThat(single.tree()).isEqualTo(atOnce.tree());
        assertThat(single.size()).isEqualTo(atOnce.size()).isEqualTo(3);
        assertThat(atOnce.objects()).hasSize(3);
    }

    @Test
    void forgetsWhatIsRemoved() {
        Inventory one = accepted(Inventory.of(List.of(object(pod("{name: a, namespace: x}")))));
        assertThat(accepted(one.without(object(pod("{name: b, namespace: x}"))))).isSameAs(one);
        Inventory none = accepted(one.without(object(pod("{name: a, namespace: x}"))));
        assertThat(none.tree()).isEqualTo(Inventory.EMPTY.tree());
        assertThat(none.size()).isZero();
    }
}
