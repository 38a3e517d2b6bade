package dev.rejoin.cli.chaos.proxy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A way to a server on this machine that can be cut, slowed down and broken. Two threads a connection; for tests, not for speed. */
public final class TcpProxy implements AutoCloseable {
    private static final int PIECE = 16 * 1024;
    private static final int CONNECT_MILLIS = 1_000;

    private final ServerSocket server;
    private final ExecutorService threads;
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();

    private volatile LinkFault fault = LinkFault.NONE;
    private volatile int target;

    /** @param name for its threads */
    public TcpProxy(String name) throws IOException {
        this.server = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
        this.threads = Executors.newCachedThreadPool(work -> {
            Thread thread = new Thread(work, name);
            thread.setDaemon(true);
            return thread;
        });
        threads.execute(this::accept);
    }

    /** Where it listens. */
    public URI address() {
        return URI.create("http://localhost:" + server.getLocalPort());
    }

    /** To which port of this machine new connections go from now on. */
    public void target(int port) {
        target = port;
    }

    /** From now on, for connections that are there too. */
    public void set(LinkFault newFault) {
        fault = newFault;
        if (newFault.kind() == LinkFault.Kind.RESET) {
            connections.forEach(Connection::reset);
        }
    }

    public LinkFault fault() {
        return fault;
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                open(server.accept());
            } catch (IOException e) {
                // The server was closed, or a caller has gone before it was served.
            }
        }
    }

    private void open(Socket caller) throws IOException {
        Connection connection = new Connection(caller);
        connections.add(connection);
        if (fault.kind() == LinkFault.Kind.RESET) {
            connection.reset();
        } else {
            threads.execute(connection::run);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        connections.forEach(Connection::reset);
        threads.shutdownNow();
    }

    private final class Connection {
        private final Socket caller;
        private final Socket callee = new Socket();

        Connection(Socket caller) throws IOException {
            this.caller = caller;
            caller.setTcpNoDelay(true);
            callee.setTcpNoDelay(true);
        }

        void run() {
            try {
                callee.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target), CONNECT_MILLIS);
                threads.execute(() -> pump(callee, caller, true));
                pump(caller, callee, false);
            } catch (IOException e) {
                reset();
            }
        }

        /** Until one side ends; then the other does too. */
        private void pump(Socket from, Socket to, boolean answers) {
            byte[] piece = new byte[PIECE];
            try {
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream();
                for (int length = in.read(piece); length >= 0; length = in.read(piece)) {
                    pass(piece, length, out, answers);
                }
                end();
            } catch (IOException e) {
                reset();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                reset();
            }
        }

        private void pass(byte[] piece, int length, OutputStream out, boolean answers)
                throws IOException, InterruptedException {
            LinkFault now = fault;
            switch (now.kind()) {
                case NONE -> out.write(piece, 0, length);
                case RESET -> throw new IOException("reset");
                case SILENT -> {}
                case ANSWERS_LOST -> {
                    if (!answers) {
                        out.write(piece, 0, length);
                    }
                }
                case BROKEN_OFF -> {
                    out.write(piece, 0, answers ? length / 2 : length);
                    if (answers) {
                        throw new IOException("broken off");
                    }
                }
                case DELAYED -> {
                    Thread.sleep(now.delay().toMillis());
                    out.write(piece, 0, length);
                }
                case NARROW -> trickle(piece, length, out, now.bytesPerSecond());
            }
        }

        /** In slices of a twentieth of a second, so that it is wide again soon after the fault has ended. */
        private void trickle(byte[] piece, int length, OutputStream out, int bytesPerSecond)
                throws IOException, InterruptedException {
            Duration tick = Duration.ofMillis(50);
            int slice = Math.max(1, bytesPerSecond / 20);
            for (int at = 0; at < length; at += slice) {
                if (fault.kind() == LinkFault.Kind.NARROW) {
                    Thread.sleep(tick.toMillis());
                }
                out.write(piece, at, Math.min(slice, length - at));
            }
        }

        private void end() throws IOException {
            connections.remove(this);
            caller.close();
            callee.close();
        }

        /** Closes both sides so that they see a broken connection, not an end. */
        void reset() {
            connections.remove(this);
            for (Socket socket : new Socket[] {caller, callee}) {
                try {
                    socket.setSoLinger(true, 0);
                    socket.close();
                } catch (IOException e) {
                    // It was closed already: that is all that was wanted.
                }
            }
        }
    }
}
