using Azukari.Company.Backup;
using Azukari.Company.Hosting;
using Azukari.Company.Settings;
using Azukari.Ledger;
using Azukari.Policy.Loading;
using Azukari.Stores;
using Azukari.Vault;
using Azukari.Vault.Keys;

namespace Azukari.Cli.Terminal;

/// <summary>Turns an exception nobody expected into a message that says what happened and what to do, without repeating values.</summary>
internal static class Faults
{
    public static ExitCode Report(Exception fault, Screen screen)
    {
        switch (fault)
        {
            case SettingsException wrong:
                screen.Error(wrong.Japanese, wrong.Message);
                return ExitCode.Unusable;
            case BackupException wrong:
                screen.Error(wrong.Japanese, wrong.Message);
                return wrong.Refused ? ExitCode.Refused : ExitCode.Unusable;
            case MasterKeysUnavailableException away:
                screen.Error(
                    $"マスター鍵に届きません（{away.Fault}）。何も開示せず、利用として記録もしていません。HSM を確かめて、もう一度実行してください。", away.Message);
                return ExitCode.Failed;
            case StoreException away:
                screen.Error(StoreFaultWords.Japanese(away), away.Message);
                return ExitCode.Unusable;
            case LedgerUnavailableException { Fault: var kind }:
                screen.Error(
                    "台帳に確実に記録できなかったため、何も開示していません。" + (kind is { } known ? StoreFaultWords.Japanese(known) : "もう一度試してください。"), fault.Message);
                return ExitCode.Unusable;
            case MasterKeyException or LedgerDamagedException or StrandedViewException or PolicyException:
                // Written for operators: ids, paths and what would mend it.
                screen.Error(fault.Message, fault.Message);
                return ExitCode.Unusable;
            case UnauthorizedAccessException or IOException:
                // The message of these names a path, never what is in the file.
                screen.Error(fault.Message, fault.Message);
                return ExitCode.Unusable;
            default:
                screen.Error(
                    $"予期しない障害が起きました（{fault.GetType().Name}）。完了した分は保存されています。AZUKARI_TRACE=1 で詳しい経過を表示します。",
                    $"an unexpected fault ({fault.GetType().Name}). What was done is kept. AZUKARI_TRACE=1 shows where it happened.");
                if (screen.Environment("AZUKARI_TRACE") == "1") Trace(fault, screen.Err);
                return ExitCode.Failed;
        }
    }

    // Types and places only: a message may quote what it choked on.
    private static void Trace(Exception fault, TextWriter to)
    {
        for (var at = fault; at is not null; at = at.InnerException)
        {
            to.WriteLine(at.GetType().FullName);
            to.WriteLine(at.StackTrace);
        }
    }
}
