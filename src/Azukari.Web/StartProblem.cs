using Azukari.Company.Hosting;
using Azukari.Company.Settings;
using Azukari.Ledger;
using Azukari.Stores;
using Azukari.Vault;
using Azukari.Vault.Keys;

namespace Azukari.Web;

/// <summary>What keeps the host from starting and an operator can mend, in both languages: one sentence instead of a stack.</summary>
internal sealed record StartProblem(string Japanese, string English)
{
    /// <summary>Null for a fault of the program itself, whose stack is wanted.</summary>
    public static StartProblem? Of(Exception fault) => fault switch
    {
        SettingsException wrong => new(wrong.Japanese, wrong.Message),
        HostRunningException running => new(running.Japanese, running.Message),
        StoreException away => new(StoreFaultWords.Japanese(away), away.Message),
        MasterKeyException => new("マスター鍵を使えません。詳しくは次の英文を見てください。", fault.Message),
        LedgerDamagedException => new("台帳が壊れているか、巻き戻されています。azukari ledger verify で確かめてください。", fault.Message),
        StrandedViewException => new("どの条項も許さない閲覧が登録されています。詳しくは次の英文を見てください。", fault.Message),
        IOException { InnerException: Microsoft.AspNetCore.Connections.AddressInUseException } =>
            new("このアドレスは使用中です。別の --urls で起動してください。", fault.Message),
        _ => null,
    };
}
