package dev.fiducia.initdata.agentpolicy;

import java.util.Map;

/// A policy such as generators write: rules that read `policy_data`, and the data of two
/// containers.
final class GeneratedPolicy {

    static final String RULES =
            """
            # The rules of a release.
            package agent_policy

            import future.keywords.in
            import future.keywords.if
            import future.keywords.every

            default AddARPNeighborsRequest := false
            default CloseStdinRequest := false
            default CopyFileRequest := false
            default CreateContainerRequest := false
            default CreateSandboxRequest := false
            default DestroySandboxRequest := true
            default ExecProcessRequest := false
            default GuestDetailsRequest := true
            default OnlineCPUMemRequest := true
            default ReadStreamRequest := false
            default RemoveContainerRequest := true
            default SetPolicyRequest := false
            default StartContainerRequest := true
            default UpdateInterfaceRequest := false
            default UpdateRoutesRequest := false
            default WaitProcessRequest := true
            default WriteStreamRequest := false
            default AllowRequestsFailingPolicy := false

            CreateContainerRequest := {"ops": [], "allowed": true} if {
                i_oci := input.OCI
                is_null(i_oci.Hooks)
                some container in policy_data.containers
                print("CreateContainerRequest: trying", container.name)
                same_process(container.OCI.Process, i_oci.Process)
                every key, value in i_oci.Annotations {
                    container.OCI.Annotations[key] == value
                }
            }

            same_process(p, i) if {
                p.Args == i.Args
                count(p.Env) >= 0
                i.User.UID == p.User.UID
            } else if {
                p.any == true
            }

            CreateSandboxRequest if {
                count(input.guest_hook_path) == 0
                count(input.kernel_modules) == 0
                input.sandbox_pidns == false
            }

            CopyFileRequest if {
                not contains(input.path, "..")
                count(input.symlink_src) == 0
                some pattern in policy_data.request_defaults.CopyFileRequest
                regex.match(replace(pattern, "$(cpath)", policy_data.common.cpath), input.path)
            }

            ExecProcessRequest if {
                command := concat(" ", input.process.Args)
                some allowed in policy_data.request_defaults.ExecProcessRequest.commands
                command == allowed
            }

            CloseStdinRequest if {
                policy_data.request_defaults.CloseStdinRequest == true
            }

            ReadStreamRequest if {
                policy_data.request_defaults.ReadStreamRequest == true
            }

            WriteStreamRequest if {
                policy_data.request_defaults.WriteStreamRequest == true
            }

            UpdateInterfaceRequest if {
                not input.interface.name == "lo"
                input.interface.raw_flags == 0
            }

            UpdateRoutesRequest if {
                count({route | some route in input.routes.Routes; route.source == "127.0.0.1"}) == 0
                input.routes
                count([r | r := input.routes.Routes[_]]) < 100
            }
            """;

    static final String DATA =
            """

            policy_data := {
              "containers": [
                {
                  "name": "pause",
                  "OCI": {
                    "Process": {"Args": ["/pause"], "Env": [], "User": {"UID": 65535}},
                    "Annotations": {
                      "io.kubernetes.cri.container-type": "sandbox",
                      "io.kubernetes.cri.sandbox-name": "web"
                    }
                  },
                  "storages": []
                },
                {
                  "name": "web",
                  "OCI": {
                    "Process": {"Args": ["/bin/web", "--port", "80\\t"], "Env": ["A=b"], "User": {"UID": 1000}},
                    "Annotations": {
                      "io.kubernetes.cri.container-name": "web",
                      "io.kubernetes.cri.container-type": "container",
                      "io.kubernetes.cri.image-name": "registry.example.com/web:1.2"
                    }
                  },
                  "storages": [
                    {"driver": "image_guest_pull", "source": "registry.example.com/web@sha256:%1$s"}
                  ]
                }
              ],
              "common": {"cpath": "/run/kata-containers/shared/containers"},
              "request_defaults": {
                "CopyFileRequest": ["^$(cpath)/[a-z0-9-]+$"],
                "ExecProcessRequest": {"commands": ["/bin/ready"], "regex": []},
                "CloseStdinRequest": false,
                "ReadStreamRequest": false,
                "WriteStreamRequest": false
              }
            }
            """
                    .formatted("ab".repeat(32));

    static final String TEXT = RULES + DATA;

    private GeneratedPolicy() {}

    /// A policy of about that many characters, by the number of its containers.
    static String ofSize(int size) {
        String first = "\"containers\": [";
        int from = TEXT.indexOf(first) + first.length();
        String container =
                TEXT.substring(TEXT.indexOf('{', from), TEXT.indexOf("{\n      \"name\": \"web\""));
        StringBuilder text = new StringBuilder(TEXT);
        while (text.length() + container.length() <= size) {
            text.insert(from, container);
        }
        return text.toString();
    }

    static AgentPolicy read(String text) {
        return switch (AgentPolicy.read(text)) {
            case PolicyReading.Read(AgentPolicy policy) -> policy;
            case PolicyReading.Refused refused -> throw new AssertionError(refused.problems());
        };
    }

    static OpennessReport examined(String text) {
        return switch (read(text).examine()) {
            case PolicyExamination.Examined(OpennessReport report) -> report;
            case PolicyExamination.Refused refused -> throw new AssertionError(refused.problems());
        };
    }

    static RegisteredPolicy registered(String id, RegisteredPolicy.Kind kind, String text) {
        return new RegisteredPolicy(id, "web", 1, Map.of("team", "web"), kind, text);
    }
}
