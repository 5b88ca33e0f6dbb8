package dev.fiducia.initdata.agentpolicy;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The requests of a host that agents know, by the names of the rules that judge them: the message
/// names of Kata's `agent.proto`, and those of earlier releases that policies still mention.
public enum AgentRequest {
    ADD_ARP_NEIGHBORS("AddARPNeighborsRequest", Risk.LOW),
    ADD_SWAP_PATH("AddSwapPathRequest", Risk.MEDIUM),
    ADD_SWAP("AddSwapRequest", Risk.MEDIUM),
    CLOSE_STDIN("CloseStdinRequest", Risk.LOW),
    COPY_FILE("CopyFileRequest", Risk.HIGH),
    CREATE_CONTAINER("CreateContainerRequest", Risk.CRITICAL, Stage.NEEDED_TO_START),
    CREATE_SANDBOX("CreateSandboxRequest", Risk.HIGH, Stage.NEEDED_TO_START),
    DESTROY_SANDBOX("DestroySandboxRequest", Risk.AVAILABILITY),
    EXEC_PROCESS("ExecProcessRequest", Risk.CRITICAL),
    GET_DIAGNOSTIC_DATA("GetDiagnosticDataRequest", Risk.HIGH),
    GET_IP_TABLES("GetIPTablesRequest", Risk.LOW),
    GET_METRICS("GetMetricsRequest", Risk.LOW),
    GET_OOM_EVENT("GetOOMEventRequest", Risk.LOW),
    GUEST_DETAILS("GuestDetailsRequest", Risk.LOW, Stage.NEEDED_TO_START),
    LIST_INTERFACES("ListInterfacesRequest", Risk.LOW),
    LIST_ROUTES("ListRoutesRequest", Risk.LOW),
    MEM_AGENT_COMPACT_CONFIG("MemAgentCompactConfig", Risk.LOW),
    MEM_AGENT_MEMCG_CONFIG("MemAgentMemcgConfig", Risk.LOW),
    MEM_HOTPLUG_BY_PROBE("MemHotplugByProbeRequest", Risk.LOW),
    ONLINE_CPU_MEM("OnlineCPUMemRequest", Risk.LOW, Stage.NEEDED_TO_START),
    PAUSE_CONTAINER("PauseContainerRequest", Risk.AVAILABILITY),
    PULL_IMAGE("PullImageRequest", Risk.LOW, Stage.REMOVED),
    READ_STREAM("ReadStreamRequest", Risk.HIGH),
    REMOVE_CONTAINER("RemoveContainerRequest", Risk.AVAILABILITY),
    REMOVE_STALE_VIRTIOFS_SHARE_MOUNTS("RemoveStaleVirtiofsShareMountsRequest", Risk.LOW),
    RESEED_RANDOM_DEV("ReseedRandomDevRequest", Risk.HIGH),
    RESIZE_VOLUME("ResizeVolumeRequest", Risk.LOW),
    RESUME_CONTAINER("ResumeContainerRequest", Risk.AVAILABILITY),
    SET_GUEST_DATE_TIME("SetGuestDateTimeRequest", Risk.MEDIUM),
    SET_IP_TABLES("SetIPTablesRequest", Risk.MEDIUM),
    SET_POLICY("SetPolicyRequest", Risk.CRITICAL),
    SIGNAL_PROCESS("SignalProcessRequest", Risk.LOW),
    START_CONTAINER("StartContainerRequest", Risk.LOW, Stage.NEEDED_TO_START),
    START_TRACING("StartTracingRequest", Risk.LOW, Stage.REMOVED),
    STATS_CONTAINER("StatsContainerRequest", Risk.LOW),
    STOP_TRACING("StopTracingRequest", Risk.LOW, Stage.REMOVED),
    TTY_WIN_RESIZE("TtyWinResizeRequest", Risk.LOW),
    UPDATE_CONTAINER("UpdateContainerRequest", Risk.MEDIUM),
    UPDATE_EPHEMERAL_MOUNTS("UpdateEphemeralMountsRequest", Risk.MEDIUM),
    UPDATE_INTERFACE("UpdateInterfaceRequest", Risk.MEDIUM, Stage.NEEDED_TO_START),
    UPDATE_ROUTES("UpdateRoutesRequest", Risk.MEDIUM, Stage.NEEDED_TO_START),
    VOLUME_STATS("VolumeStatsRequest", Risk.LOW),
    WAIT_PROCESS("WaitProcessRequest", Risk.LOW, Stage.NEEDED_TO_START),
    WRITE_STREAM("WriteStreamRequest", Risk.HIGH);

    /// The rule that is no request: when it is true, the agent allows whatever the policy denies.
    public static final String ALLOW_FAILING = "AllowRequestsFailingPolicy";

    /// What a host gains when a request is open to it.
    public enum Risk {
        /// Little.
        LOW,
        /// It can stop the workload, which a host can do anyway.
        AVAILABILITY,
        /// It can influence the workload's surroundings: time, network, memory on its disks.
        MEDIUM,
        /// It can read or change data of the workload.
        HIGH,
        /// It can run what it likes in the guest.
        CRITICAL
    }

    private enum Stage {
        NEEDED_TO_START,
        CURRENT,
        REMOVED
    }

    private static final Map<String, AgentRequest> BY_NAME =
            Arrays.stream(values())
                    .collect(Collectors.toMap(AgentRequest::ruleName, Function.identity()));

    private final String ruleName;
    private final Risk risk;
    private final Stage stage;

    AgentRequest(String ruleName, Risk risk) {
        this(ruleName, risk, Stage.CURRENT);
    }

    AgentRequest(String ruleName, Risk risk, Stage stage) {
        this.ruleName = ruleName;
        this.risk = risk;
        this.stage = stage;
    }

    /// The request with exactly this rule name.
    public static Optional<AgentRequest> of(String ruleName) {
        return Optional.ofNullable(BY_NAME.get(ruleName));
    }

    /// The requests that agents of today serve.
    public static List<AgentRequest> current() {
        return Arrays.stream(values()).filter(request -> !request.isRemoved()).toList();
    }

    /// The name of the rule that judges the request, such as `ExecProcessRequest`.
    public String ruleName() {
        return ruleName;
    }

    /// What a host gains when the request is open to it.
    public Risk risk() {
        return risk;
    }

    /// Whether agents no longer have the request, so that a rule for it is without effect.
    public boolean isRemoved() {
        return stage == Stage.REMOVED;
    }

    /// Whether runtimes send the request on the way to a running container: a pod does not start
    /// when it is denied.
    public boolean isNeededToStart() {
        return stage == Stage.NEEDED_TO_START;
    }
}
