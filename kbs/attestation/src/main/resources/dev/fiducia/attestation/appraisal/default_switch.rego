# The attestation policy for NVSwitches that have none of their own.
#
# It judges the claims of NVIDIA's remote attestation service; switches can't be verified locally. What no rule
# speaks for keeps the defaults, which together are "contraindicated".

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

is_good(chain) if {
	chain["x-nvidia-cert-ocsp-status"] == "good"
	chain["x-nvidia-cert-status"] == "valid"
}

hardware := 2 if {
	is_good(input.nvidia["x-nvidia-switch-attestation-report-cert-chain"])
	input.nvidia["x-nvidia-switch-attestation-report-cert-chain-fwid-match"] == true
	input.nvidia["x-nvidia-switch-attestation-report-parsed"] == true
	input.nvidia["x-nvidia-switch-attestation-report-signature-verified"] == true
	input.nvidia["x-nvidia-switch-arch-check"] == true
}

switch_is_closed if {
	input.nvidia.secboot == true
	input.nvidia.dbgstat == "disabled"
}

switch_is_as_approved if {
	switch_is_closed
	listed(input.nvidia["x-nvidia-switch-bios-version"], "allowed_switch_bios_versions")
}

configuration := 2 if switch_is_as_approved

configuration := 3 if {
	switch_is_closed
	not switch_is_as_approved
}

executables := 3 if {
	is_good(input.nvidia["x-nvidia-switch-bios-rim-cert-chain"])
	input.nvidia["x-nvidia-switch-bios-rim-fetched"] == true
	input.nvidia["x-nvidia-switch-bios-rim-measurements-available"] == true
	input.nvidia["x-nvidia-switch-bios-rim-schema-validated"] == true
	input.nvidia["x-nvidia-switch-bios-rim-signature-verified"] == true
	input.nvidia["x-nvidia-switch-bios-rim-version-match"] == true
	input.nvidia.measres == "success"
}
