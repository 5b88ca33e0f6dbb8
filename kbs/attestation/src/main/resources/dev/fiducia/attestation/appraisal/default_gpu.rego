# The attestation policy for GPUs that have none of their own.
#
# For NVIDIA it judges the claims of the remote attestation service, or those of the local verifier. The sample
# device can show that its firmware version is known, and nothing else: it stays a warning at best.

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

# --- sampledevice ---

hardware := 2 if listed(input.sampledevice.svn, "device_svn")

# --- nvidia ---

is_good(chain) if {
	chain["x-nvidia-cert-ocsp-status"] == "good"
	chain["x-nvidia-cert-status"] == "valid"
}

hardware := 2 if {
	is_good(input.nvidia["x-nvidia-gpu-attestation-report-cert-chain"])
	input.nvidia["x-nvidia-gpu-attestation-report-cert-chain-fwid-match"] == true
	input.nvidia["x-nvidia-gpu-attestation-report-parsed"] == true
	input.nvidia["x-nvidia-gpu-attestation-report-signature-verified"] == true
	input.nvidia["x-nvidia-gpu-arch-check"] == true
}

nvidia_is_closed if {
	input.nvidia.secboot == true
	input.nvidia.dbgstat == "disabled"
}

nvidia_is_as_approved if {
	nvidia_is_closed
	listed(input.nvidia["x-nvidia-gpu-vbios-version"], "allowed_vbios_versions")
	listed(input.nvidia["x-nvidia-gpu-driver-version"], "allowed_driver_versions")
}

configuration := 2 if nvidia_is_as_approved

configuration := 3 if {
	nvidia_is_closed
	not nvidia_is_as_approved
}

measurements_are_known(part) if {
	input.nvidia[sprintf("x-nvidia-gpu-%s-rim-fetched", [part])] == true
	input.nvidia[sprintf("x-nvidia-gpu-%s-rim-measurements-available", [part])] == true
	input.nvidia[sprintf("x-nvidia-gpu-%s-rim-schema-validated", [part])] == true
	input.nvidia[sprintf("x-nvidia-gpu-%s-rim-signature-verified", [part])] == true
	input.nvidia[sprintf("x-nvidia-gpu-%s-rim-version-match", [part])] == true
}

executables := 3 if {
	is_good(input.nvidia["x-nvidia-gpu-vbios-rim-cert-chain"])
	measurements_are_known("driver")
	measurements_are_known("vbios")
	input.nvidia.measres == "success"
}

# --- nvidia, verified here: NVIDIA's reference values (RIM) have to be registered ---

gpu_versions_are_approved if {
	listed(input.nvidia.config.vbios_version, "allowed_vbios_versions")
	listed(input.nvidia.config.driver_version, "allowed_driver_versions")
}

reference_name(index) := sprintf("NVIDIA_Corporation.GPU.measurement_%d", [index])

# What RIMs speak of. Others, such as measurements of the workload, are not judged.
referenced := {index |
	some index in numbers.range(0, 255)
	query_reference_value(reference_name(index)) != null
}

gpu_measurements_are_known if {
	count(referenced) > 0
	every index in referenced {
		listed(input.nvidia.measurements[sprintf("%d", [index])], reference_name(index))
	}
}

hardware := 2 if {
	is_string(input.nvidia.root_of_trust)
	gpu_versions_are_approved
}

executables := 3 if {
	gpu_versions_are_approved
	gpu_measurements_are_known
}

# The report has no word on debugging but its measurements.
configuration := 3 if {
	gpu_versions_are_approved
	gpu_measurements_are_known
}
