# The attestation policy for CPU TEEs that have none of their own.
#
# What no rule speaks for keeps the defaults: unrecognised code, unrecognised hardware, a configuration that is
# not known. Together they are "contraindicated", so evidence without reference values never passes, and
# neither does a TEE that is not mentioned here.
#
# Reference values are lists of accepted values, except where a rule says "one value".

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

# 3: only what was approved has been booted; 4: only the measured boot chain was judged.
default executables := 33

# 2: genuine hardware, with firmware that is accepted.
default hardware := 97

# 2: all settings as approved; 3: nothing that is known to be unsafe.
default configuration := 36

# One of the reference values of that name. A name without values accepts nothing.
listed(value, name) if {
	some known in query_reference_value(name)
	known == value
}

# The one reference value of that name.
same(value, name) if {
	known := query_reference_value(name)
	known != null
	value == known
}

# Nothing speaks against the platform by the operator's rules (verifier.platform). A platform of which nothing
# is said is not trusted.
is_trusted(claims) if claims.platform_trust.trusted == true

# --- sample: proves nothing, serves tests ---

executables := 3 if listed(input.sample.launch_digest, "launch_digest")

hardware := 2 if {
	listed(input.sample.svn, "svn")
	same(input.sample.platform_version.major, "major_version")
	least := query_reference_value("minimum_minor_version")
	is_number(least)
	is_number(input.sample.platform_version.minor)
	input.sample.platform_version.minor >= least
}

configuration := 2 if input.sample.debug == false

# --- snp ---

executables := 3 if listed(input.snp.measurement, "snp_launch_measurement")

hardware := 2 if {
	is_trusted(input.snp)
	listed(input.snp.reported_tcb_bootloader, "snp_bootloader")
	listed(input.snp.reported_tcb_microcode, "snp_microcode")
	listed(input.snp.reported_tcb_snp, "snp_snp_svn")
	listed(input.snp.reported_tcb_tee, "snp_tee_svn")
}

snp_is_closed if {
	input.snp.policy_debug_allowed == false
	input.snp.policy_migrate_ma == false
}

snp_is_as_approved if {
	snp_is_closed
	same(input.snp.platform_smt_enabled, "snp_smt_enabled")
	same(input.snp.platform_tsme_enabled, "snp_tsme_enabled")
	same(input.snp.policy_abi_major, "snp_guest_abi_major")
	same(input.snp.policy_abi_minor, "snp_guest_abi_minor")
	same(input.snp.policy_single_socket, "snp_single_socket")
	same(input.snp.policy_smt_allowed, "snp_smt_allowed")
}

configuration := 2 if snp_is_as_approved

configuration := 3 if {
	snp_is_closed
	not snp_is_as_approved
}

# --- tdx ---

tdx_boot_chain_is_known if {
	listed(input.tdx.quote.body.rtmr_1, "rtmr_1")
	listed(input.tdx.quote.body.rtmr_2, "rtmr_2")
}

tdx_kernel_is_known if {
	some event in input.tdx.uefi_event_logs
	event.type_name == "EV_EFI_BOOT_SERVICES_APPLICATION"
	"File(kernel)" in event.details.device_paths
	some entry in event.digests
	same(entry.digest, "tdvfkernel")
}

tdx_command_line_is_known if {
	some event in input.tdx.uefi_event_logs
	event.type_name == "EV_EVENT_TAG"
	event.details.string == "LOADED_IMAGE::LoadOptions"
	some entry in event.digests
	same(entry.digest, "tdvfkernelparams")
}

tdx_boots_approved_files if {
	tdx_boot_chain_is_known
	tdx_kernel_is_known
	tdx_command_line_is_known
}

executables := 3 if tdx_boots_approved_files

executables := 4 if {
	tdx_boot_chain_is_known
	not tdx_boots_approved_files
}

is_tdx_by_intel(header) if {
	header.tee_type == "81000000"
	header.vendor_id == "939a7233f79c4ca9940a0db3957f0607"
}

hardware := 2 if {
	is_trusted(input.tdx)
	is_tdx_by_intel(input.tdx.quote.header)
	listed(input.tdx.quote.body.mr_td, "mr_td")
	input.tdx.tcb_status == "UpToDate"
	input.tdx.collateral_expiration_status == "0"
}

configuration := 2 if {
	input.tdx.td_attributes.debug == false
	listed(input.tdx.quote.body.xfam, "xfam")
}

# --- az-snp-vtpm: its claims are strings, and so are the reference values ---

az_snp := input["az-snp-vtpm"]

executables := 3 if {
	listed(az_snp.measurement, "measurement")
	listed(az_snp.tpm.pcr11, "snp_pcr11")
}

hardware := 2 if {
	is_trusted(az_snp)
	listed(az_snp.reported_tcb_bootloader, "tcb_bootloader")
	listed(az_snp.reported_tcb_microcode, "tcb_microcode")
	listed(az_snp.reported_tcb_snp, "tcb_snp")
	listed(az_snp.reported_tcb_tee, "tcb_tee")
}

az_snp_is_closed if {
	az_snp.policy_debug_allowed == "false"
	az_snp.policy_migrate_ma == "false"
}

