package eu.socle.data.read;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;

/// Hands connections on to a server of this machine and cuts each answer off after some bytes, as a
/// bad line does. The host name of signed requests stays what the client wrote.
final class CuttingProxy implements AutoCloseable {

    private final ServerSocket socket;
    private final int target;
    private final int most;
    private final AtomicInteger cuts = new AtomicInteger();

    /// @param most bytes of answers on one connection
    CuttingProxy(int target, int most) throws IOException {
        this.target = target;
        this.most = most;
        this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::serve);
    }

    String address() {
        return "http://127.0.0.1:" + socket.getLocalPort();
    }

    int cuts() {
        return cuts.get();
    }

    private void serve() {
        while (!socket.isClosed()) {
            try {
                Socket client = socket.accept();
                Thread.ofVirtual().start(() -> hand(client));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void hand(Socket client) {
        try (client;
                Socket server = new Socket(InetAddress.getLoopbackAddress(), target)) {
            Thread up = Thread.ofVirtual().start(() -> copyAll(client, server));
            InputStream in = server.getInputStream();
            OutputStream out = client.getOutputStream();
            byte[] block = new byte[4_096];
            int left = most;
            while (left > 0) {
                int n = in.read(block, 0, Math.min(block.length, left));
                if (n < 0) {
                    break;
                }
                out.write(block, 0, n);
                left -= n;
            }
            cuts.addAndGet(left == 0 ? 1 : 0);
            up.interrupt();
        } catch (IOException e) {
            cuts.addAndGet(0); // the client went away first
        }
    }

    private static void copyAll(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException e) {
            return; // one of the two was closed
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
