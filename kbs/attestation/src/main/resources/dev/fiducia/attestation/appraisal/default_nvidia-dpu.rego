# The attestation policy for BlueField DPUs that have none of their own.
#
# What no rule speaks for keeps the defaults, which together are "contraindicated".

package policy

import rego.v1

trust_claims := {
	"instance-identity": 0,
	"configuration": configuration,
	"executables": executables,
	"file-system": 0,
	"hardware": hardware,
	"runtime-opaque": 0,
	"storage-opaque": 0,
	"sourced-data": 0,
}

default executables := 33

default hardware := 97

default configuration := 36

listed(value, name) if {
	some known in query_reference_value(name)
	known == value
}

dpu := input["nvidia-dpu"]

hardware := 2 if listed(dpu.device_class, "dpu_device_classes")

# Without a layer there is nothing that the digest could be of.
executables := 3 if {
	dpu.firmware_layers_count > 0
	listed(dpu.accumulated_fwid, "dpu_accumulated_fwid")
}

# A DPU tells nothing of how it is set up.
configuration := 0 if listed(dpu.device_class, "dpu_device_classes")
