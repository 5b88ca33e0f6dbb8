# The attestation policy for complete sets of GPUs and switches in protected PCIe mode.
#
# The verifier makes this submodule only when all devices name one another. What each of them is worth, its own
# submodule says.

package policy

import rego.v1

trust_claims := {
	"instance-identity": 0,
	"configuration": configuration,
	"executables": 0,
	"file-system": 0,
	"hardware": 0,
	"runtime-opaque": 0,
	"storage-opaque": 0,
	"sourced-data": 0,
}

default configuration := 36

configuration := 2 if {
	input.nvidia.gpu_count == 8
	input.nvidia.switch_count == 4
}
