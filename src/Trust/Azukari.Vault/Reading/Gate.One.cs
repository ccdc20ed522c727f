using System.Security.Cryptography;
using Azukari.Ledger;
using Azukari.Policy;
using Azukari.Policy.Deciding;
using Azukari.Vault.Keys;
using Azukari.Vault.Storage;
using Azukari.Vault.Subjects;

namespace Azukari.Vault.Reading;

/// <summary>
/// What one person's documents bring to the gate: the facts to decide by, in place of the person's single items, and how what was permitted
/// is opened.
/// </summary>
/// <param name="Keys">The person's keys, read before the snapshot.</param>
/// <param name="People">The snapshot; the person's items in it are the facts of what is asked for.</param>
/// <param name="Items">The items asked for.</param>
/// <param name="Open">Opens it, given what the decision rests on; called while the entry is being made durable.</param>
internal sealed record Gated<T>(SubjectKeys? Keys, PeopleSnapshot People, IReadOnlyList<ItemId> Items, Func<Freshness, T> Open) where T : class;

/// <summary>A decision made again while something is being read.</summary>
/// <param name="Fresh">What it rests on.</param>
/// <param name="Refusal">Why it is permitted no longer.</param>
/// <param name="Entry">The entry of the refusal.</param>
internal sealed record Redecision(Freshness Fresh, Refusal? Refusal, EntryId? Entry);

/// <summary>The same way for what is no single value: decide, record, open, recheck, release.</summary>
internal sealed partial class Gate
{
    /// <summary>Reads one thing of one person; null when <paramref name="load"/> finds that it is not there.</summary>
    public async Task<AccessResult<T>?> ReadOneAsync<T>(SubjectId subject, AccessContext context, Func<CancellationToken, Task<Gated<T>?>> load, CancellationToken ct) where T : class
    {
        for (var round = 1; ; round++)
        {
            if (await load(ct) is not { } gated) return null;
            var (policies, attempt) = await DecideOneAsync(subject, context, gated, last: round >= Rounds, ct);
            if (attempt is null) continue;
            // Where the master keys may be away it is opened first: nothing is recorded as used that can't be.
            var early = attempt.Refusal is null && parts.Keys.Masters.IsRemote ? Opened(gated, Expected(policies, attempt), subject) : null;
            var durable = parts.Ledger.AppendAsync([attempt.Entry], ct);
            if (attempt.Refusal is { } refusal)
            {
                await durable;
                parts.AfterRefusal.Refused(attempt.Entry);
                return new RefusedAccess<T>(subject, attempt.Entry.Id, refusal);
            }

            var expected = Expected(policies, attempt);
            T opened;
            try
            {
                opened = early ?? Opened(gated, expected, subject);
            }
            finally
            {
                await durable;
            }

            if (BeforeRecheck is { } pause) await pause();
            if ((await parts.FreshnessAsync([subject], ct)).TryGetValue(subject, out var now) && now == expected)
            {
                parts.LastUses.Used(policies, subject);
                return new Granted<T>(subject, attempt.Entry.Id, opened, policies.Version, ClausesOf(attempt.Decision), attempt.Decision.Obligations);
            }

            if (opened is IAsyncDisposable unused) await unused.DisposeAsync();
            if (round < Rounds) continue;
            var results = new AccessResult<ItemValues>[1];
            await GiveUpAsync(policies, [subject], [0], gated.Items, context, results, ct);
            return new RefusedAccess<T>(subject, results[0].EntryId, ((RefusedAccess<ItemValues>)results[0]).Refusal);
        }
    }

    /// <summary>
    /// Decides again, while something is being read, whether the rest of it may be. Permitted: its entry stands already. Refused: recorded
    /// before this returns. Null when it is not there any more.
    /// </summary>
    public async Task<Redecision?> DecideAgainAsync<T>(SubjectId subject, AccessContext context, Func<CancellationToken, Task<Gated<T>?>> load, CancellationToken ct) where T : class
    {
        for (var round = 1; ; round++)
        {
            if (await load(ct) is not { } gated) return null;
            var (policies, attempt) = await DecideOneAsync(subject, context, gated, last: round >= Rounds, ct);
            if (attempt is null) continue;
            if (attempt.Refusal is null) return new Redecision(new Freshness(policies.Sequence, attempt.Person!.Generation, SubjectState.Active), null, null);
            await parts.Ledger.AppendAsync([attempt.Entry], ct);
            parts.AfterRefusal.Refused(attempt.Entry);
            return new Redecision(default, attempt.Refusal, attempt.Entry.Id);
        }
    }

    private async Task<(Publishing.PublishedPolicies Policies, Attempt? Attempt)> DecideOneAsync<T>(SubjectId subject, AccessContext context, Gated<T> gated, bool last, CancellationToken ct) where T : class
    {
        var policies = await parts.Policies.AtLeastAsync(gated.People.PolicySequence, ct);
        var resolved = policies.Archive.Resolve(context.Purpose, context.As, gated.Items, context.Ground);
        return (policies, await DecideAsync(policies, resolved, subject, gated.Keys, gated.People.Find(subject), gated.Items, context, last, ct));
    }

    private static Freshness Expected(Publishing.PublishedPolicies policies, Attempt attempt) => new(policies.Sequence, attempt.Person!.Generation, SubjectState.Active);

    private T Opened<T>(Gated<T> gated, Freshness expected, SubjectId subject) where T : class
    {
        try
        {
            return gated.Open(expected);
        }
        catch (CryptographicException)
        {
            parts.Log.ValueDamaged(subject, gated.Items[0].Value);
            throw new VaultDamagedException(subject, gated.Items[0]);
        }
    }
}
