package dev.fiducia.ha.audit.sink;

import dev.fiducia.ha.audit.AuditEvent;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/// One message of RFC 5424, framed as RFC 5425 has it: its length in octets, a space, the message.
/// Facility 13 (log audit), severity 5 (notice) for what was refused and 6 (informational) else.
///
/// @param host what this machine is called; `-` if nothing
/// @param process the process's id
record SyslogMessage(String host, String process) {
    private static final int FACILITY = 13;
    private static final int NOTICE = 5;
    private static final int INFORMATIONAL = 6;
    private static final int HOST_LENGTH = 255;
    private static final int ID_LENGTH = 32;
    private static final Pattern UNPRINTABLE = Pattern.compile("[^!-~]");

    SyslogMessage {
        host = name(host, HOST_LENGTH);
        process = name(process, 128);
    }

    byte[] frame(AuditEvent event, String line) {
        String outcome = event.entry().details().getOrDefault("outcome", "");
        boolean refused = outcome.equals("denied") || outcome.equals("refused");
        String head =
                "<%d>1 %s %s fiducia %s %s - "
                        .formatted(
                                FACILITY * 8 + (refused ? NOTICE : INFORMATIONAL),
                                event.time(),
                                host,
                                process,
                                name(event.entry().action(), ID_LENGTH));
        byte[] message = (head + line).getBytes(StandardCharsets.UTF_8);
        byte[] length = (message.length + " ").getBytes(StandardCharsets.US_ASCII);
        byte[] frame = new byte[length.length + message.length];
        System.arraycopy(length, 0, frame, 0, length.length);
        System.arraycopy(message, 0, frame, length.length, message.length);
        return frame;
    }

    /// Header fields are printable ASCII without blanks, and bounded.
    private static String name(String text, int longest) {
        String printable = UNPRINTABLE.matcher(text).replaceAll("_");
        String bounded = printable.substring(0, Math.min(longest, printable.length()));
        return bounded.isEmpty() ? "-" : bounded;
    }
}
