package dev.rejoin.cli.chaos.audit;

import java.util.List;

/**
 * A promise, and what was seen of it.
 *
 * @param text what is promised
 * @param held whether it was kept
 * @param seen what was looked at, in numbers
 * @param broken the first cases in which it was not kept
 */
public record Promise(String text, boolean held, String seen, List<String> broken) {
    private static final int MOST_SHOWN = 20;

    public Promise {
        broken = broken.stream().limit(MOST_SHOWN).toList();
    }

    static Promise of(String text, String seen, List<String> broken) {
        return new Promise(text, broken.isEmpty(), seen, broken);
    }
}
