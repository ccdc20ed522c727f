using Azukari.Vault;

namespace Azukari.Accounts.Contracts;

/// <summary>
/// In which language the company writes to a member. Modules that know it (from the form somebody joined with) register theirs as singletons of
/// this type; accounts know none.
/// </summary>
/// <param name="Of">The language's two letters; null where this module does not know the member.</param>
public sealed record MemberLanguage(Func<SubjectId, CancellationToken, Task<string?>> Of);

/// <summary>Asking those who know.</summary>
internal static class MemberLanguages
{
    /// <summary>Whether it is English; null where nobody knows.</summary>
    public static async Task<bool?> IsEnglishAsync(this IEnumerable<MemberLanguage> languages, SubjectId member, CancellationToken cancel)
    {
        foreach (var language in languages)
            if (await language.Of(member, cancel) is { } known) return known == "en";
        return null;
    }
}
