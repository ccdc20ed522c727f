using Azukari.Company.Settings;
using Azukari.Hsm;
using Azukari.Vault.Keys;

namespace Azukari.Company;

/// <summary>
/// The master keys as the settings say: a file beside the other keys, or an HSM; and both while keys move from one to the other, which is
/// for as long as the one that is left still holds a living key.
/// </summary>
internal sealed class CompanyKeys : IDisposable
{
    /// <summary>The environment variable with the token's PIN, where the settings name no file.</summary>
    public const string PinVariable = "AZUKARI_HSM_PIN";

    private readonly List<IDisposable> _owned = [];

    private CompanyKeys()
    {
    }

    public IMasterKeys Keys { get; private set; } = null!;

    /// <exception cref="SettingsException">The HSM cannot be used as the settings say.</exception>
    /// <exception cref="MasterKeyException">The master key file cannot be used.</exception>
    public static async Task<CompanyKeys> OpenAsync(CompanyOptions options, CompanySettings settings, TimeProvider clock, CancellationToken cancel)
    {
        var file = CompanyCore.MasterKeyFile(options, settings);
        var opened = new CompanyKeys();
        try
        {
            if (settings.Pkcs11 is not { } token)
            {
                opened.Keys = opened.Own(FileMasterKeys.Open(file, clock));
                return opened;
            }

            var fileIsThere = File.Exists(file);
            var hsm = opened.Own(await OpenAsync(options, token, clock, create: !fileIsThere && !token.Leaving, cancel));
            if (!fileIsThere && !token.Leaving)
            {
                opened.Keys = hsm;
                return opened;
            }

            var inFile = opened.Own(FileMasterKeys.Open(file, clock, above: hsm.Current));
            opened.Keys = token.Leaving ? (hsm.Has(hsm.Current) ? new MovingMasterKeys(inFile, hsm) : inFile) : inFile.Has(inFile.Current) ? new MovingMasterKeys(hsm, inFile) : hsm;
            return opened;
        }
        catch
        {
            opened.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        foreach (var each in _owned) each.Dispose();
    }

    private T Own<T>(T keys) where T : IDisposable
    {
        _owned.Add(keys);
        return keys;
    }

    private static async Task<Pkcs11MasterKeys> OpenAsync(CompanyOptions options, Pkcs11Settings token, TimeProvider clock, bool create, CancellationToken cancel)
    {
        try
        {
            return await Pkcs11MasterKeys.OpenAsync(OptionsOf(options, token), clock, create, cancel);
        }
        catch (TokenException wrong)
        {
            throw new SettingsException($"{SettingsFile.Name}: keys.pkcs11", Japanese(wrong), wrong.Message, wrong);
        }
    }

    private static Pkcs11Options OptionsOf(CompanyOptions options, Pkcs11Settings token) => new()
    {
        Module = token.Module,
        Token = token.Token,
        Label = token.Label,
        Pin = token.PinFile is { } pin ? PinSource.File(options.Resolve(pin)) : PinSource.Environment(PinVariable, Environment.GetEnvironmentVariable(PinVariable)),
        Backup = token.Backup is { } backup ? OptionsOf(options, backup) with { Label = token.Label } : null,
    };

    private static string Japanese(TokenException wrong) => wrong.Fault switch
    {
        TokenFault.ModuleMissing => $"PKCS#11 モジュール {wrong.What} がありません。HSM のソフトウェアを入れるか、正しい場所を指定してください。",
        TokenFault.ModuleUnusable => $"{wrong.What} は PKCS#11 モジュールではないか、起動できません。",
        TokenFault.NoSuchToken => $"トークン {wrong.What} が見つかりません。ラベルと HSM の接続を確かめてください。",
        TokenFault.TwoTokens => $"{wrong.What} という名のトークンが複数あります。シリアル番号で指定してください。",
        TokenFault.NotInitialized => $"トークン {wrong.What} は初期化されていないか、利用者の PIN がありません。HSM の管理者が設定します。",
        TokenFault.PinMissing => $"{wrong.What} に PIN がありません。",
        TokenFault.PinOpenToOthers => $"PIN のファイル {wrong.What} がほかの利用者から読めます。chmod 600 で閉じ、読まれた恐れがあれば PIN を変えてください。",
        TokenFault.PinWrong => $"トークン {wrong.What} が PIN を拒みました。誤りを重ねるとロックされるため、変わるまで再試行しません。",
        TokenFault.PinLocked => $"トークン {wrong.What} の PIN はロックされているか、期限切れです。HSM の管理者が設定し直します。",
        TokenFault.Away => $"トークン {wrong.What} が応答しません。",
    };
}
