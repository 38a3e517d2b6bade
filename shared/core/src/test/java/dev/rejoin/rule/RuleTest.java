package dev.rejoin.rule;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RuleTest {
    @Test
    void everyRuleHoldsUntilOneIsBroken() {
        assertThat(Rule.values()).allMatch(Rule::holds);
        Rule.breakOnly(Rule.SETTLE);
        try {
            assertThat(Rule.values()).filteredOn(rule -> !rule.holds()).containsExactly(Rule.SETTLE);
        } finally {
            Rule.breakOnly(null);
        }
        assertThat(Rule.values()).allMatch(Rule::holds);
    }

    @Test
    void everyRuleSaysWhatBreakingItDoes() {
        assertThat(Rule.values())
                .extracting(Rule::whenBroken)
                .doesNotHaveDuplicates()
                .allMatch(text -> text.length() > 20);
    }
}
