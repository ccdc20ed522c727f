using Azukari.Company.Settings;
using Azukari.Ledger;

namespace Azukari.Company.Operating;

/// <summary>An operator, or somebody who is none, tried what takes a duty the settings do not give them.</summary>
/// <param name="Login">Who tried.</param>
/// <param name="Needed">Any of these duties would do.</param>
/// <param name="EntryId">The ledger entry of the refusal; null while no policy is published, as there is no clause to refuse by.</param>
public sealed record DutyRefused(string Login, IReadOnlyList<Duty> Needed, EntryId? EntryId)
{
    /// <summary>Any of these roles would do as well.</summary>
    public IReadOnlyList<string> Desks { get; init; } = [];

    /// <summary>The reason code in the ledger.</summary>
    public const string Code = "duty-not-held";

    /// <summary>What a person reads, in "en" or, for anything else, Japanese.</summary>
    public string Sentence(string language)
    {
        var needed = string.Join(language == "en" ? " or " : " か ", Needed.Select(duty => duty.Word()));
        return language == "en"
            ? $"the login {Login} does not have the duty {needed}: operators.{Login}.duties in {SettingsFile.Name} would give it. ({Code})"
            : $"ログイン {Login} には職務 {needed} がありません。{SettingsFile.Name} の operators.{Login}.duties で与えます。({Code})";
    }
}
