package dev.rejoin.testkit.lambda;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * The native part of AWS's runtime interface client. Left alone, the client unpacks it to one fixed file below {@code /tmp}, of which
 * every Lambda function has its own; functions that start at the same time on one machine would tear it from each other's hands.
 */
final class NativeLibrary {
    private static final String PROPERTY =
            "com.amazonaws.services.lambda.runtime.api.client.runtimeapi.NativeClient.JNI";

    private NativeLibrary() {}

    /** Whether the client has a native library for this system: Linux on x86_64 or aarch64. */
    static boolean isSupported() {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        return system.contains("linux") && architecture().isPresent();
    }

    /**
     * Unpacks the library of this system.
     *
     * @param classPath jars, of which the client's has the library
     * @param target a file, which is replaced
     * @return the option of Java that has the client use it; none if no jar has it
     */
    static Optional<String> unpack(List<Path> classPath, Path target) throws IOException {
        String entry = "jni/libaws-lambda-jni.linux" + (usesMusl() ? "_musl-" : "-")
                + architecture().orElse("") + ".so";
        for (Path jar : classPath) {
            if (Files.isRegularFile(jar) && unpack(jar, entry, target)) {
                return Optional.of("-D" + PROPERTY + "=" + target);
            }
        }
        return Optional.empty();
    }

    private static boolean unpack(Path jar, String name, Path target) throws IOException {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            ZipEntry entry = zip.getEntry(name);
            if (entry == null) {
                return false;
            }
            try (InputStream library = zip.getInputStream(entry)) {
                Files.copy(library, target, StandardCopyOption.REPLACE_EXISTING);
            }
            return true;
        }
    }

    private static Optional<String> architecture() {
        return switch (System.getProperty("os.arch")) {
            case "amd64", "x86_64" -> Optional.of("x86_64");
            case "aarch64" -> Optional.of("aarch_64");
            default -> Optional.empty();
        };
    }

    /** A system without the GNU library's loader, such as Alpine. */
    private static boolean usesMusl() {
        return !Files.exists(Path.of("/lib64/ld-linux-x86-64.so.2"))
                && !Files.exists(Path.of("/lib/ld-linux-aarch64.so.1"));
    }
}
