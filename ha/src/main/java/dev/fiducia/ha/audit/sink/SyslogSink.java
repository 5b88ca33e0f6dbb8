package dev.fiducia.ha.audit.sink;

import dev.fiducia.ha.audit.AuditEvent;
import dev.fiducia.ha.audit.AuditSink;
import dev.fiducia.ha.audit.SinkException;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/// Syslog over TLS (RFC 5424 in RFC 5425). The collector's certificate has to be for its name and
/// from the configured authority; TLS 1.2 or 1.3.
///
/// The protocol has no acknowledgement. What is written is in the hands of the connection; it
/// counts as arrived when the connection is still there [#CONFIRMED] later. One that turns out to
/// have ended is replaced, and what has not yet arrived is sent again, so that a collector may see
/// an event twice: its hash tells.
public final class SyslogSink implements AuditSink {
    private static final int LOOK_MILLIS = 1;

    /// A collector that does not like this side's certificate says so after the handshake of TLS
    /// 1.3.
    private static final int FIRST_LOOK_MILLIS = 1000;

    private static final Duration CONFIRMED = Duration.ofSeconds(5);
    private static final int MOST_UNCONFIRMED = 8 << 20;

    private final SyslogSettings settings;
    private final SSLSocketFactory sockets;
    private final SyslogMessage form;
    private volatile @Nullable Socket plain;
    private @Nullable SSLSocket connection;
    private final Deque<Sent> unconfirmed = new ArrayDeque<>();

    @SuppressWarnings("ArrayRecordComponent") // private to this class, never compared
    private record Sent(byte[] frames, long nanos) {
        static Sent now(byte[] frames) {
            return new Sent(frames, System.nanoTime());
        }
    }

    private SyslogSink(SyslogSettings settings, SSLSocketFactory sockets, SyslogMessage form) {
        this.settings = settings;
        this.sockets = sockets;
        this.form = form;
    }

    /// Connects with the first write.
    ///
    /// @param host what this machine is called in messages
    /// @throws SinkException if the certificates or the key can't be read
    public static SyslogSink of(SyslogSettings settings, String host) throws SinkException {
        return new SyslogSink(
                settings,
                SyslogTls.of(settings),
                new SyslogMessage(host, Long.toString(ProcessHandle.current().pid())));
    }

    @Override
    public void write(List<AuditEvent> events, List<String> lines) throws SinkException {
        ByteArrayOutputStream frames = new ByteArrayOutputStream();
        for (int at = 0; at < events.size(); at++) {
            frames.writeBytes(form.frame(events.get(at), lines.get(at)));
        }
        byte[] fresh = frames.toByteArray();
        try {
            SSLSocket open = connection;
            if (open == null || hasEnded(open, LOOK_MILLIS)) {
                forget();
                open = connect();
                for (Sent each : unconfirmed) {
                    send(open, each.frames());
                }
                List<Sent> again =
                        unconfirmed.stream().map(each -> Sent.now(each.frames())).toList();
                unconfirmed.clear();
                unconfirmed.addAll(again);
            }
            confirm();
            send(open, fresh);
            if (hasEnded(open, LOOK_MILLIS)) {
                throw new IOException("the collector ended the connection");
            }
            unconfirmed.add(Sent.now(fresh));
        } catch (IOException e) {
            forget();
            throw new SinkException(settings.shown() + " takes nothing: " + e.getMessage(), e);
        }
    }

    /// The connection is there: what was sent long enough ago has arrived.
    private void confirm() {
        long before = System.nanoTime() - CONFIRMED.toNanos();
        unconfirmed.removeIf(each -> each.nanos() - before < 0);
        while (unconfirmed.stream().mapToInt(each -> each.frames().length).sum()
                > MOST_UNCONFIRMED) {
            var _ = unconfirmed.poll();
        }
    }

    private static void send(SSLSocket open, byte[] frames) throws IOException {
        open.getOutputStream().write(frames);
        open.getOutputStream().flush();
    }

    /// A collector never says anything: what there is to read is the end.
    private static boolean hasEnded(SSLSocket open, int lookMillis) {
        try {
            open.setSoTimeout(lookMillis);
            return open.getInputStream().read() < 0;
        } catch (SocketTimeoutException _) {
            return false;
        } catch (IOException _) {
            return true;
        }
    }

    private SSLSocket connect() throws IOException {
        int patience = (int) settings.patience().toMillis();
        Socket socket = new Socket();
        plain = socket;
        try {
            socket.connect(new InetSocketAddress(settings.host(), settings.port()), patience);
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(patience);
            SSLSocket secured =
                    (SSLSocket)
                            sockets.createSocket(socket, settings.host(), settings.port(), true);
            SSLParameters parameters = secured.getSSLParameters();
            parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            secured.setSSLParameters(parameters);
            secured.startHandshake();
            if (hasEnded(secured, FIRST_LOOK_MILLIS)) {
                throw new IOException("the collector ended the connection after the handshake");
            }
            connection = secured;
            return secured;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /// Closes what is below TLS: a goodbye would hang where the write hangs.
    @Override
    public void abort() {
        Socket open = plain;
        if (open != null) {
            try {
                open.close();
            } catch (IOException _) {
                // Nobody is left to be told.
            }
        }
    }

    private void forget() {
        abort();
        plain = null;
        connection = null;
    }

    /// Says goodbye (RFC 5425 section 4.4), if the last write went well.
    @Override
    public void close() {
        SSLSocket open = connection;
        if (open != null) {
            try {
                open.close();
            } catch (IOException _) {
                // The collector notices the end either way.
            }
        }
        forget();
    }
}
