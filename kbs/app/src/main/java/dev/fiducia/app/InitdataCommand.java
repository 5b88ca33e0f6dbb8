package dev.fiducia.app;

import picocli.CommandLine.Command;

/// `fiducia initdata`: documents, with the service (add, check, list, show, get, changes, grants
/// and the changes of state) and without it (digest, encode, decode, diff, lint).
@Command(
        name = "initdata",
        mixinStandardHelpOptions = true,
        description = "Registers and judges initdata documents; works out digests and annotations.",
        subcommands = {
            InitdataAddCommand.class,
            InitdataListCommand.class,
            InitdataReadCommands.Show.class,
            InitdataReadCommands.Get.class,
            InitdataReadCommands.Changes.class,
            InitdataReadCommands.Attestations.class,
            InitdataStateCommands.Activate.class,
            InitdataStateCommands.Supersede.class,
            InitdataStateCommands.Expire.class,
            InitdataStateCommands.Revoke.class,
            InitdataLabelCommand.class,
            InitdataLintCommand.class,
            InitdataCheckCommand.class,
            InitdataDiffCommand.class,
            CheckPolicyCommand.class,
            LookupCommand.class,
            InitdataOfflineCommands.ShowDigest.class,
            InitdataOfflineCommands.Encode.class,
            InitdataOfflineCommands.Decode.class,
            InitdataRenderCommand.class,
            InitdataManifestCommand.class,
            InitdataExtractCommand.class,
            InitdataCertificatesCommand.class,
            InitdataSucceedCommand.class,
            InitdataRotateCommand.class,
            GrantCommands.Grant.class,
            GrantCommands.Grants.class,
            GrantCommands.Revoke.class
        })
final class InitdataCommand {}
