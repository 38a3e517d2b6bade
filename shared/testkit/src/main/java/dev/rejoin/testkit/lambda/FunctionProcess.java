package dev.rejoin.testkit.lambda;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A function under AWS's runtime interface client, in a process of its own, as Lambda runs it: nothing of this JVM is on its class
 * path, and its environment is what it is given and no more. It handles one event at a time.
 */
public final class FunctionProcess implements AutoCloseable {
    private static final String RUNTIME = "com.amazonaws.services.lambda.runtime.api.client.AWSLambda";
    private static final Duration START_DEADLINE = Duration.ofMinutes(2);
    /** Far beyond any real one: what is to be found out is the answer, not the speed of this machine. */
    private static final Duration ANSWER_DEADLINE = Duration.ofMinutes(2);

    private final RuntimeApi api;
    private final Process process;
    private final Path output;
    private final Thread atExit = new Thread(this::end, "end-function");
    private Duration initTime = Duration.ZERO;

    private FunctionProcess(RuntimeApi api, Process process, Path output) {
        this.api = api;
        this.process = process;
        this.output = output;
    }

    /** Whether AWS's client has a native library for this system: Linux on x86_64 or aarch64. */
    public static boolean isSupported() {
        return NativeLibrary.isSupported();
    }

    /**
     * Starts a function and waits until it asks for its first event.
     *
     * @param classPath the runtime interface client's jars and the function's
     * @param handler as in a template, {@code package.Class::method}
     * @param environment its environment variables; what every function has from Lambda is added
     * @throws FunctionException if it ends or does not ask within two minutes
     */
    public static FunctionProcess start(
            List<Path> classPath, String handler, Map<String, String> environment, List<String> javaOptions) {
        String name = handler.substring(handler.lastIndexOf('.') + 1).replaceFirst("::.*", "");
        String region = environment.getOrDefault("AWS_REGION", "eu-west-1");
        RuntimeApi api = new RuntimeApi("arn:aws:lambda:" + region + ":111122223333:function:" + name);
        Path output = temporaryFile(".txt");
        List<String> command = command(classPath, handler, withOwnLibrary(javaOptions, classPath));
        long begin = System.nanoTime();
        FunctionProcess function =
                new FunctionProcess(api, launch(command, environment(environment, api, name), output), output);
        Runtime.getRuntime().addShutdownHook(function.atExit);
        try {
            function.awaitReady();
        } catch (RuntimeException e) {
            function.close();
            throw e;
        }
        function.initTime = Duration.ofNanos(System.nanoTime() - begin);
        return function;
    }

    /** From the start of the process until the function asked for its first event. */
    public Duration initTime() {
        return initTime;
    }

    /** Hands the function an event, and waits for its answer. It sees a minute left. */
    public Answer invoke(String event) {
        return invoke(event, Duration.ofMinutes(1));
    }

    /**
     * Hands the function an event, and waits for its answer.
     *
     * @param timeout what the function is told it has; nobody ends it when that is over
     */
    public Answer invoke(String event, Duration timeout) {
        return await(api.invoke(event, timeout), ANSWER_DEADLINE, "did not answer");
    }

    /** All that the function printed. */
    public String output() {
        try {
            return new String(Files.readAllBytes(output), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "(its output cannot be read: " + e.getMessage() + ")";
        }
    }

    /** Ends the process. May be called again. */
    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            // The JVM is ending already, and the hook does the same as what follows.
        }
        end();
        api.close();
    }

    private void awaitReady() {
        CompletableFuture<?> first =
                CompletableFuture.anyOf(api.ready(), process.onExit().thenApply(ended -> {
                    throw new FunctionException("it ended with exit code " + ended.exitValue());
                }));
        await(first, START_DEADLINE, "did not start");
    }

    private <T> T await(CompletableFuture<T> future, Duration deadline, String what) {
        try {
            return future.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new FunctionException("The function " + what + ": " + e.getMessage() + "\n" + output(), e);
        } catch (TimeoutException e) {
            throw new FunctionException(
                    "The function " + what + " within " + deadline.toMinutes() + " min.\n" + output(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FunctionException("Interrupted while a function was running.", e);
        }
    }

    private static List<String> command(List<Path> classPath, String handler, List<String> javaOptions) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(javaOptions);
        command.add("-cp");
        command.add(String.join(
                File.pathSeparator, classPath.stream().map(Path::toString).toList()));
        command.add(RUNTIME);
        command.add(handler);
        return command;
    }

    private static Map<String, String> environment(Map<String, String> given, RuntimeApi api, String name) {
        Map<String, String> all = new HashMap<>();
        all.put("PATH", System.getenv().getOrDefault("PATH", "/usr/bin:/bin"));
        all.put("AWS_LAMBDA_RUNTIME_API", api.address());
        all.put("AWS_LAMBDA_FUNCTION_NAME", name);
        all.put("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST");
        all.put("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "1024");
        all.put("AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/" + name);
        all.put("AWS_LAMBDA_LOG_STREAM_NAME", "test");
        all.put("AWS_EXECUTION_ENV", "AWS_Lambda_java21");
        all.put("LAMBDA_TASK_ROOT", "/var/task");
        all.putAll(given);
        return all;
    }

    private static Process launch(List<String> command, Map<String, String> environment, Path output) {
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        try {
            return builder.start();
        } catch (IOException e) {
            throw new FunctionException("Java does not start: " + e.getMessage(), e);
        }
    }

    private static List<String> withOwnLibrary(List<String> javaOptions, List<Path> classPath) {
        try {
            List<String> all = new ArrayList<>(javaOptions);
            NativeLibrary.unpack(classPath, temporaryFile(".so")).ifPresent(all::add);
            return all;
        } catch (IOException e) {
            throw new FunctionException("The runtime interface client cannot be unpacked: " + e.getMessage(), e);
        }
    }

    private static Path temporaryFile(String suffix) {
        try {
            Path file = Files.createTempFile("rejoin-function-", suffix);
            file.toFile().deleteOnExit();
            return file;
        } catch (IOException e) {
            throw new FunctionException("No temporary file: " + e.getMessage(), e);
        }
    }

    private void end() {
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
