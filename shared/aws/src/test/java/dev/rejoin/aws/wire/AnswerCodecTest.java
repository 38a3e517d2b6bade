package dev.rejoin.aws.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rejoin.replica.Outcome;
import dev.rejoin.replica.Outcome.Kind;
import dev.rejoin.replica.Outcome.Reason;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerCodecTest {
    @Test
    void whatIsReadIsWhatWasAnswered() {
        List<Outcome> outcomes = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            for (Reason reason : Reason.values()) {
                outcomes.add(new Outcome(kind, reason, outcomes.size()));
            }
        }
        Answer answer = Answer.of(1_700_000_000_000L, outcomes);
        assertThat(AnswerCodec.decode(AnswerCodec.encode(answer))).isEqualTo(answer);
    }

    @Test
    void aRefusalSaysWhy() {
        for (Refusal refusal : Refusal.values()) {
            Answer answer = Answer.refused(5, refusal, "because");
            assertThat(AnswerCodec.decode(AnswerCodec.encode(answer))).isEqualTo(answer);
        }
    }

    @Test
    void theBytesStayAsTheyAre() {
        Answer answer = Answer.of(7, List.of(Outcome.of(Kind.APPLIED, 0), Outcome.refused(Reason.CLOCK_AHEAD)));
        assertThat(new String(AnswerCodec.encode(answer), StandardCharsets.UTF_8))
                .isEqualTo("{\"rejoin\":1,\"time\":7,\"outcomes\":["
                        + "{\"kind\":\"APPLIED\",\"reason\":\"NONE\",\"conflicts\":0},"
                        + "{\"kind\":\"REFUSED\",\"reason\":\"CLOCK_AHEAD\",\"conflicts\":0}]}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{}",
                "{\"rejoin\":2,\"time\":1,\"outcomes\":[]}",
                "{\"rejoin\":1,\"outcomes\":[]}",
                "{\"rejoin\":1,\"time\":1}",
                "{\"rejoin\":1,\"time\":1,\"outcomes\":[7]}",
                "{\"rejoin\":1,\"time\":1,\"outcomes\":[{\"kind\":\"DONE\",\"reason\":\"NONE\",\"conflicts\":0}]}",
                "{\"rejoin\":1,\"time\":1,\"outcomes\":[{\"kind\":\"STALE\",\"reason\":\"NONE\",\"conflicts\":-1}]}",
                "{\"rejoin\":1,\"time\":1,\"error\":\"WHY\",\"message\":\"\"}",
                "{\"rejoin\":1,\"time\":1,\"outcomes\":[]} {}",
                "{\"errorMessage\":\"Task timed out after 3.00 seconds\"}",
            })
    void whatIsNoAnswerIsRefused(String answer) {
        assertThatExceptionOfType(WireException.class)
                .isThrownBy(() -> AnswerCodec.decode(answer.getBytes(StandardCharsets.UTF_8)));
    }
}