# Evidence of version 2 has the handshake in the data that the hardware report is bound to.
az_snp_is_as_approved if {
	az_snp_is_closed
	az_snp.user_data_bound == "true"
	listed(az_snp.platform_smt_enabled, "smt_enabled")
	listed(az_snp.platform_tsme_enabled, "tsme_enabled")
	listed(az_snp.policy_abi_major, "abi_major")
	listed(az_snp.policy_abi_minor, "abi_minor")
	listed(az_snp.policy_single_socket, "single_socket")
	listed(az_snp.policy_smt_allowed, "smt_allowed")
}

configuration := 2 if az_snp_is_as_approved

configuration := 3 if {
	az_snp_is_closed
	not az_snp_is_as_approved
}

# --- az-tdx-vtpm ---

az_tdx := input["az-tdx-vtpm"]

executables := 3 if listed(az_tdx.tpm.pcr11, "tdx_pcr11")

hardware := 2 if {
	is_trusted(az_tdx)
	is_tdx_by_intel(az_tdx.quote.header)
	listed(az_tdx.quote.body.mr_td, "mr_td")
	az_tdx.tcb_status == "UpToDate"
	az_tdx.collateral_expiration_status == "0"
}

configuration := 2 if {
	az_tdx.td_attributes.debug == false
	listed(az_tdx.quote.body.xfam, "xfam")
}

# --- tpm: only the attestation key says which machine it is, so it has to be a known one ---

executables := 3 if {
	listed(input.tpm.pcr11, "tpm_pcr11")
	listed(input.tpm.ak_public, "trusted_aks")
}

hardware := 2 if listed(input.tpm.ak_public, "trusted_aks")

# A TPM tells nothing of how its machine is set up.
configuration := 0 if listed(input.tpm.ak_public, "trusted_aks")

# --- sgx: flags are eight bytes, lowest first; the second bit of the first is debug ---

sgx_is_closed if {
	flags := input.sgx.body["attributes.flags"]
	regex.match(`^[0-9a-f][014589cd][0-9a-f]{14}$`, flags)
}

executables := 3 if listed(input.sgx.body.mr_enclave, "sgx_mr_enclave")

# A signer vouches for many products and versions: which of them counts has to be named too.
executables := 4 if {
	not listed(input.sgx.body.mr_enclave, "sgx_mr_enclave")
	listed(input.sgx.body.mr_signer, "sgx_mr_signer")
	listed(input.sgx.body.isv_prod_id, "sgx_isv_prod_id")
	listed(input.sgx.body.isv_svn, "sgx_isv_svn")
}

hardware := 2 if {
	is_trusted(input.sgx)
	input.sgx.header.vendor_id == "939a7233f79c4ca9940a0db3957f0607"
	input.sgx.tcb_status == "UpToDate"
	input.sgx.collateral_expiration_status == "0"
}

sgx_is_as_approved if {
	sgx_is_closed
	listed(input.sgx.body["attributes.flags"], "sgx_attributes_flags")
	listed(input.sgx.body["attributes.xfrm"], "sgx_attributes_xfrm")
}

configuration := 2 if sgx_is_as_approved

configuration := 3 if {
	sgx_is_closed
	not sgx_is_as_approved
}

# --- cca: a platform out of its secured state may be debugged, whatever it booted ---

cca_is_secured if input.cca.platform["cca-platform-lifecycle-state"] == "secured"

cca_firmware_is_known if {
	components := input.cca.platform["cca-platform-sw-components"]
	count(components) > 0
	every component in components {
		listed(component["measurement-value"], "cca_platform_measurements")
	}
}

executables := 3 if listed(input.cca.realm["cca-realm-initial-measurement"], "cca_realm_initial_measurement")

hardware := 2 if {
	cca_is_secured
	listed(input.cca.platform["cca-platform-implementation-id"], "cca_platform_implementation_id")
	cca_firmware_is_known
}

cca_is_as_approved if {
	cca_is_secured
	listed(input.cca.platform["cca-platform-config"], "cca_platform_config")
}

configuration := 2 if cca_is_as_approved

configuration := 3 if {
	cca_is_secured
	not cca_is_as_approved
}

# --- csv: reports have no word on firmware, so a genuine chip is all that can be asked for ---

csv_is_encrypted if {
	input.csv.policy.es == 1
	some kind in ["csv", "csv3"]
	input.csv.policy[kind] == 1
}

executables := 3 if listed(input.csv.measure, "csv_measure")

hardware := 2 if {
	csv_is_encrypted
	is_string(input.csv.root_of_trust)
	listed(input.csv.measure, "csv_measure")
}

configuration := 3 if {
	csv_is_encrypted
	input.csv.policy.nodbg == 1
	input.csv.policy.noks == 1
	input.csv.policy.nosend == 1
}

# --- se: the measurement covers the image's header, whose tag covers the image and its control flags ---

executables := 3 if listed(input.se.tag, "se_tag")

hardware := 2 if {
	input.se.version == 256
	listed(input.se.attestation_phkh, "se_attestation_phkh")
	listed(input.se.image_phkh, "se_image_phkh")
}

configuration := 2 if listed(input.se.tag, "se_tag")

# --- what the initdata's agent policy lets run ---

extensions := [{
	"name": "ear.trustee.identifiers",
	"key": -18,
	"value": {"validated": object.union(images, uids)},
}]

containers := input.init_data_claims.agent_policy_claims.containers

default images := {}

images := {"container_images": found} if {
	found := [image | image := containers[_].OCI.Annotations["io.kubernetes.cri.image-name"]]
	count(found) > 0
}

default uids := {}

uids := {"container_uids": found} if {
	found := [uid | uid := containers[_].OCI.Process.User.UID]
	count(found) > 0
}
