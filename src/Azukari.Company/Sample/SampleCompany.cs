using Azukari.Company.Settings;
using Azukari.Policy;
using Azukari.Policy.Loading;
using Azukari.Vault;

namespace Azukari.Company.Sample;

/// <summary>What was made.</summary>
/// <param name="People">How many people.</param>
/// <param name="Tour">Somebody to show a newcomer: an agent who came under the newest policy; null in a company without people.</param>
/// <param name="Versions">The versions published, oldest first.</param>
public sealed record SampleMade(int People, SubjectId? Tour, IReadOnlyList<PolicyVersion> Versions);

/// <summary>
/// Makes the sample company: both policies published in their order, 300 people who came between April 2021 and November 2026, and some
/// days of work with them. Everything goes through the same gates as real data, by a clock that lives through those years.
/// </summary>
public static class SampleCompany
{
    private static readonly TimeSpan TokyoNoon = TimeSpan.FromHours(3); // 12:00 in Tokyo is 03:00 UTC

    /// <summary>Makes the sample in a folder that holds no company yet.</summary>
    /// <param name="policies">The policy files, oldest first.</param>
    /// <param name="login">The operator who will work with it.</param>
    /// <exception cref="SettingsException">The folder holds a company already, or a policy file cannot be used.</exception>
    /// <param name="people">How many people; 300 stay when null. Below 100 nobody acts or works with them.</param>
    /// <param name="modules">What modules add.</param>
    public static async Task<SampleMade> CreateAsync(
        CompanyOptions options, IReadOnlyList<string> policies, string login, TimeProvider clock, int? people, IReadOnlyList<ISampleContributor> modules, CancellationToken cancel)
    {
        if (options.Exists)
            throw new SettingsException(options.Folder, "すでに会社のデータがあります。", "holds a company already.");
        var documents = policies.Select(Load).ToList();
        var settings = SampleSettings.For(login, options.Postgres);
        var sample = new SampleClock(clock);
        sample.BeginAt(At(documents[0].Effective));
        SampleMade made;
        await using (var company = await CompanyCore.OpenAsync(options, settings, sample, cancel))
        {
            if (company.Trust.HasPolicy)
            {
                throw new SettingsException(
                    settings.Postgres is null ? options.Folder : "PostgreSQL", "すでに会社のデータがあります（azukari.json がなければ、作りかけです。消してやり直してください）。", "holds a company already (without azukari.json it is one cut short: remove it and start again).");
            }

            made = await new SampleLife(company, sample, new Accessor(login), clock.GetUtcNow(), modules).RunAsync(documents, people ?? SpecimenPeople.Count, cancel);
        }

        await SampleMark.WriteAsync(options.Folder, made, cancel);
        // Written last: a folder without settings is no company, so a sample cut short is never taken for a whole one.
        await SettingsFile.WriteAsync(options.SettingsPath, settings, cancel);
        return made;
    }

    internal static Task<SampleMade> CreateAsync(
        CompanyOptions options, IReadOnlyList<string> policies, string login, TimeProvider clock, int people, CancellationToken cancel) =>
        CreateAsync(options, policies, login, clock, people, [], cancel);

    internal static Task<SampleMade> CreateAsync(CompanyOptions options, IReadOnlyList<string> policies, string login, TimeProvider clock, CancellationToken cancel) =>
        CreateAsync(options, policies, login, clock, null, [], cancel);

    internal static DateTimeOffset At(DateOnly day) => new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero) + TokyoNoon;

    private static Policy.Document.PolicyDocument Load(string file)
    {
        var load = PolicyLoader.LoadFile(file);
        return load.Document ?? throw new SettingsException(file, $"方針のファイルが使えません: {load.Errors[0].In("ja")}", $"the policy file cannot be used: {load.Errors[0]}");
    }
}
