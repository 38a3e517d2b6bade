package dev.rejoin.cli.local.region;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What went wrong and will be tried again: the last of it, and whoever wants to hear of it. */
public final class Troubles {
    private final AtomicReference<@Nullable String> last = new AtomicReference<>();
    private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();

    /** Has each trouble told that is not the same as the one before. The listener must not block. */
    public void listen(Consumer<String> listener) {
        listeners.add(listener);
    }

    Optional<String> last() {
        return Optional.ofNullable(last.get());
    }

    /** Notes that something went wrong. */
    public void tell(String trouble) {
        add(trouble);
    }

    void add(String trouble) {
        if (!trouble.equals(last.getAndSet(trouble))) {
            listeners.forEach(listener -> listener.accept(trouble));
        }
    }
}
