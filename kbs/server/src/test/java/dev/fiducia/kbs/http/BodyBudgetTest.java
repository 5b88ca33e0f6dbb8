package dev.fiducia.kbs.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BodyBudgetTest {
    @Test
    void givesNoMoreThanThereIs() {
        BodyBudget budget = new BodyBudget(10);
        assertThat(budget.take(11)).isFalse();
        assertThat(budget.take(10)).isTrue();
        assertThat(budget.take(1)).isFalse();
        budget.giveBack(4);
        assertThat(budget.take(5)).isFalse();
        assertThat(budget.take(4)).isTrue();
        assertThat(budget.taken()).isEqualTo(10);
    }
}
