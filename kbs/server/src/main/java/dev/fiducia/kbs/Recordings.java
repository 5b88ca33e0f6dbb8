package dev.fiducia.kbs;

import dev.fiducia.ha.audit.AuditLog;
import dev.fiducia.ha.audit.AuditSink;
import dev.fiducia.ha.audit.DecisionLog;
import dev.fiducia.ha.audit.Delivery;
import dev.fiducia.ha.audit.SinkException;
import dev.fiducia.ha.audit.SinkLane;
import dev.fiducia.ha.audit.sink.FileSink;
import dev.fiducia.ha.audit.sink.SyslogSettings;
import dev.fiducia.ha.audit.sink.SyslogSink;
import dev.fiducia.ha.store.RecordStore;
import dev.fiducia.kbs.config.AuditConfig;
import dev.fiducia.kbs.config.FiduciaConfig;
import dev.fiducia.kbs.decision.Decisions;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/// How this process puts on record what is decided and changed.
///
/// @param changes the log of changes
/// @param delivery brings every event to the sinks
/// @param decisions the log of decisions
record Recordings(AuditLog changes, Delivery delivery, Decisions decisions) {
    private static final Path HOST = Path.of("/proc/sys/kernel/hostname");

    static Recordings open(
            FiduciaConfig config,
            RecordStore store,
            InstantSource clock,
            SecureRandom random,
            Openings openings)
            throws SinkException {
        AuditConfig audit = config.audit();
        AuditLog changes = new AuditLog(store, clock);
        Delivery delivery = openings.add(delivery(audit));
        DecisionLog.Settings settings =
                new DecisionLog.Settings(host(), audit.queue(), audit.patience());
        Decisions decisions =
                openings.add(
                        new Decisions(
                                DecisionLog.open(store, changes, delivery, settings, clock, random),
                                DecisionLog.open(store, changes, delivery, settings, clock, random),
                                new Decisions.Settings(
                                        audit.strangersPerMinute(), audit.clientAddresses()),
                                clock,
                                random));
        return new Recordings(changes, delivery, decisions);
    }

    private static Delivery delivery(AuditConfig audit) throws SinkException {
        List<SinkLane> lanes = new ArrayList<>();
        try {
            open(audit, lanes);
            return Delivery.to(lanes);
        } catch (SinkException e) {
            lanes.forEach(SinkLane::close);
            throw e;
        }
    }

    private static void open(AuditConfig audit, List<SinkLane> lanes) throws SinkException {
        if (audit.file().isPresent()) {
            AuditConfig.File file = audit.file().get();
            lanes.add(lane("file", file.sink(), audit, FileSink.open(file.path())));
        }
        if (audit.syslog().isPresent()) {
            AuditConfig.Syslog syslog = audit.syslog().get();
            SyslogSettings settings =
                    new SyslogSettings(
                            syslog.host(),
                            syslog.port(),
                            syslog.authority(),
                            syslog.client()
                                    .map(client ->
                                            new SyslogSettings.Client(
                                                    client.certificate(), client.privateKey())),
                            audit.patience());
            lanes.add(lane("syslog", syslog.sink(), audit, SyslogSink.of(settings, host())));
        }
    }

    private static SinkLane lane(
            String name, AuditConfig.Sink sink, AuditConfig audit, AuditSink opened) {
        return SinkLane.start(
                new SinkLane.Settings(
                        name, sink.required(), sink.form(), sink.buffer(), audit.patience()),
                opened);
    }

    private static String host() {
        try {
            return Files.readString(HOST).strip();
        } catch (IOException _) {
            return "-";
        }
    }
}
