using Azukari.Ledger;
using Azukari.Stores;
using Azukari.Vault.Documents;
using Azukari.Vault.Keys;
using Azukari.Vault.Publishing;
using Azukari.Vault.Reading;
using Azukari.Vault.Recording;
using Azukari.Vault.Retaining;
using Azukari.Vault.Searching;
using Azukari.Vault.Storage;
using Azukari.Vault.Subjects;
using Azukari.Vault.Telling;

namespace Azukari.Vault.Hosting;

/// <summary>What the capabilities of the vault share. Built once, by <see cref="TrustCore"/>.</summary>
internal sealed class TrustParts
{
    public required TimeProvider Clock { get; init; }

    public required Store Vault { get; init; }

    public required Store Index { get; init; }

    public required KeyStore Keys { get; init; }

    public required PeopleReads People { get; init; }

    public required LedgerBook Ledger { get; init; }

    public required PolicyShelf Policies { get; init; }

    public required TrustModules Modules { get; init; }

    public required Decider Decider { get; init; }

    public required AfterRefusal AfterRefusal { get; init; }

    public required VaultWrites Writes { get; init; }

    public required Outbox Outbox { get; init; }

    public required NoticeBook Telling { get; init; }

    public required LastUses LastUses { get; init; }

    public required BlindIndex BlindIndex { get; init; }

    public required TrustLog Log { get; init; }

    public required KeyErasure KeyErasure { get; init; }

    public required EndingKeys EndingKeys { get; init; }

    public required KeyScrub KeyScrub { get; init; }

    public required DocumentKeys DocumentKeys { get; init; }

    /// <summary>The largest document, in bytes.</summary>
    public required long DocumentBytes { get; init; }

    /// <summary>After how long what was never finished is removed.</summary>
    public required TimeSpan UnfinishedAfter { get; init; }

    /// <summary>For tests: called between the stores' steps of an act, by name; throwing stands for a crash at that point.</summary>
    public Func<string, Task>? AtStep { get; set; }

    public Task StepAsync(string step) => AtStep?.Invoke(step) ?? Task.CompletedTask;

    /// <inheritdoc cref="PeopleReads.ReadAsync"/>
    public Task<(Dictionary<SubjectId, SubjectKeys> Keys, PeopleSnapshot People)> ReadPeopleAsync(IReadOnlyCollection<SubjectId> subjects, CancellationToken ct) =>
        People.ReadAsync(subjects, ct);

    /// <summary>The archive of the newest publication, in whichever process it was made.</summary>
    public async ValueTask<PublishedPolicies> NewestPoliciesAsync(CancellationToken ct) =>
        await Policies.AtLeastAsync(await Vault.ReadAsync(PeopleReader.PolicySequenceAsync, ct: ct), ct);

    /// <inheritdoc cref="PeopleReads.FreshnessAsync"/>
    public Task<Dictionary<SubjectId, Freshness>> FreshnessAsync(IReadOnlyCollection<SubjectId> subjects, CancellationToken ct) => People.FreshnessAsync(subjects, ct);
}
