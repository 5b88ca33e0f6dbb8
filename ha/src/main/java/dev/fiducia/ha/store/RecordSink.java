package dev.fiducia.ha.store;

/// Takes a whole store, one record after the other. Whoever gives calls [#begin], then [#put] for
/// each record in the order of namespaces and keys (their UTF-8 bytes), then [#end]; without the
/// last call nothing of it counts.
public interface RecordSink {

    void begin(StoreState state);

    void put(Namespace ns, StoredRecord stored);

    void end();
}
