package dev.rejoin.cli.chaos.process;

import java.io.File;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What this process does at Ctrl-C. Java has one class for that, which it does not let anyone name in a program that is compiled
 * without warnings; where it is not there, nothing changes.
 */
public final class Interrupts {
    private Interrupts() {}

    /**
     * A command line that runs this one so that its process, and all that it starts, do nothing at Ctrl-C: a terminal sends that to
     * everything that was started from it.
     */
    public static List<String> deaf(List<String> words) {
        if (File.separatorChar == '\\') {
            return words;
        }
        List<String> deaf = new ArrayList<>(List.of("sh", "-c", "trap '' INT; exec \"$0\" \"$@\""));
        deaf.addAll(words);
        return deaf;
    }

    /** This, by a thread of its own; unless whoever started this process wants it to be deaf. */
    public static void on(Runnable action) {
        try {
            handle(Proxy.newProxyInstance(
                    Interrupts.class.getClassLoader(), new Class<?>[] {handler()}, (proxy, method, arguments) -> {
                        if (method.getName().equals("handle")) {
                            action.run();
                            return null;
                        }
                        return ofObject(proxy, method.getName(), arguments);
                    }));
        } catch (ReflectiveOperationException e) {
            // Then Ctrl-C ends this process, as it does all others.
        }
    }

    private static Object ofObject(Object proxy, String method, Object @Nullable [] arguments) {
        return switch (method) {
            case "equals" -> arguments != null && proxy == arguments[0];
            case "hashCode" -> System.identityHashCode(proxy);
            default -> "what is done at Ctrl-C";
        };
    }

    private static Class<?> handler() throws ClassNotFoundException {
        return Class.forName("sun.misc.SignalHandler");
    }

    private static void handle(Object handler) throws ReflectiveOperationException {
        Class<?> signal = Class.forName("sun.misc.Signal");
        Object interrupt = signal.getConstructor(String.class).newInstance("INT");
        signal.getMethod("handle", signal, handler()).invoke(null, interrupt, handler);
    }
}
