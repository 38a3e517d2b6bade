package dev.rejoin.cli.demo;

import dev.rejoin.cli.UnavailableException;
import dev.rejoin.cli.local.outage.LocalWatch;
import dev.rejoin.cli.local.outage.WatchPace;
import dev.rejoin.cli.local.region.LocalClients;
import dev.rejoin.cli.local.region.LocalCluster;
import dev.rejoin.cli.output.Screen;
import dev.rejoin.cli.output.Show;
import dev.rejoin.cli.output.Style;
import dev.rejoin.clock.Actor;
import dev.rejoin.clock.HybridTime;
import dev.rejoin.replica.Outcome;
import dev.rejoin.replica.Shipment;
import dev.rejoin.testkit.engine.LocalEngine;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** Leaves the regions up for the user's own writes, and shows each arrival, until Ctrl-C. */
final class KeepAlive {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSS");
    private static final long GRACE_MILLIS = 500;
    private static final int KEY_WIDTH = 20;

    private final LocalCluster cluster;
    private final LocalEngine engine;
    private final Screen screen;
    private final int regionWidth;

    KeepAlive(LocalCluster cluster, LocalEngine engine, Screen screen) {
        this.cluster = cluster;
        this.engine = engine;
        this.screen = screen;
        this.regionWidth = cluster.setup().regions().stream()
                .mapToInt(region -> region.name().length())
                .max()
                .orElse(0);
    }

    /** Returns only if the engine ends by itself. */
    void run() throws InterruptedException {
        try (LocalWatch watch = LocalWatch.start(cluster, WatchPace.BRISK)) {
            manual(watch);
            keep();
        }
    }

    private void keep() throws InterruptedException {
        cluster.listen(this::arrived);
        cluster.troubles().listen(this::troubled);
        awaitEnd();
        // Ctrl-C ends the engine too, and it may be the first to go.
        Thread.sleep(GRACE_MILLIS);
        throw new UnavailableException("DynamoDB Local has ended. Start the demo again.");
    }

    /** A little later: at Ctrl-C the engine may be the first to go, and then all the rest has trouble. */
    private void troubled(String trouble) {
        CompletableFuture.delayedExecutor(GRACE_MILLIS, TimeUnit.MILLISECONDS)
                .execute(() -> screen.line("   " + screen.styled(Style.WARN, trouble)));
    }

    private void awaitEnd() throws InterruptedException {
        try {
            engine.process().onExit().get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the engine's process cannot be watched", e);
        }
    }

    private void manual(LocalWatch watch) {
        Actor here = cluster.setup().regions().get(0);
        Actor there = cluster.setup().regions().get(1);
        screen.blank();
        screen.line(screen.styled(Style.BOLD, "The regions stay up. Write yourself:"));
        screen.blank();
        screen.line("   export AWS_ACCESS_KEY_ID=" + LocalClients.ACCESS_KEY + " AWS_SECRET_ACCESS_KEY="
                + LocalClients.ACCESS_KEY);
        cli(here, "put-item", "--item '{\"id\":{\"S\":\"order#77\"},\"status\":{\"S\":\"new\"}}'");
        cli(
                there,
                "update-item",
                "--key '{\"id\":{\"S\":\"order#77\"}}'"
                        + " --update-expression 'SET note = :n' --expression-attribute-values '{\":n\":{\"S\":\"hello\"}}'");
        cli(here, "get-item", "--key '{\"id\":{\"S\":\"order#77\"}}'");
        screen.blank();
        command("conflicts list");
        command("undelete --list");
        command("status");
        command("fence --region " + here + " --why test");
        screen.line(screen.styled(
                Style.DIM,
                "   The engine knows no table policies: a fence holds for who writes " + here + " at "
                        + watch.endpoint(here)));
        screen.blank();
        screen.line("   // or from Java, and likewise with any other SDK");
        screen.line("   DynamoDbClient.builder()");
        screen.line("           .endpointOverride(URI.create(\"" + cluster.endpoint() + "\"))");
        screen.line("           .region(Region.of(\"" + here + "\"))");
        screen.line("           .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(\""
                + LocalClients.ACCESS_KEY + "\", \"" + LocalClients.ACCESS_KEY + "\")))");
        screen.line("           .build();");
        screen.blank();
        screen.line(screen.styled(Style.DIM, "   Arrivals appear below. Ctrl-C ends everything."));
        screen.blank();
    }

    private void command(String operation) {
        screen.line("   ./rejoin " + operation + " " + cluster.setup().table().name() + " --endpoint "
                + cluster.endpoint()
                + " --regions "
                + String.join(
                        ",", cluster.setup().regions().stream().map(Actor::name).toList()));
    }

    private void cli(Actor region, String operation, String rest) {
        screen.line("   aws dynamodb " + operation + " --endpoint-url " + cluster.endpoint() + " --region " + region
                + " --table-name " + cluster.setup().table().name() + " \\");
        screen.line("       " + rest);
    }

    private void arrived(Actor from, Actor to, Shipment shipment, Outcome outcome) {
        if (outcome.kind() == Outcome.Kind.STALE || outcome.kind() == Outcome.Kind.WAIT) {
            return;
        }
        long written = HybridTime.millis(shipment.version().vector().time(from));
        long lag = Math.max(0, System.currentTimeMillis() - written);
        String conflicts = outcome.conflicts() == 0 ? "" : ", " + Show.count(outcome.conflicts(), "conflict");
        screen.line("   "
                + screen.styled(Style.DIM, LocalTime.now(ZoneId.systemDefault()).format(TIME)) + "   "
                + pad(from.name(), regionWidth)
                + " -> " + pad(to.name(), regionWidth) + "   " + pad(Show.key(shipment.key()), KEY_WIDTH) + "   "
                + outcome.kind().name().toLowerCase(Locale.ROOT) + conflicts + ", " + Show.millis(lag));
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }
}
